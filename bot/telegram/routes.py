"""Every way through the house, in order: the first line that fits is taken. Order matters.

Safety stands first, so that no form, command or button can hide a person in danger.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from actions.safety.levels import Strength
from bot.telegram.handlers import (
    councils,
    delivery,
    language,
    my_data,
    near_me,
    near_place,
    open_questions,
    others,
    place_desk,
    place_errors,
    place_forms,
    questions,
    safety,
    welcome,
)
from bot.telegram.handlers.feedback import ways as feedback
from bot.telegram.handlers.mediation import begin, changes, desk_buttons, follow, talk
from bot.telegram.handlers.mediation import coordination as mediation_desk
from bot.telegram.handlers.meetings import asking as meeting_asking
from bot.telegram.handlers.meetings import buttons as meeting_buttons
from bot.telegram.handlers.meetings import coordination, drafting
from bot.telegram.handlers.meetings import member as meeting_member
from bot.telegram.parking import park_before_button, park_before_command, take_up
from bot.telegram.turn import Turn

Handler = Callable[[Turn], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Route:
    """What fits, and what is done about it. A route that `needs_nlu` waits until the message has been read."""

    name: str
    fits: Callable[[Turn], bool]
    handle: Handler
    needs_nlu: bool = False
    without_nlu: Callable[[Turn], Awaitable[bool]] | None = None

    async def can_do_without_nlu(self, turn: Turn) -> bool:
        """Handle a message that the language model has not read, if this route knows how."""
        return self.without_nlu is not None and await self.without_nlu(turn)


COMMANDS: Mapping[str, Handler] = {
    "start": welcome.start,
    "menu": welcome.show_menu,
    "aide": welcome.show_menu,
    "help": welcome.show_menu,
    "urgence": safety.show_help_lines,
    "urgent": safety.show_help_lines,
    "langue": language.offer,
    "language": language.offer,
    "simple": language.simplify,
    "donnees": my_data.show,
    "data": my_data.show,
    "demande": begin.begin,
    "request": begin.begin,
    "effacer": changes.erase_message,
    "lier": mediation_desk.link,
    "delier": mediation_desk.unlink,
    "demandes": mediation_desk.list_requests,
    "chiffres": mediation_desk.show_figures,
    "reunions": meeting_asking.show_meetings,
    "meetings": meeting_asking.show_meetings,
    "coordination": coordination.open_coordination,
    "questions": open_questions.show_open,
    "lieux": near_me.start,
    "near": near_me.start,
    "annuaire": place_desk.start,
    "directory": place_desk.start,
    **feedback.COMMANDS,
}

# Commands that act in the group where they are given; all others are answered in private.
GROUP_COMMANDS: Mapping[str, Handler] = {
    "effacer": changes.erase_message,
    "lier": mediation_desk.link,
    "delier": mediation_desk.unlink,
    "demandes": mediation_desk.list_requests,
    "chiffres": mediation_desk.show_figures,
}

BUTTONS: Mapping[str, Handler] = {
    "menu": welcome.show_menu,
    "resume": take_up,
    "keep": welcome.keep_territory,
    "topic": questions.show_topic,
    "ask": questions.ask,
    "none": questions.admit_ignorance,
    "rate": questions.rate,
    "contact": begin.begin,
    "lang": language.choose,
    "data": my_data.step,
    "sos": safety.show_help_lines,
    "hand": open_questions.hand,
    "open": open_questions.decide,
    "leave": open_questions.leave,
    "danger": safety.answer_direct_question,
    "resend": delivery.show_again,
    "rq": follow.press,
    "rd": desk_buttons.press,
    "near": near_place.press,
    "clsm": councils.press,
    "desk": place_desk.press,
    "mt": meeting_buttons.press_member,
    "mc": meeting_buttons.press_coordination,
    "md": meeting_buttons.press_draft,
    **feedback.BUTTONS,
}


# The next step of each kind of form, by the form's name; features add theirs.
FORMS: Mapping[str, Handler] = {
    begin.FORM: talk.continue_form,
    open_questions.FORM: open_questions.take_answer,
    near_me.FORM: questions.continue_search,
    councils.FORM: questions.continue_council_search,
    place_forms.FORM: place_desk.receive,
    place_errors.FORM: place_errors.receive,
    drafting.FORM: drafting.hear,
    meeting_member.NEED_FORM: meeting_member.keep_need_in_words,
    meeting_member.PROXY_FORM: meeting_member.offer_proxy,
    meeting_asking.PROPOSAL_FORM: meeting_asking.keep_subject,
    **feedback.FORMS,
}


def command_of(turn: Turn) -> str | None:
    """The command of a message, without the name of the bot; None for anything else."""
    message = turn.update.message
    text = (message.text or "") if message else ""
    if not text.startswith("/") or len(text) == 1:
        return None
    return text[1:].split(maxsplit=1)[0].partition("@")[0].lower()


async def run_command(turn: Turn) -> None:
    """A command in private."""
    park_before_command(turn, command_of(turn))
    await COMMANDS.get(command_of(turn) or "", others.unknown_command)(turn)


async def continue_form(turn: Turn) -> None:
    """What a person says while a form is under way belongs to the form."""
    form = turn.conversation.form
    await FORMS[form.name if form else ""](turn)


async def press(turn: Turn) -> None:
    """A button; one we no longer know shows where we are. Most put an open form aside, also a talk with a human."""
    park_before_button(turn)
    await BUTTONS.get(turn.action[0], welcome.offer_again)(turn)


async def run_group_command(turn: Turn) -> None:
    """A command of the coordination, in its group."""
    await GROUP_COMMANDS[command_of(turn) or ""](turn)


async def after_card(turn: Turn) -> None:
    """The help card went out by itself: the rest of what the message was for."""
    if not turn.chat.is_group:
        await talk.carry_despite_danger(turn)


def _in_danger(turn: Turn) -> bool:
    return turn.assessment.strength is Strength.CARD


def _answers_card(turn: Turn) -> bool:
    return _is_private_message(turn) and safety.typed_choice(turn) is not None


def _is_private_message(turn: Turn) -> bool:
    return turn.update.message is not None and not turn.chat.is_group


def _has_position(turn: Turn) -> bool:
    message = turn.update.message
    return message is not None and message.location is not None and message.venue is None


def _in_form(turn: Turn) -> bool:
    return turn.conversation.form is not None and turn.conversation.form.name in FORMS


ROUTES: tuple[Route, ...] = (
    Route(
        "danger in a group", lambda turn: _in_danger(turn) and turn.chat.is_group, talk.show_card_discreetly_and_carry
    ),
    Route("danger", _in_danger, talk.show_card_and_carry),
    Route("blocked, unblocked, moved", lambda turn: turn.update.my_chat_member is not None, others.note_membership),
    Route("button", lambda turn: turn.update.callback_query is not None, press),
    Route("edited message", lambda turn: turn.update.edited_message is not None, changes.follow_edit),
    Route(
        "command of the coordination",
        lambda turn: turn.chat.is_group and command_of(turn) in GROUP_COMMANDS,
        run_group_command,
    ),
    Route(
        "command in a group",
        lambda turn: turn.chat.is_group and command_of(turn) in COMMANDS,
        others.answer_in_private,
    ),
    Route("talk of a group", lambda turn: turn.chat.is_group, mediation_desk.hear_group),
    Route("command", lambda turn: _is_private_message(turn) and command_of(turn) is not None, run_command),
    Route("typed answer to the card", _answers_card, talk.answer_card_and_carry),
    Route(
        "answer to a person",
        lambda turn: _is_private_message(turn) and turn.answered is not None and turn.answered.by_desk,
        mediation_desk.answer_person,
    ),
    Route(
        "answer to the coordination",
        lambda turn: _is_private_message(turn) and turn.answered is not None,
        talk.answer_line,
    ),
    Route("form under way", lambda turn: _is_private_message(turn) and _in_form(turn), continue_form),
    Route("position", lambda turn: _is_private_message(turn) and _has_position(turn), near_me.search_around),
    Route(
        "free text",
        lambda turn: _is_private_message(turn) and bool(turn.text.strip()),
        questions.understand,
        needs_nlu=True,
        without_nlu=near_me.take_up_unread,
    ),
    Route("sticker, voice, photo and the like", _is_private_message, others.cannot_read),
    Route("anything else", lambda _: True, others.ignore),
)


def route_of(turn: Turn) -> Route:
    """The first route that fits; the last fits everything."""
    return next(route for route in ROUTES if route.fits(turn))
