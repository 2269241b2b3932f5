"""Forms left open: put aside when a person turns to something else, taken up again from the menu.

A form listens to every free text of its chat. Whoever presses the menu, gives another command or taps a button of
something else means something else by what they write next: the form is parked, with all that was given, and the menu
offers to take it up again. Its own buttons belong to it; help lines never put anything aside.

The searches near a place and for a council are not parked: they hold nothing, and hand back words that name no place.
"""

from __future__ import annotations

from collections.abc import Mapping

from actions.reply import IfUnknown, Reply, Urgency, say
from bot.delivery.conversations import Form
from bot.delivery.outbox import Call
from bot.telegram.handlers import open_questions, place_forms, welcome
from bot.telegram.handlers.feedback import answering, composing
from bot.telegram.handlers.mediation import begin
from bot.telegram.handlers.meetings import asking, drafting, member
from bot.telegram.turn import Turn

# For each kind of form, how the tokens of its own buttons begin.
OWN_BUTTONS: Mapping[str, tuple[str, ...]] = {
    drafting.FORM: ("md",),
    member.NEED_FORM: ("mt:card", "mt:forward"),
    member.PROXY_FORM: ("mt:card", "mt:forward"),
    asking.PROPOSAL_FORM: ("mt:leave",),
    place_forms.FORM: ("desk",),
    begin.FORM: ("rq", "rd"),
    answering.FORM: ("fb",),
    composing.FORM: ("fc",),
    open_questions.FORM: ("open", "leave"),
}
ENTRANCES = ("fb:list", "fb:what", "fc:board")  # the first screens of a feature lead out of its form
HELP = ("sos", "danger", "resend")
HELP_COMMANDS = frozenset({"urgence", "urgent", "effacer"})


def park_before_command(turn: Turn, command: str | None) -> None:
    """Put the open form aside, unless the command calls for help or takes words back."""
    if command not in HELP_COMMANDS:
        _park(turn)


def park_before_button(turn: Turn) -> None:
    """Put the open form aside if the button belongs to something else."""
    form = turn.conversation.form
    if form is None or form.name not in OWN_BUTTONS:
        return
    belongs = _begins(turn.action, (*OWN_BUTTONS[form.name], *HELP)) and not _begins(turn.action, ENTRANCES)
    if not belongs:
        _park(turn)


def keep_question(turn: Turn, *, before: Form | None) -> None:
    """After a turn: keep the question a form asks, and the form that another one took the place of."""
    form = turn.conversation.form
    if before is not None and form is not None and before.name != form.name and before.name in OWN_BUTTONS:
        turn.conversation.park(before, now=turn.now)
    if form is None or form.name not in OWN_BUTTONS or form == before or not turn.replies:
        return
    calls = turn.services.renderer.calls(turn.replies[-1], language=turn.language)
    form.asked = [dict(call.params) for call in calls]


async def take_up(turn: Turn) -> None:
    """Ask the question of a parked form again, as it was asked."""
    form = turn.conversation.take_up(turn.argument(1))
    if form is None:
        await welcome.offer_again(turn)
        return
    heading = Reply(parts=(say("form.resumed", what=say(f"form.{form.name}")),))
    if not form.asked:
        turn.reply(heading)
        return
    await turn.services.post.write(turn.session, heading, chat=turn.chat, language=turn.language, now=turn.now)
    for params in form.asked:
        await turn.services.outbox.put(
            turn.session,
            Call("send_message", params),
            chat=turn.chat,
            language=turn.language,
            urgency=Urgency.LIVE,
            if_unknown=IfUnknown.ASK,
            now=turn.now,
        )


def _park(turn: Turn) -> None:
    form = turn.conversation.form
    if form is not None and form.name in OWN_BUTTONS:
        turn.conversation.park(form, now=turn.now)


def _begins(action: list[str], beginnings: tuple[str, ...]) -> bool:
    return any(action[: len(parts)] == parts for parts in (each.split(":") for each in beginnings))
