"""Answers and attendance as a sheet. Pseudonyms only; every export is written down, without its content."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from actions.meetings import board as boards
from actions.meetings.answers import need_in_words
from actions.meetings.models import Meeting
from actions.people.service import record_access
from actions.reply import IfUnknown, Text, Urgency, say
from bot.delivery.outbox import Call, File
from bot.documents.sheets import Sheet, as_csv, as_xlsx
from bot.telegram.handlers import welcome
from bot.telegram.handlers.meetings import words
from bot.telegram.handlers.meetings.rights import pressed_meeting
from bot.telegram.turn import Turn

COLUMNS = ("person", "college", "answer", "guests", "waiting", "needs", "own_needs", "proxy", "attendance", "answered")


async def export(turn: Turn) -> None:
    """The sheet of a meeting, in the format the button names."""
    meeting = await pressed_meeting(turn)
    if meeting is None or turn.person is None:
        await welcome.offer_again(turn)
        return
    header = [_plain(turn, say(f"coord.column_{name}")) for name in COLUMNS]
    rows = [_row(turn, meeting, row) for row in await boards.sheet(turn.session, meeting)]
    kind = turn.action[1]
    title = _plain(turn, say("meeting.summary", title=words.title(meeting)))
    content = as_csv(header, rows) if kind == "csv" else as_xlsx(Sheet(title, header, rows))
    await record_access(
        turn.session, actor=turn.person.fingerprint, deed=f"export meeting {meeting.id} as {kind}",
        territory_id=meeting.territory_id, now=turn.now,
    )  # fmt: skip
    await send_file(turn, File(f"reunion-{meeting.id}.{kind}", content), caption=say("coord.export_caption"))


async def send_file(turn: Turn, file: File, *, caption: Text) -> None:
    """Send a document to whoever asked for it."""
    await turn.services.outbox.put(
        turn.session,
        Call("send_document", {"caption": _plain(turn, caption)}, files={"document": file}),
        chat=turn.chat,
        language=turn.language,
        urgency=Urgency.LIVE,
        if_unknown=IfUnknown.ASK,
        now=turn.now,
    )


def _row(turn: Turn, meeting: Meeting, row: boards.SheetRow) -> list[str]:
    invitation = row.invitation
    zone = ZoneInfo(meeting.time_zone)
    answered = invitation.answered_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if invitation.answered_at else ""
    return [
        row.pseudonym,
        _plain(turn, words.college(invitation.college)),
        _plain(turn, say(f"meeting.answer_{invitation.answer}")),
        str(invitation.guests),
        _plain(turn, say("coord.yes")) if invitation.waiting_rank else "",
        ", ".join(_plain(turn, words.need(need)) for need in invitation.needs),
        need_in_words(invitation, vault=turn.services.vault),
        _plain(turn, say(f"coord.proxy_{invitation.proxy_state}")) if invitation.proxy_state else "",
        _plain(turn, say(f"coord.attendance_{invitation.attendance}")) if invitation.attendance else "",
        answered,
    ]


def _plain(turn: Turn, text: Text) -> str:
    return turn.services.renderer.plain(text, language=turn.language)
