"""Questions in free text or by button: answered, offered as a choice, or honestly not known."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from actions import ACTIONS, Action
from actions.answers.followups import Followup, Gist, read_followup
from actions.answers.service import NO_INTENT, Verdict, count_verdict
from actions.answers.temper import is_outburst
from actions.answers.tongue import looks_english, looks_french
from actions.answers.topics import TOPICS
from actions.directory.needs import OF_INTENT, need_of_words
from actions.language import Language
from actions.reply import Answer, Button, Reply, say
from bot.nlu.folding import folded
from bot.nlu.routing import COURTESY, Crisis, Lost, Ordinary, Sure, Unsure, decide
from bot.nlu.understanding import Understanding
from bot.telegram.handlers import councils, language, my_data, near_me, small_talk, welcome
from bot.telegram.handlers.feedback import entry as feedback
from bot.telegram.handlers.mediation import begin
from bot.telegram.handlers.meetings import asking as meetings
from bot.telegram.handlers.meetings import joining
from bot.telegram.handlers.safety import show_card_for_intent
from bot.telegram.tokens import button, menu_button, question_button, urgent_button
from bot.telegram.turn import Turn

RATINGS_REMEMBERED = 10
NEAR_ME = "near_me"
SHOWN_TOGETHER = frozenset({Action.ANSWER, Action.SHOW_MEETINGS})  # they only show something
LOOKED_UP = frozenset({Action.FIND_HELP, Action.FIND_COUNCIL})


async def understand(turn: Turn) -> None:
    """Act on a message in free text, once the language model has read it."""
    if turn.understanding is None:
        raise ValueError("this message has not been read yet")
    turn.conversation.memory.told_to_wait = False
    followup = read_followup(turn.text, about=turn.conversation.memory.intent)
    if await near_me.follow(turn):
        _offer_language(turn)
        return
    if followup is not None:
        await _follow_up(turn, followup)
    elif isinstance(decide(turn.understanding), Crisis) or not await _answer_each(turn):
        await _act_on_decision(turn, turn.understanding)
    _offer_language(turn)


async def _act_on_decision(turn: Turn, understanding: Understanding) -> None:
    decision = decide(understanding)
    if isinstance(decision, Crisis):
        if decision.first:
            await show_card_for_intent(turn, decision.intent)
            return
        turn.add_line()
        decision = decision.beside
    if await meetings.take_up(turn) or await near_me.take_up(turn, _intents(decision)):
        return
    if small_talk.is_bare(turn.text) and (turn.person is None or isinstance(decision, Lost)):
        await small_talk.go_on(turn)
        return
    if is_outburst(folded(turn.text)) and not _answers(decision):
        await small_talk.stay_calm(turn)
        return
    match decision:
        case Sure(intent):
            await act_on(turn, intent)
        case Unsure(intents):
            turn.reply(_choice(intents))
        case Lost():
            await admit_ignorance(turn)


async def _follow_up(turn: Turn, followup: Followup) -> None:
    """A short question about the last answer."""
    about = turn.conversation.memory.intent or ""
    match followup.gist:
        case Gist.SIMPLER:
            await _say_more_simply(turn, about)
        case Gist.PLACE:
            await _look_elsewhere(turn, about)
        case Gist.COST | Gist.AUDIENCE:
            if turn.conversation.memory.need is None or not await near_me.take_up(turn, ()):
                await act_on(turn, followup.intent or about)


async def _look_elsewhere(turn: Turn, about: str) -> None:
    """« Et à Roubaix ? »: the same question for another place."""
    intent = "clsm_trouver_contact" if about.startswith("clsm_") else "aide_trouver_localement"
    if not await near_me.take_up(turn, (intent,)):
        await act_on(turn, intent)


async def _say_more_simply(turn: Turn, intent: str) -> None:
    """The last answer in simplified French; in English, where there is no simpler form, a person."""
    if turn.language is Language.ENGLISH:
        _own_up_to_one_register(turn)
        return
    turn.language = Language.SIMPLE_FRENCH  # for this answer only: keeping it is the person's choice
    await answer(turn, intent)
    always = button(say("button.always_simple"), "lang", Language.SIMPLE_FRENCH.value)
    turn.replies[-1] = replace(turn.replies[-1], buttons=((always,), *turn.replies[-1].buttons))


async def _simplify(turn: Turn, intent: str) -> None:
    """« Plus simple »: simplified French. Somebody who writes English chooses: they may mean the answer."""
    if turn.language is Language.ENGLISH:
        _own_up_to_one_register(turn)
        return
    await language.simplify(turn, intent)


def _own_up_to_one_register(turn: Turn) -> None:
    simple = button(say(f"button.language_{Language.SIMPLE_FRENCH.value}"), "lang", Language.SIMPLE_FRENCH.value)
    contact = button(say("button.contact"), "contact")
    turn.reply(Reply(parts=(say("answer.not_clear"),), buttons=((contact,), (simple,), (menu_button(),))))


async def _answer_each(turn: Turn) -> bool:
    """Answer two or three questions of one message, if each is clear and they differ.

    Where one of them asks for a deed, as to write to somebody, the person chooses which comes first. What asks for a
    place is read as a whole: the place may stand in the other half.
    """
    decisions = [decide(understanding) for understanding in turn.questions]
    intents = tuple(dict.fromkeys(decision.intent for decision in decisions if isinstance(decision, Sure)))
    deeds = {ACTIONS[intent] for intent in intents}
    if not len(intents) == len(decisions) > 1 or COURTESY & set(intents) or deeds & LOOKED_UP:
        return False
    if not deeds <= SHOWN_TOGETHER:
        turn.reply(_choice(intents))
        return True
    for intent in intents:
        await act_on(turn, intent)
    return True


def _offer_language(turn: Turn) -> None:
    """Under an answer to a message in the other language, one button to switch."""
    if turn.language is Language.ENGLISH and looks_french(turn.text):
        offer = button(say("button.switch_to_french"), "lang", Language.FRENCH.value)
    elif turn.language.is_french and looks_english(turn.text):
        offer = button(say("button.switch_to_english"), "lang", Language.ENGLISH.value)
    else:
        return
    if turn.replies:
        last = turn.replies[-1]
        turn.replies[-1] = replace(last, buttons=((offer,), *last.buttons))


async def continue_search(turn: Turn) -> None:
    """What is said while we wait for a place or a need: part of the search, or a question like any other."""
    await _continue(turn, near_me.receive)


async def continue_council_search(turn: Turn) -> None:
    """What is said while we wait for the commune whose council is sought."""
    await _continue(turn, councils.receive)


async def ask(turn: Turn) -> None:
    """A question chosen by button."""
    intent = turn.argument(1)
    if intent not in ACTIONS:
        await welcome.offer_again(turn)
        return
    await act_on(turn, intent)


async def act_on(turn: Turn, intent: str) -> None:
    """Do what an intent calls for."""
    await DEEDS[ACTIONS[intent]](turn, intent)


async def answer(turn: Turn, intent: str) -> None:
    """Show the answer of an intent, what may be asked next, and whether it helped."""
    territory = turn.conversation.memory.territory
    entry = turn.services.renderer.phrasebook.answers.get(intent, turn.language, territory=territory)
    if entry is None:
        await admit_ignorance(turn)
        return
    turn.conversation.memory.intent = intent
    if intent.startswith("clsm_"):
        turn.conversation.memory.need = None  # « et à Roubaix ? » asks for a council now
    rows: list[tuple[Button, ...]] = [(question_button(related),) for related in entry.front.related]
    if intent in OF_INTENT:
        rows.append((button(say("button.near_start"), "near", "n", OF_INTENT[intent].value),))
    rows.append(
        (
            button(say("button.useful"), "rate", intent, Verdict.USEFUL.value),
            button(say("button.useless"), "rate", intent, Verdict.USELESS.value),
        )
    )
    rows.append((button(say("button.contact"), "contact"), menu_button()))
    turn.reply(Reply(parts=(Answer(intent, territory),), buttons=tuple(rows)))


async def rate(turn: Turn) -> None:
    """« Utile » or « Pas utile »: counted once a message, of nobody."""
    intent, verdict = turn.argument(1), turn.argument(2)
    message = turn.update.effective_message
    rated = turn.conversation.memory.rated
    if message is None or intent not in ACTIONS or verdict not in (Verdict.USEFUL, Verdict.USELESS):
        await welcome.offer_again(turn)
        return
    if message.message_id in rated:
        turn.acknowledge("notice.already_rated")
        return
    turn.conversation.memory.rated = [*rated, message.message_id][-RATINGS_REMEMBERED:]
    await count_verdict(turn.session, Verdict(verdict), intent=intent, language=turn.language, now=turn.now)
    if verdict == Verdict.USEFUL:
        turn.acknowledge("notice.rated_useful")
        return
    turn.acknowledge("notice.rated_useless")
    turn.reply(
        Reply(
            parts=(say("answer.not_useful"),),
            buttons=((button(say("button.contact"), "contact"),), (menu_button(), urgent_button())),
        )
    )


async def show_topic(turn: Turn) -> None:
    """The questions of one topic of the menu."""
    name = turn.argument(1)
    if name == NEAR_ME:
        await near_me.start(turn)
        return
    if name not in TOPICS:
        await welcome.offer_again(turn)
        return
    known = turn.services.renderer.phrasebook.answers.intents
    rows = [(question_button(intent),) for intent in TOPICS[name] if intent in known]
    turn.reply(Reply(parts=(say(f"topic.{name}"),), buttons=(*rows, (menu_button(), urgent_button()))))


async def admit_ignorance(turn: Turn, _intent: str = "") -> None:
    """Say that we do not know, and who might. The question is counted, its words are not kept."""
    await count_verdict(turn.session, Verdict.UNANSWERED, intent=NO_INTENT, language=turn.language, now=turn.now)
    need = need_of_words(turn.text)
    search = button(say("button.near_start"), "near", "n", need.value) if need else None
    has_territory = turn.conversation.memory.territory is not None
    turn.reply(
        Reply(
            parts=(say("question.unknown"),),
            quotes=True,
            buttons=(
                *(((button(say("button.offer_to_hand_on"), "hand"),),) if has_territory and turn.text else ()),
                (search or button(say("button.topic_near_me"), "topic", "near_me"), menu_button()),
                (button(say("button.contact"), "contact"), urgent_button()),
            ),
        )
    )


async def _continue(turn: Turn, receive: Callable[[Turn], Awaitable[bool]]) -> None:
    if await receive(turn):
        return
    if turn.understanding is None:
        near_me.ask_place(turn, again=True)
        return
    turn.conversation.form = None
    await understand(turn)


def _answers(decision: Ordinary) -> bool:
    """Whether what was understood is a question with an answer, however rudely it is put."""
    return isinstance(decision, Sure) and ACTIONS[decision.intent] in (Action.ANSWER, Action.FIND_HELP)


def _intents(decision: Ordinary) -> tuple[str, ...]:
    match decision:
        case Sure(intent):
            return (intent,)
        case Unsure(intents):
            return intents
        case _:
            return ()


def _choice(intents: tuple[str, ...]) -> Reply:
    rows = [(question_button(intent),) for intent in intents]
    return Reply(
        parts=(say("question.choose"),),
        buttons=(*rows, (button(say("button.none_of_these"), "none"),), (menu_button(), urgent_button())),
    )


DEEDS: dict[Action, Callable[[Turn, str], Awaitable[None]]] = {
    Action.ANSWER: answer,
    Action.FIND_HELP: lambda turn, _: near_me.start(turn),
    Action.FIND_COUNCIL: councils.find,
    Action.SHOW_HELP_CARD: show_card_for_intent,
    Action.ADMIT_IGNORANCE: admit_ignorance,
    Action.GREET: small_talk.greet,
    Action.THANK: small_talk.thank,
    Action.SAY_GOODBYE: small_talk.say_goodbye,
    Action.SHOW_MENU: lambda turn, _: welcome.show_menu(turn),
    Action.WRITE_TO_COORDINATION: begin.begin,
    Action.FOLLOW_REQUEST: begin.begin,
    Action.SHOW_MEETINGS: meetings.show_meetings,
    Action.ANSWER_INVITATION: meetings.answer_in_words,
    Action.PROPOSE_SUBJECT: meetings.begin_proposal,
    Action.TURN_REMINDERS_ON: joining.offer,
    Action.TURN_REMINDERS_OFF: joining.offer_to_stop,
    Action.GIVE_FEEDBACK: feedback.give,
    Action.SHOW_FEEDBACK_RESULTS: feedback.what_became,
    Action.SHOW_MY_DATA: lambda turn, _: my_data.show(turn),
    Action.CHOOSE_LANGUAGE: lambda turn, _: language.offer(turn),
    Action.SIMPLIFY: _simplify,
    Action.REPEAT: small_talk.repeat,
}
