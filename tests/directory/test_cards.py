from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from actions.directory.hours import Opening
from actions.directory.kinds import Cost, Kind, Referral
from actions.directory.models import Resource
from actions.reply import Text
from bot.telegram.handlers.place_cards import Card, card

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # Monday the 23rd, half past midnight in Paris
MIDNIGHT = datetime(2026, 11, 23, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("opens", "key"),
    [
        (timedelta(hours=9), "place.opens_today"),
        (timedelta(days=1, hours=9), "place.opens_tomorrow"),
        (timedelta(days=2, hours=9), "place.opens_later"),
    ],
)
def test_a_closed_place_says_when_it_opens_as_people_do(opens: timedelta, key: str) -> None:
    resource = Resource(
        name="Lieu", kind=Kind.CMPP.value, cost=Cost.FREE.value, referral=Referral.NOT_NEEDED.value, is_sample=False
    )
    shown = Card(resource, Opening(is_open=False, changes_at=MIDNIGHT + opens))
    keys = [line.key for line in card(shown, now=NOW).items if isinstance(line, Text)]
    assert key in keys
