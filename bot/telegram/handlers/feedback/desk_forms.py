"""What the coordination types: titles, questions, options, the number that confirms, themes and follow-ups."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from actions.feedback.kinds import FeedbackRefused, FollowUpState, QuestionKind
from actions.feedback.members import count_audience
from actions.feedback.models import Wording
from actions.feedback.rounds import add_question, announce, draft_round
from actions.language import Language
from actions.reply import Reply, say
from actions.territories.models import Territory
from bot.delivery.conversations import Form
from bot.telegram.handlers.feedback import composing, desk, following_up
from bot.telegram.handlers.feedback.refusals import refuse
from bot.telegram.tokens import button
from bot.telegram.turn import Turn

LONGEST_TITLE = 40
LONGEST_QUESTION = 250
LONGEST_OPTION = 40
LEAST_OPTIONS = 2
MOST_OPTIONS = 8


async def take_message(turn: Turn) -> None:
    """The next thing a coordinator types in a form of the desk."""
    form = turn.conversation.form
    if form is None:
        return
    if not turn.text.strip():
        turn.say("feedback.words_please")
        return
    try:
        await STEPS[form.step](turn, form, turn.text.strip())
    except FeedbackRefused as refused:
        turn.conversation.form = None
        await refuse(turn, refused)


async def begin_question(turn: Turn) -> None:
    """A question of one's own: its words in French first."""
    drafted = await desk.own_round(turn)
    kind = QuestionKind(turn.action[3])
    turn.conversation.form = Form(
        composing.FORM,
        "words",
        {
            "round": drafted.id,
            "kind": kind.value,
            "language": Language.FRENCH.value,
            "words": {},
            "options": {},
        },
    )
    part = say("feedback.ask_words", most=LONGEST_QUESTION)
    turn.reply(Reply(parts=(part,), buttons=(desk.back(drafted.territory_id),)))


async def skip_language(turn: Turn) -> None:
    """Leave a language out: people who chose it read the French."""
    form = turn.conversation.form
    if form is None or form.name != composing.FORM or form.given.get("language") == Language.FRENCH.value:
        raise ValueError("no such button")
    await _next_language(turn, form)


async def _title(turn: Turn, form: Form, words: str) -> None:
    if len(words) > LONGEST_TITLE:
        turn.reply(Reply(parts=(say("feedback.too_long", most=LONGEST_TITLE),)))
        return
    form.given["words"][form.given["language"]] = words
    await _next_language(turn, form)


async def _words(turn: Turn, form: Form, words: str) -> None:
    if len(words) > LONGEST_QUESTION:
        turn.reply(Reply(parts=(say("feedback.too_long", most=LONGEST_QUESTION),)))
        return
    form.given["words"][form.given["language"]] = words
    if form.given["kind"] in (QuestionKind.CHOICE.value, QuestionKind.CHOICES.value):
        form.step = "options"
        turn.reply(Reply(parts=(say("feedback.ask_options", most=MOST_OPTIONS, longest=LONGEST_OPTION),)))
        return
    await _next_language(turn, form)


async def _options(turn: Turn, form: Form, words: str) -> None:
    options = [line.strip() for line in words.splitlines() if line.strip()]
    in_french = form.given["options"].get(Language.FRENCH.value, options)
    fits = LEAST_OPTIONS <= len(options) <= MOST_OPTIONS and len(options) == len(in_french)
    if not fits or max(len(option) for option in options) > LONGEST_OPTION:
        number = max(len(in_french), LEAST_OPTIONS)
        part = say("feedback.wrong_options", number=number, longest=LONGEST_OPTION, most=MOST_OPTIONS)
        turn.reply(Reply(parts=(part,)))
        return
    form.given["options"][form.given["language"]] = options
    await _next_language(turn, form)


async def _next_language(turn: Turn, form: Form) -> None:
    """Ask for the same words in the next language of the group; after the last, the title or the question is made."""
    is_title = "territory" in form.given
    after = await _languages_left(turn, form)
    if not after:
        await (_finish_title if is_title else _finish_question)(turn, form)
        return
    form.given["language"] = after[0].value
    form.step = "title" if is_title else "words"
    key = "feedback.ask_title_translation" if is_title else "feedback.ask_translation"
    turn.reply(
        Reply(
            parts=(say(key, language=say(f"feedback.language_{after[0].value}")),),
            buttons=((button(say("button.feedback_skip_language"), "fc", "skip"),),),
        )
    )


async def _languages_left(turn: Turn, form: Form) -> list[Language]:
    if "territory" in form.given:
        territory = await desk.own_territory(turn, int(form.given["territory"]))
    else:
        drafted = await desk.own_round(turn, int(form.given["round"]))
        territory = await desk.own_territory(turn, drafted.territory_id)
    languages = composing.languages_of(territory)
    return languages[languages.index(Language(form.given["language"])) + 1 :]


async def _finish_title(turn: Turn, form: Form) -> None:
    territory_id = int(form.given["territory"])
    drafted = await draft_round(turn.session, territory_id=territory_id, title=form.given["words"], now=turn.now)
    await composing.show_draft(turn, drafted)


async def _finish_question(turn: Turn, form: Form) -> None:
    drafted = await desk.own_round(turn, int(form.given["round"]))
    listed: Mapping[str, list[str]] = form.given["options"]
    number = len(listed.get(Language.FRENCH.value, []))
    options: list[Wording] = [{language: each[place] for language, each in listed.items()} for place in range(number)]
    kind = QuestionKind(form.given["kind"])
    await add_question(turn.session, drafted, kind=kind, words=form.given["words"], options=options)
    await composing.show_draft(turn, drafted)


async def _confirm(turn: Turn, form: Form, words: str) -> None:
    """The typed number must be the number of people, counted again now."""
    drafted = await desk.own_round(turn, int(form.given["round"]))
    territory = await turn.session.get_one(Territory, drafted.territory_id)
    audience = await count_audience(turn.session, territory_id=drafted.territory_id, audience=drafted.audience)
    if words != str(audience.total):
        turn.reply(
            Reply(
                parts=(say("feedback.wrong_number", total=audience.total),),
                buttons=((button(say("button.feedback_draft"), "fc", "r", drafted.id),),),
            )
        )
        return
    chosen = composing.plan_of(form.given["plan"])
    total = await announce(turn.session, drafted, asking=chosen.asking(territory, now=turn.now), now=turn.now)
    turn.conversation.form = None
    turn.reply(Reply(parts=(say("feedback.announced", total=total),), buttons=(desk.back(drafted.territory_id),)))


async def _theme(turn: Turn, form: Form, words: str) -> None:
    await following_up.set_theme_in_words(turn, key=form.given["text"], theme=words, place=int(form.given["place"]))


async def _said(turn: Turn, form: Form, words: str) -> None:
    form.given["said"] = words
    form.step = "state"
    states = tuple(
        (button(say(f"button.feedback_{state.value}"), "fc", "state", state.value),) for state in FollowUpState
    )
    turn.reply(Reply(parts=(say("feedback.ask_state"),), buttons=states))


async def _state_first(turn: Turn, form: Form, _words: str) -> None:
    turn.say("feedback.choose_state")


async def _done(turn: Turn, form: Form, words: str) -> None:
    of_round = await desk.own_round(turn, int(form.given["round"]))
    state = FollowUpState(form.given["state"])
    await following_up.write(turn, of_round, said=form.given["said"], state=state, done=words)


async def choose_state(turn: Turn) -> None:
    """What became of it: done, planned, not possible."""
    form = turn.conversation.form
    if form is None or form.name != composing.FORM or "said" not in form.given:
        raise ValueError("no such button")
    state = FollowUpState(turn.action[2])
    form.given["state"] = state.value
    form.step = "done"
    turn.reply(Reply(parts=(say(f"feedback.ask_{state.value}"),)))


STEPS: Mapping[str, Callable[[Turn, Form, str], Awaitable[None]]] = {
    "title": _title,
    "words": _words,
    "options": _options,
    "confirm": _confirm,
    "theme": _theme,
    "said": _said,
    "state": _state_first,
    "done": _done,
}
