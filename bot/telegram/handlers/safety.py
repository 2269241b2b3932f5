"""Someone may be in danger: the help card before anything else, and each way on from it."""

from __future__ import annotations

from dataclasses import replace

from actions.answers.tongue import language_of
from actions.language import Language
from actions.people.identity import Vault
from actions.people.service import pause_solicitations
from actions.reply import Button, HelpCard, HelpLines, IfUnknown, Reply, Urgency, say
from actions.safety.cards import Choice
from actions.safety.levels import Assessment, Level, card_of
from actions.safety.spoken_choices import choice_of_words
from bot.delivery.chat import Chat, chat_for
from bot.telegram.locality import locality_of
from bot.telegram.tokens import button, menu_button
from bot.telegram.turn import Turn

DISCREET = "discreet"
LEVEL_OF_INTENT = {
    "crise_suicidaire": Level.EXPLICIT,
    "crise_danger": Level.VIOLENCE,
    "proche_idees_suicidaires": Level.THIRD_PARTY,
}
FIRST_LINES = ("15", "112", "114", "17", "3114")
OTHER_LINES = (
    "119",
    "3919",
    "3133",
    "3018",
    "fil_sante_jeunes",
    "sos_amitie",
    "suicide_ecoute",
    "sos_help",
    "unafam",
    "drogues_info_service",
    "croix_rouge_ecoute",
    "115",
    "18",
)


async def show_card(turn: Turn) -> None:
    """The card of the danger that was seen. Reminders and surveys to this person rest for a day."""
    await _show(turn, turn.assessment)


async def show_card_for_intent(turn: Turn, intent: str) -> None:
    """The card of a danger that the language model has seen."""
    await _show(turn, card_of(LEVEL_OF_INTENT[intent]))


async def show_card_discreetly(turn: Turn) -> None:
    """In a group: the card in private, and in public nothing that tells why."""
    await _show(turn, turn.assessment)
    card = turn.replies.pop()
    await turn.send_in_private(card, reference=discreet_reference(turn.chat))
    turn.reply(Reply(parts=(HelpCard("group_public"),), urgency=Urgency.CRISIS, if_unknown=IfUnknown.DROP))


def discreet_reference(group: Chat) -> str:
    """Marks a card sent in private for what was said in a group.

    If the person cannot be written to, the group is told where to find us.
    """
    return f"{DISCREET}:{group.id}:{group.thread or 0}"


def group_of_reference(reference: str | None, *, vault: Vault) -> Chat | None:
    """The group of such a mark, or None for any other reference."""
    if reference is None or not reference.startswith(f"{DISCREET}:"):
        return None
    _, chat_id, thread = reference.split(":")
    return chat_for(int(chat_id), vault=vault, thread=int(thread) or None)


def unreachable_in_private(*, username: str) -> Reply:
    """What the group reads then: nothing that tells why, and a way to us."""
    return Reply(
        parts=(HelpCard("group_unreachable"),),
        buttons=((Button(say("button.write_in_private"), url=f"https://t.me/{username}?start=urgence"),),),
        urgency=Urgency.CRISIS,
        if_unknown=IfUnknown.DROP,
    )


async def answer_direct_question(turn: Turn) -> None:
    """A choice under a card. A « non » never closes the door: the numbers stay one tap away."""
    try:
        choice = Choice(turn.action[1])
    except (ValueError, IndexError):
        choice = Choice.AGAIN
    await _answer_choice(turn, choice)


def typed_choice(turn: Turn) -> Choice | None:
    """The choice that is typed under the card that was said last, if the message is one."""
    return choice_of_words(turn.text, offered=[Choice(name) for name in turn.conversation.memory.choices])


async def answer_typed_choice(turn: Turn) -> None:
    """« Oui », « non », « c’est pour un ami », typed under a card: answered like its button."""
    await _answer_choice(turn, typed_choice(turn) or Choice.AGAIN)


async def _answer_choice(turn: Turn, choice: Choice) -> None:
    turn.language = Language(turn.conversation.memory.card_language or turn.language)
    if turn.person is not None:
        await pause_solicitations(turn.session, turn.person, now=turn.now)
    reply = turn.services.cards.for_choice(
        choice, chat_key=turn.chat.key, language=turn.language, locality=await locality_of(turn)
    )
    _expect_choice(turn, reply)
    turn.reply(replace(reply, buttons=(*reply.buttons, (menu_button(),))))


async def show_help_lines(turn: Turn) -> None:
    """/urgence: the numbers, the vital ones first. With `more`, the others."""
    wants_more = turn.action[1:] == ["more"]
    parts = (
        (say("urgent.more"), HelpLines(OTHER_LINES))
        if wants_more
        else (say("urgent.body"), HelpLines(FIRST_LINES), say("urgent.program"))
    )
    more = button(say("button.urgent"), "sos") if wants_more else button(say("button.more_lines"), "sos", "more")
    turn.reply(
        Reply(
            parts=parts,
            buttons=((more,), (menu_button(),)),
            urgency=Urgency.CRISIS,
            if_unknown=IfUnknown.RESEND,
        )
    )


async def _show(turn: Turn, danger: Assessment) -> None:
    if turn.person is not None:
        await pause_solicitations(turn.session, turn.person, now=turn.now)
    usual, turn.language = turn.language, language_of(turn.text, usual=turn.language)
    turn.conversation.memory.card_language = None if turn.language is usual else turn.language.value
    card = turn.services.cards.for_danger(
        danger, chat_key=turn.chat.key, language=turn.language, locality=await locality_of(turn)
    )
    _expect_choice(turn, card)
    turn.reply(card)


def _expect_choice(turn: Turn, card: Reply) -> None:
    """Remember what the card asks, so that a typed answer is one."""
    if turn.chat.is_group:
        return
    pressed = [choice.action.partition(":")[2] for row in card.buttons for choice in row]
    turn.conversation.memory.choices = [name for name in pressed if name in set(Choice)]
