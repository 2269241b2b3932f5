"""The `schedule` rows of an HSDS export: opening hours as recurring spans, or as words where they cannot be."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from actions.directory.formats.recurring import Day, Recurrence, recurring
from actions.directory.models import Resource

WINTER, SUMMER = (1, 15), (7, 15)
END_OF_DAY = {"24:00": "23:59"}  # the standard's times end before midnight
NO_HOLIDAYS = "Fermé les jours fériés français."
EVERY_YEAR = "La même saison revient chaque année."


def schedules(resource: Resource, *, today: date) -> Iterator[dict[str, Any]]:
    """Rows without their ids, numbered from 1; `description` keeps the hours as they were written."""
    said = recurring(resource.hours) if resource.hours else None
    if said is None:
        if words := " · ".join(text for text in (resource.hours, resource.hours_note) if text):
            yield {"number": 1, "description": words}
        return
    for number, span in enumerate(said.spans, start=1):
        remarks = [
            NO_HOLIDAYS if said.closes_on_holidays else None,
            EVERY_YEAR if span.first else None,
            resource.hours_note,
        ]
        yield (
            {"number": number, "description": resource.hours, "wkst": "MO"}
            | {"freq": "MONTHLY" if span.is_monthly else "WEEKLY", "byday": ",".join(span.days)}
            | _times(span, time_zone=resource.time_zone, today=today, remarks=remarks)
            | _season(span, today=today)
        )


def _times(span: Recurrence, *, time_zone: str, today: date, remarks: list[str | None]) -> dict[str, Any]:
    """The times with their offset, which the standard asks for; where it changes in summer, local times and a note."""
    zone = ZoneInfo(time_zone)
    winter, summer = (datetime(today.year, *day, tzinfo=zone) for day in (WINTER, SUMMER))
    is_constant = winter.utcoffset() == summer.utcoffset()
    suffix = winter.isoformat()[-6:] if is_constant else ""
    remarks = [*remarks, None if is_constant else f"Heures locales ({time_zone})."]
    return {
        "opens_at": span.opens + suffix,
        "closes_at": END_OF_DAY.get(span.closes, span.closes) + suffix,
        "timezone": (winter.utcoffset() or timedelta()) / timedelta(hours=1) if is_constant else None,
        "notes": " ".join(remark for remark in remarks if remark) or None,
    }


def _season(span: Recurrence, *, today: date) -> dict[str, Any]:
    """The season that is on, or the next one."""
    if span.first is None or span.last is None:
        return {}
    for year in (today.year - 1, today.year, today.year + 1):
        begin = _date(year, span.first)
        end = _date(year if span.first <= span.last else year + 1, span.last)
        if end >= today:
            return {"valid_from": begin.isoformat(), "valid_to": end.isoformat()}
    return {}


def _date(year: int, day: Day) -> date:
    month, number = day
    return date(year, month, min(number, monthrange(year, month)[1]))
