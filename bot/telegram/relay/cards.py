"""The living cards of a request: one on each side, edited as it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.mediation.models import Request
from actions.mediation.states import OPEN_STATES, CloseReason, State, Subject
from actions.reply import Button, IfUnknown, Part, Reply, Text, Verbatim, say
from actions.territories.models import Territory
from bot.telegram.tokens import button, menu_button, urgent_button

PERSON = "rq"
DESK = "rd"


@dataclass(frozen=True, slots=True)
class Names:
    """The pseudonyms that a card shows, and what the person wishes to join."""

    person: str
    assignee: str | None = None
    writer: str | None = None
    wish: Text | None = None


def local(at: datetime, territory: Territory) -> datetime:
    """A moment on the territory's clock."""
    return at.astimezone(ZoneInfo(territory.time_zone))


def subject_of(request: Request) -> Text:
    """What a request is about, in words."""
    return say(f"med.subject_{request.subject}")


def who(pseudonym: str) -> Text:
    """« Habitant·e 4K7 »."""
    return say("med.who", pseudonym=Verbatim(pseudonym))


def desk_card(request: Request, territory: Territory, *, names: Names, now: datetime) -> Reply:
    """The coordination's card: who, what about, where it stands, and everything that can be done."""
    parts: list[Part] = [
        say(
            "med.desk_card",
            number=request.number,
            who=who(names.person),
            territory=Verbatim(territory.name),
            subject=subject_of(request),
            state=say(f"med.state_{request.state}"),
            at=local(request.opened_at, territory),
        )
    ]
    if names.wish is not None:
        parts.append(names.wish)
    if names.assignee:
        parts.append(say("med.assigned_to", pseudonym=Verbatim(names.assignee)))
    if names.writer and request.writing_until and request.writing_until > now:
        parts.append(say("med.is_writing", pseudonym=Verbatim(names.writer)))
    if request.revealed_at:
        parts.append(say("med.is_revealed"))
    parts.append(say("med.desk_how" if State(request.state) in OPEN_STATES else "med.desk_over"))
    return Reply(parts=tuple(parts), buttons=_desk_buttons(request), if_unknown=IfUnknown.RESEND)


def _desk_buttons(request: Request) -> tuple[tuple[Button, ...], ...]:
    if State(request.state) not in OPEN_STATES:
        return ()
    number = request.id
    return (
        (button(say("button.med_read"), DESK, "read", number), button(say("button.med_take"), DESK, "take", number)),
        (
            button(say("button.med_writing"), DESK, "writing", number),
            button(say("button.med_canned"), DESK, "canned", number),
        ),
        (
            button(say("button.med_assign"), DESK, "assign", number),
            button(say("button.med_handover"), DESK, "over", number),
        ),
        (button(say("button.med_close"), DESK, "close", number),),
    )


def person_card(request: Request, territory: Territory) -> Reply:
    """The person's card: where their request stands and what they can do about it."""
    parts: list[Part] = [
        say(
            "med.person_card",
            number=request.number,
            territory=Verbatim(territory.name),
            subject=subject_of(request),
            state=say(f"med.state_{request.state}"),
            at=local(request.opened_at, territory),
        )
    ]
    if State(request.state) in OPEN_STATES:
        parts.append(say("med.card_warns" if request.warns_in_danger else "med.card_warns_not"))
    if request.close_reason:
        parts.append(say("med.because", reason=say(f"med.reason_{request.close_reason}")))
    return Reply(parts=tuple(parts), buttons=_person_buttons(request), if_unknown=IfUnknown.RESEND)


def _person_buttons(request: Request) -> tuple[tuple[Button, ...], ...]:
    number = request.id
    erase = button(say("button.med_erase"), PERSON, "erase", number)
    if State(request.state) in OPEN_STATES:
        reveal = () if request.revealed_at else ((button(say("button.med_reveal"), PERSON, "reveal", number),),)
        warn = say("button.med_warn_off" if request.warns_in_danger else "button.med_warn_on")
        return (
            (button(say("button.med_add"), PERSON, "add", number),),
            *reveal,
            (button(warn, PERSON, "warn", number, 0 if request.warns_in_danger else 1),),
            (button(say("button.med_cancel"), PERSON, "cancel", number), erase),
            (menu_button(), urgent_button()),
        )
    reopen = ((button(say("button.med_reopen"), PERSON, "reopen", number),),) if request.state == State.CLOSED else ()
    return (*reopen, (erase,), (menu_button(), urgent_button()))


def closing_question(request: Request, territory: Territory) -> Reply:
    """The request is closed, why, and « avez-vous eu votre réponse ? »."""
    reason = CloseReason(request.close_reason or CloseReason.ANSWERED)
    rate = [
        button(say(f"button.med_rate_{value}"), PERSON, "rate", request.id, value) for value in ("yes", "partly", "no")
    ]
    return Reply(
        parts=(
            say(
                "med.closed",
                number=request.number,
                territory=Verbatim(territory.name),
                reason=say(f"med.reason_{reason.value}"),
            ),
        ),
        buttons=(tuple(rate), (button(say("button.med_reopen"), PERSON, "reopen", request.id),), (menu_button(),)),
        if_unknown=IfUnknown.RESEND,
    )


def topic_name(request: Request, *, pseudonym: str) -> Text:
    """The name of a request's topic."""
    return say(
        "med.topic", number=request.number, pseudonym=Verbatim(pseudonym), subject=say(f"med.subject_{request.subject}")
    )


FORM_SUBJECTS = (Subject.JOIN, Subject.PROPOSAL, Subject.COMPLEX)
FREE_SUBJECTS = (Subject.INFORMATION, Subject.MEETING, Subject.SUPPORT, Subject.PROBLEM, Subject.OTHER)
