"""The shelf: holds the gazetteer in memory and takes the new one when the list of communes has changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.territories.communes import list_stamp, read_communes
from actions.territories.gazetteer import Gazetteer


class GazetteerShelf:
    """One gazetteer for the whole assistant, read on the first question about a place."""

    def __init__(self) -> None:
        self._stamp: datetime | None = None
        self._gazetteer = Gazetteer()

    async def gazetteer(self, session: AsyncSession) -> Gazetteer:
        """The gazetteer of the list as it is now; reading it again takes one small query."""
        stamp = await list_stamp(session)
        if stamp != self._stamp:
            self._gazetteer = Gazetteer(await read_communes(session))
            self._stamp = stamp
        return self._gazetteer
