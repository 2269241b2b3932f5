"""Every call that the suite makes to a simulator, held against the Bot API as data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ROOT
from bot.simulator import Call, undocumented
from bot.simulator.dispatcher import Dispatcher
from tests.harness.house import TOKEN

FILE = Path("shared", "testdata", "botapi-10.1.json")
SUCCESS = 200


def find_specification() -> Path | None:
    """The Bot API as data, beside the project or beside the folder it stands in; None where there is none."""
    candidates = (parent / FILE for parent in (ROOT.parent, ROOT.parent.parent))
    return next((path for path in candidates if path.is_file()), None)


def read_specification() -> dict[str, Any] | None:
    """What that file says, or None."""
    path = find_specification()
    return json.loads(path.read_text(encoding="utf-8")) if path else None


@contextmanager
def recorded() -> Iterator[list[Call]]:
    """Keep every call that any simulator of this process receives."""
    calls: list[Call] = []
    record = Dispatcher._record

    def keep(dispatcher: Dispatcher, *arguments: Any) -> None:
        record(dispatcher, *arguments)
        calls.append(dispatcher.calls[-1])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dispatcher, "_record", keep)
        yield calls


def complaints(calls: Iterable[Call], specification: dict[str, Any]) -> list[str]:
    """What calls used that is not documented.

    The house answers for all its calls; the simulator's own tests make mistakes on purpose, so theirs count only
    where the simulator let them pass.
    """
    return undocumented((call for call in calls if call.bot_token == TOKEN or call.status == SUCCESS), specification)
