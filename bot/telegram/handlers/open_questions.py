"""A question without an answer: handed on by its author, answered by the coordination."""

from __future__ import annotations

from actions.answers.cleaning import clean
from actions.answers.models import OpenQuestion
from actions.answers.open_questions import (
    QuestionState,
    answer_question,
    count_open,
    dismiss_question,
    find_question,
    hand_on,
    next_open,
)
from actions.people.rights import coordinated_territories
from actions.reply import Button, Reply, Verbatim, say
from bot.delivery.conversations import Form
from bot.telegram.handlers import welcome
from bot.telegram.tokens import button, menu_button
from bot.telegram.turn import Turn

FORM = "open_question"
SHORTEST_ANSWER = 20
LONGEST_ANSWER = 900


async def offer_to_hand_on(turn: Turn) -> None:
    """Show the question as the coordination would read it, and ask whether to send it."""
    words = _quoted_words(turn)
    territory = await turn.territory()
    if not words or territory is None:
        await welcome.offer_again(turn)
        return
    turn.reply(
        Reply(
            parts=(say("open_question.preview", territory=Verbatim(territory.name), words=Verbatim(clean(words))),),
            buttons=(
                (button(say("button.hand_on"), "hand", "yes"),),
                (button(say("button.do_not_hand_on"), "hand", "no"),),
            ),
            replaces=True,
        )
    )


async def hand(turn: Turn) -> None:
    """The author's choice: to show the question first, to send it, or not."""
    match turn.action[1:]:
        case ["yes"]:
            await _hand_on(turn)
        case ["no"]:
            turn.reply(Reply(parts=(say("open_question.not_sent"),), buttons=((menu_button(),),), replaces=True))
        case _:
            await offer_to_hand_on(turn)


async def show_open(turn: Turn) -> None:
    """/questions: the questions that wait for the coordination, one at a time."""
    await show_next(turn, after=turn.number(2) or 0)


async def show_next(turn: Turn, *, after: int) -> None:
    """The question that follows the one of this number, in the conversation's own territory."""
    territory_id = await _own_territory(turn)
    if territory_id is None:
        turn.say("command.unknown")
        return
    question = await next_open(turn.session, territory_id=territory_id, after=after)
    if question is None:
        home = button(say("button.coord_home"), "mc", "home", territory_id)
        turn.reply(Reply(parts=(say("open_question.none"),), buttons=((home, menu_button()),)))
        return
    waiting = await count_open(turn.session, territory_id=territory_id)
    turn.reply(_card(question, waiting=waiting))


async def decide(turn: Turn) -> None:
    """A button under an open question: answer it, put it aside, see the next."""
    deed = turn.argument(1)
    if deed in ("", "next"):
        await show_open(turn)
        return
    question = await _own_question(turn, turn.number(2))
    if question is None or question.state != QuestionState.OPEN.value:
        await welcome.offer_again(turn)
    elif deed == "answer":
        turn.conversation.form = Form(FORM, "answer", {"question": question.id})
        turn.reply(Reply(parts=(say("open_question.write_answer"),), buttons=((_leave_button(),),)))
    elif deed == "drop":
        await dismiss_question(question)
        turn.reply(Reply(parts=(say("open_question.dismissed"),), buttons=((_next_button(question.id),),)))


async def take_answer(turn: Turn) -> None:
    """The coordination's answer, written in the form."""
    form = turn.conversation.form
    question = await _own_question(turn, form.given["question"]) if form else None
    if question is None or question.state != QuestionState.OPEN.value:
        turn.conversation.form = None
        await welcome.offer_again(turn)
        return
    length = len(turn.text.strip())
    if not SHORTEST_ANSWER <= length <= LONGEST_ANSWER:
        turn.say("open_question.wrong_length", shortest=SHORTEST_ANSWER, longest=LONGEST_ANSWER, length=length)
        return
    await answer_question(question, turn.text, now=turn.now)
    turn.conversation.form = None
    turn.reply(Reply(parts=(say("open_question.answered"),), buttons=((_next_button(question.id),),)))


async def leave(turn: Turn) -> None:
    """Leave the form; what was written before is kept."""
    turn.conversation.form = None
    turn.acknowledge("notice.left_form")
    turn.reply(welcome.menu())


async def _hand_on(turn: Turn) -> None:
    words = _quoted_words(turn)
    territory = await turn.territory()
    if not words or territory is None:
        await welcome.offer_again(turn)
        return
    await hand_on(turn.session, words, territory_id=territory.id, language=turn.language, now=turn.now)
    turn.reply(Reply(parts=(say("open_question.sent"),), buttons=((menu_button(),),), replaces=True))


def _quoted_words(turn: Turn) -> str:
    """The question itself, which our message quotes: it is stored nowhere."""
    message = turn.update.effective_message
    quoted = message.reply_to_message if message else None
    return (quoted.text or quoted.caption or "") if quoted else ""


def _card(question: OpenQuestion, *, waiting: int) -> Reply:
    return Reply(
        parts=(say("open_question.card", count=waiting, day=question.asked_on, words=Verbatim(question.words)),),
        buttons=(
            (button(say("button.answer_question"), "open", "answer", question.id),),
            (button(say("button.drop_question"), "open", "drop", question.id), _next_button(question.id)),
            (menu_button(),),
        ),
    )


def _next_button(number: int) -> Button:
    return button(say("button.next_question"), "open", "next", number)


def _leave_button() -> Button:
    return button(say("button.leave_form"), "leave")


async def _own_territory(turn: Turn) -> int | None:
    """The territory whose coordination speaks: the one of the conversation if they coordinate it, else their first."""
    mine = await coordinated_territories(turn.session, turn.person)
    current = await turn.territory()
    if current is not None and current.id in mine:
        return current.id
    return mine[0] if mine else None


async def _own_question(turn: Turn, number: int | None) -> OpenQuestion | None:
    if number is None:
        return None
    for territory_id in await coordinated_territories(turn.session, turn.person):
        question = await find_question(turn.session, number, territory_id=territory_id)
        if question is not None:
            return question
    return None
