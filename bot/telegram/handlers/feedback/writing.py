"""A free text under way: words are taken, anything by which somebody is recognised is kindly sent back."""

from __future__ import annotations

from actions.feedback import answering
from actions.feedback.identifying import may_identify
from actions.feedback.kinds import FeedbackRefused
from actions.feedback.rounds import find_round
from actions.reply import Reply, say
from bot.delivery.conversations import Form
from bot.telegram.handlers.feedback.answering import take_text
from bot.telegram.handlers.feedback.refusals import refuse
from bot.telegram.tokens import button, urgent_button
from bot.telegram.turn import Turn


async def take_message(turn: Turn) -> None:
    """What a person sends while a free text is expected. It was read for danger before it came here."""
    form = turn.conversation.form
    message = turn.update.message
    if form is None or message is None:
        return
    if message.text is None:
        turn.reply(_back_to_question(form, "feedback.no_media"))
        return
    if may_identify(message.text) and form.step != "insist":
        form.step = "insist"
        turn.reply(_back_to_question(form, "feedback.may_identify"))
        return
    try:
        await _keep(turn, form, words=message.text)
    except FeedbackRefused as refused:
        if refused.reason in ("text_too_long", "text_empty"):
            turn.reply(_back_to_question(form, f"feedback.refused_{refused.reason}"))
            return
        turn.conversation.form = None
        await refuse(turn, refused)


async def _keep(turn: Turn, form: Form, *, words: str) -> None:
    of_round = await find_round(turn.session, int(form.given["round"]))
    if of_round is None or turn.person is None:
        raise FeedbackRefused("closed")
    await answering.may_answer(turn.session, turn.person, of_round, now=turn.now)
    await take_text(turn, form, of_round, turn.person, words=words)


def _back_to_question(form: Form, key: str) -> Reply:
    skip = button(say("button.feedback_skip"), "fb", "s", form.given["round"], form.given["place"])
    return Reply(parts=(say(key, most=answering.LONGEST_TEXT),), buttons=((skip, urgent_button()),))
