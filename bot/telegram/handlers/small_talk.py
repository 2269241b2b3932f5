"""Greetings, thanks, good-byes: brief, human, varied."""

from __future__ import annotations

from actions.reply import Reply, say
from bot.nlu.folding import folded
from bot.telegram.handlers import welcome
from bot.telegram.tokens import button, menu_button, question_button, urgent_button
from bot.telegram.turn import Turn

VARIANTS = 3
BARE = frozenset("oui ouais non nan ok okay yes yeah no nope hein quoi bon".split()) | {"", "d accord"}


async def greet(turn: Turn, _intent: str) -> None:
    """Hello, and what can be asked."""
    turn.reply(Reply(parts=(say(_varied(turn, "talk.hello")),), buttons=welcome.menu_buttons()))


async def thank(turn: Turn, _intent: str) -> None:
    """You are welcome."""
    turn.reply(Reply(parts=(say(_varied(turn, "talk.welcome")),), buttons=((menu_button(), urgent_button()),)))


async def say_goodbye(turn: Turn, _intent: str) -> None:
    """Good-bye, with the door left open."""
    turn.reply(Reply(parts=(say(_varied(turn, "talk.goodbye")),), buttons=((menu_button(), urgent_button()),)))


async def stay_calm(turn: Turn) -> None:
    """Hard words: no offence taken, and a person offered."""
    contact = button(say("button.contact"), "contact")
    turn.reply(Reply(parts=(say(_varied(turn, "talk.calm")),), buttons=((contact,), (menu_button(), urgent_button()))))


def is_bare(text: str) -> bool:
    """True for a word that answers nothing we asked: « oui », « ok », a sign, a picture."""
    return folded(text) in BARE


async def go_on(turn: Turn) -> None:
    """We are still here: what can be asked."""
    turn.reply(Reply(parts=(say("talk.go_on"),), buttons=((menu_button(), urgent_button()),)))


async def repeat(turn: Turn, _intent: str) -> None:
    """The last answer once more, or the menu if there was none within the hour."""
    intent = turn.conversation.memory.intent
    if intent is None:
        await welcome.show_menu(turn)
        return
    turn.reply(Reply(parts=(say("talk.repeat"),), buttons=((question_button(intent),), (menu_button(),))))


def _varied(turn: Turn, key: str) -> str:
    return f"{key}_{turn.update.update_id % VARIANTS + 1}"
