"""The buttons of meetings: the second word of a token, and what it does.

`mt` is what members press, `mc` the coordination's board, `md` the making of a meeting. Each deed checks for itself
whether the person may: the card must be theirs, the territory one they coordinate.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.telegram.handlers import welcome
from bot.telegram.handlers.meetings import (
    asking,
    attendance,
    boxes,
    coordination,
    deciding,
    desks,
    drafting,
    exports,
    joining,
    member,
    subjects,
    yearly,
)
from bot.telegram.turn import Turn

Deed = Callable[[Turn], Awaitable[None]]


async def explain_preview(turn: Turn) -> None:
    """A button of a preview: it only shows what others will see."""
    turn.acknowledge("coord.only_preview")


MEMBER: Mapping[str, Deed] = {
    "yes": member.answer,
    "video": member.answer,
    "maybe": member.answer,
    "no": member.answer,
    "needs": member.choose_needs,
    "words": member.ask_need_in_words,
    "unsay": member.forget_need_in_words,
    "guests": member.choose_guests,
    "proxy": member.ask_proxy,
    "carry": member.decide_proxy,
    "nocarry": member.decide_proxy,
    "ics": member.give_calendar,
    "card": member.show_pressed,
    "forward": member.bring_forward,
    "list": asking.show_of_territory,
    "subject": asking.propose_for_territory,
    "propose": asking.propose_from_card,
    "leave": asking.leave_form,
    "join": joining.join,
    "off": joining.offer_to_stop,
    "stop": joining.stop,
    "pause": joining.pause,
    "preview": explain_preview,
}

COORDINATION: Mapping[str, Deed] = {
    "open": coordination.open_coordination,
    "home": coordination.home,
    "requests": desks.show_requests,
    "questions": desks.show_questions,
    "places": desks.show_places,
    "board": coordination.show_board,
    "people": coordination.show_people,
    "new": drafting.choose_body,
    "relaunch": deciding.ask_to_relaunch,
    "relaunched": deciding.relaunch,
    "cancel": deciding.ask_to_cancel,
    "cancelled": deciding.cancel,
    "hold": deciding.ask_to_hold,
    "held": deciding.hold,
    "sheet": attendance.show_sheet,
    "mark": attendance.mark,
    "walk": attendance.show_walk_ins,
    "csv": exports.export,
    "xlsx": exports.export,
    "subjects": subjects.show,
    "subject": subjects.decide,
    "check": yearly.show_conformity,
    "report": yearly.send_report,
}

DRAFT: Mapping[str, Deed] = {
    "begin": drafting.begin,
    "show": deciding.show_summary,
    "resume": drafting.resume,
    "edit": drafting.edit,
    "next": drafting.go_on,
    "skip": drafting.skip,
    "aside": drafting.put_aside,
    "date": drafting.keep_date,
    "apply": drafting.apply,
    "default": boxes.usual_title,
    "length": boxes.usual_length,
    "map": boxes.find_on_map,
    "college": boxes.tick_college,
    "copil": boxes.tick_copil,
    "offer": boxes.tick_offer,
    "look": boxes.review,
    "offset": boxes.tick_offset,
    "remind": boxes.switch_reminders,
    "wordless": boxes.take_words_away,
    "preview": deciding.show_preview,
    "announce": deciding.ask_to_announce,
    "go": deciding.announce,
    "delete": deciding.ask_to_delete,
    "deleted": deciding.delete,
    "repeat": deciding.repeat,
}


async def press_member(turn: Turn) -> None:
    """A button of a card or of the list of meetings."""
    await _press(turn, MEMBER)


async def press_coordination(turn: Turn) -> None:
    """A button of the board."""
    await _press(turn, COORDINATION)


async def press_draft(turn: Turn) -> None:
    """A button of a meeting in the making."""
    await _press(turn, DRAFT)


async def _press(turn: Turn, deeds: Mapping[str, Deed]) -> None:
    """One we no longer know shows where we are."""
    verb = turn.action[1] if turn.action[1:] else ""
    await deeds.get(verb, welcome.offer_again)(turn)
