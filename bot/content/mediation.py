"""What each coordination prepared for its requests: ready replies, partners, working groups."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.content.marked import read_marked
from bot.content.mistakes import ContentRefused, Mistake

Key = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,20}$")]


class CannedReply(BaseModel):
    """A reply that a coordination sends often."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key
    title: Annotated[str, Field(min_length=2, max_length=45)]
    text: Annotated[str, Field(min_length=2, max_length=3000)]


class Partner(BaseModel):
    """An organisation of the territory to which a person may be handed over, with their consent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key
    name: Annotated[str, Field(min_length=2, max_length=120)]
    contact: Annotated[str, Field(min_length=2, max_length=500)]


class WorkingGroup(BaseModel):
    """A group that people may ask to join."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key
    name: Annotated[str, Field(min_length=2, max_length=45)]


class Guide(BaseModel):
    """One coordination's file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    canned: tuple[CannedReply, ...] = ()
    partners: tuple[Partner, ...] = ()
    working_groups: tuple[WorkingGroup, ...] = ()


NO_GUIDE = Guide()


@dataclass(frozen=True, slots=True)
class MediationBook:
    """The files of all coordinations, by slug of their territory."""

    guides: Mapping[str, Guide]

    def of(self, slug: str) -> Guide:
        """What a coordination prepared; nothing where it has no file."""
        return self.guides.get(slug, NO_GUIDE)


def load_mediation(folder: Path, *, slugs: Collection[str]) -> MediationBook:
    """Read every file; raise ContentRefused for a territory that does not exist or a file that cannot be read."""
    guides = {}
    for path in sorted(folder.glob("*.yml")):
        if path.stem not in slugs:
            raise ContentRefused([Mistake(path, 1, f"no territory is called {path.stem}")])
        guides[path.stem], _ = read_marked(path, Guide)
    return MediationBook(guides)
