"""Answering a round inside the chat: one tap a question, in one message that changes."""

from __future__ import annotations

from actions.feedback import answering
from actions.feedback.kinds import FeedbackRefused, QuestionKind, RoundState
from actions.feedback.models import FeedbackQuestion, FeedbackRound
from actions.feedback.rounds import find_round, questions_of
from actions.people.models import Person
from actions.reply import Button, Part, Reply, Text, Verbatim, say
from actions.territories.models import Territory
from bot.delivery.conversations import Form
from bot.telegram.handlers.feedback.words import Words, local
from bot.telegram.tokens import button, menu_button, urgent_button
from bot.telegram.turn import Turn

FORM = "feedback"
CHOSEN = "✓ "
PLACE = 3  # where a token names the question


def asked_under(of_round: FeedbackRound) -> str:
    """The reference of every message that asks or reminds: who got one is forgotten with the round."""
    return f"feedback:{of_round.id}"


def notice(of_round: FeedbackRound, territory: Territory, *, questions: int, words: Words) -> tuple[Part, ...]:
    """What a person knows before the first question: who reads, no name, the minimum group, until when."""
    until = local(of_round.closes_at, territory)
    key = "feedback.notice_box" if of_round.kind == "box" else "feedback.notice"
    return (
        say("feedback.title", title=words.of(of_round.title), territory=Verbatim(territory.name)),
        say(key, minimum=of_round.minimum, until=until, count=questions),
    )


def notice_buttons(of_round: FeedbackRound, *, begun: bool) -> tuple[tuple[Button, ...], ...]:
    """Begin or take up again, later, and help."""
    label = "button.feedback_resume" if begun else "button.feedback_begin"
    return (
        (button(say(label), "fb", "q", of_round.id),),
        (button(say("button.feedback_later"), "fb", "later"), urgent_button()),
    )


async def open_notice(turn: Turn) -> None:
    """The screen before the first question."""
    await open_notice_of(turn, int(turn.action[2]))


async def open_notice_of(turn: Turn, round_id: int) -> None:
    """The screen before the first question of this round; FeedbackRefused if the person may not answer it."""
    of_round, person = await _round_of(turn, round_id)
    territory = await turn.session.get_one(Territory, of_round.territory_id)
    given = await answering.read_draft(turn.session, person, of_round, vault=turn.services.vault)
    questions = len(await questions_of(turn.session, of_round))
    turn.reply(
        Reply(
            parts=notice(of_round, territory, questions=questions, words=_words(turn)),
            buttons=notice_buttons(of_round, begun=bool(given)),
        )
    )


async def show_question(turn: Turn) -> None:
    """A question by its place; without a place, the first that is not filled in."""
    of_round, person = await _round_of(turn)
    place = int(turn.action[PLACE]) if len(turn.action) > PLACE else None
    await _show(turn, of_round, person, place=place)


async def choose(turn: Turn) -> None:
    """An option was tapped: keep it and go on; a second tap says the same and changes nothing."""
    of_round, person = await _round_of(turn)
    place, option = int(turn.action[PLACE]), turn.action[4]
    question = await _question(turn, of_round, place)
    await answering.fill_in(turn.session, person, question, option, vault=turn.services.vault)
    await _show(turn, of_round, person, place=place + 1)


async def toggle(turn: Turn) -> None:
    """One of several choices was tapped: put it in or take it out, and stay."""
    of_round, person = await _round_of(turn)
    place, option = int(turn.action[PLACE]), int(turn.action[4])
    question = await _question(turn, of_round, place)
    given = await answering.read_draft(turn.session, person, of_round, vault=turn.services.vault)
    chosen = set(answering.chosen_options(given[question.id])) if question.id in given else set()
    value = ",".join(str(one) for one in sorted(chosen ^ {option})) or None
    await answering.fill_in(turn.session, person, question, value, vault=turn.services.vault)
    await _show(turn, of_round, person, place=place)


async def skip(turn: Turn) -> None:
    """« Passer »: nothing is kept of this question."""
    of_round, person = await _round_of(turn)
    place = int(turn.action[PLACE])
    question = await _question(turn, of_round, place)
    await answering.fill_in(turn.session, person, question, None, vault=turn.services.vault)
    await _show(turn, of_round, person, place=place + 1)


async def later(turn: Turn) -> None:
    """Stop here: what is filled in waits."""
    _leave_form(turn)
    turn.reply(Reply(parts=(say("feedback.later"),), buttons=((menu_button(), urgent_button()),), replaces=True))


async def send(turn: Turn) -> None:
    """Send what was filled in. The button to withdraw holds the only key to it."""
    of_round, person = await _round_of(turn)
    _leave_form(turn)
    secret = await answering.send_answers(turn.session, person, of_round, vault=turn.services.vault, now=turn.now)
    territory = await turn.session.get_one(Territory, of_round.territory_id)
    turn.reply(
        Reply(
            parts=(say("feedback.sent", until=local(of_round.closes_at, territory)),),
            buttons=(
                (button(say("button.feedback_withdraw"), "fb", "w", of_round.id, secret),),
                (menu_button(), urgent_button()),
            ),
            replaces=True,
        )
    )


async def withdraw(turn: Turn) -> None:
    """Take the answers back, for as long as the round is open."""
    of_round = await find_round(turn.session, int(turn.action[2]))
    if of_round is None or turn.person is None:
        raise FeedbackRefused("closed")
    await answering.withdraw_answers(turn.session, turn.person, of_round, secret=turn.action[3], now=turn.now)
    turn.reply(
        Reply(
            parts=(say("feedback.withdrawn"),),
            buttons=((button(say("button.feedback_again"), "fb", "o", of_round.id),), (menu_button(),)),
            replaces=True,
        )
    )


async def take_text(turn: Turn, form: Form, of_round: FeedbackRound, person: Person, *, words: str) -> None:
    """Keep a free text as the answer to the question of the form, and go on."""
    place = int(form.given["place"])
    question = await _question(turn, of_round, place)
    await answering.fill_in(turn.session, person, question, words, vault=turn.services.vault)
    await _show(turn, of_round, person, place=place + 1, fresh=True)


async def _round_of(turn: Turn, round_id: int | None = None) -> tuple[FeedbackRound, Person]:
    """The round of a tap, if this person may answer it; FeedbackRefused says why not."""
    of_round = await find_round(turn.session, int(turn.action[2]) if round_id is None else round_id)
    if of_round is None or of_round.state == RoundState.DRAFT.value:
        raise FeedbackRefused("closed")
    if turn.person is None:
        raise FeedbackRefused("not_a_member")
    await answering.may_answer(turn.session, turn.person, of_round, now=turn.now)
    return of_round, turn.person


async def _question(turn: Turn, of_round: FeedbackRound, place: int) -> FeedbackQuestion:
    questions = await questions_of(turn.session, of_round)
    if not 0 <= place < len(questions):
        raise FeedbackRefused("no_such_option")
    return questions[place]


async def _show(turn: Turn, of_round: FeedbackRound, person: Person, *, place: int | None, fresh: bool = False) -> None:
    questions = await questions_of(turn.session, of_round)
    given = await answering.read_draft(turn.session, person, of_round, vault=turn.services.vault)
    if place is None:
        place = next((number for number, each in enumerate(questions) if each.id not in given), len(questions))
    _leave_form(turn)
    if place >= len(questions):
        turn.reply(_review(of_round, answered=len(given), asked=len(questions), replaces=not fresh))
        return
    question = questions[place]
    if question.kind == QuestionKind.TEXT.value:
        turn.conversation.form = Form(FORM, "text", {"round": of_round.id, "place": place})
    turn.reply(_screen(turn, question, given.get(question.id), place=place, asked=len(questions), replaces=not fresh))


def _screen(
    turn: Turn, question: FeedbackQuestion, value: str | None, *, place: int, asked: int, replaces: bool
) -> Reply:
    words = _words(turn)
    parts: list[Part] = [
        say("feedback.question", place=place + 1, asked=asked, question=words.of(question.words)),
        *_hint(question, value),
    ]
    rows = _option_rows(question, value, place=place, words=words)
    ways = [button(say("button.feedback_skip"), "fb", "s", question.round_id, place)]
    if question.kind == QuestionKind.CHOICES.value and value is not None:
        ways.append(button(say("button.feedback_next"), "fb", "q", question.round_id, place + 1))
    if place:
        ways.insert(0, button(say("button.feedback_back"), "fb", "q", question.round_id, place - 1))
    if question.kind == QuestionKind.TEXT.value and value is not None:
        ways.append(button(say("button.feedback_keep"), "fb", "q", question.round_id, place + 1))
    last = (button(say("button.feedback_later"), "fb", "later"), urgent_button())
    return Reply(parts=tuple(parts), buttons=(*rows, tuple(ways), last), replaces=replaces)


def _hint(question: FeedbackQuestion, value: str | None) -> list[Text]:
    match QuestionKind(question.kind):
        case QuestionKind.CHOICES:
            return [say("feedback.hint_choices")]
        case QuestionKind.TEXT:
            kept = [say("feedback.hint_kept", words=Verbatim(value))] if value is not None else []
            return [say("feedback.hint_text", most=answering.LONGEST_TEXT), *kept]
        case _:
            return []


def _option_rows(
    question: FeedbackQuestion, value: str | None, *, place: int, words: Words
) -> list[tuple[Button, ...]]:
    chosen = answering.chosen_options(value) if value is not None and question.options else []
    verb = "t" if question.kind == QuestionKind.CHOICES.value else "a"
    return [
        (
            button(
                Verbatim((CHOSEN if number in chosen else "") + words.option(question, number)),
                "fb",
                verb,
                question.round_id,
                place,
                number,
            ),
        )
        for number in range(len(question.options))
    ]


def _review(of_round: FeedbackRound, *, answered: int, asked: int, replaces: bool) -> Reply:
    back = button(say("button.feedback_back"), "fb", "q", of_round.id, asked - 1)
    if not answered:
        return Reply(
            parts=(say("feedback.review_empty"),),
            buttons=((back,), (menu_button(), urgent_button())),
            replaces=replaces,
        )
    return Reply(
        parts=(say("feedback.review", answered=answered, skipped=asked - answered),),
        buttons=(
            (button(say("button.feedback_send"), "fb", "send", of_round.id),),
            (back, button(say("button.feedback_later"), "fb", "later")),
        ),
        replaces=replaces,
    )


def _leave_form(turn: Turn) -> None:
    if turn.conversation.form is not None and turn.conversation.form.name == FORM:
        turn.conversation.form = None


def _words(turn: Turn) -> Words:
    return Words(turn.services.renderer, turn.language)
