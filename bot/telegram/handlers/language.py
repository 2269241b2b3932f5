"""The language and the register."""

from __future__ import annotations

from actions.language import Language
from actions.reply import Reply, say
from bot.telegram.handlers import welcome
from bot.telegram.tokens import button, menu_button
from bot.telegram.turn import Turn


async def offer(turn: Turn) -> None:
    """The languages to choose from."""
    rows = tuple((button(say(f"button.language_{language.value}"), "lang", language.value),) for language in Language)
    turn.reply(Reply(parts=(say("language.choose"),), buttons=(*rows, (menu_button(),))))


async def choose(turn: Turn) -> None:
    """Keep the language chosen by button; without one, offer the choice."""
    if len(turn.action) == 1:
        await offer(turn)
        return
    try:
        chosen = Language(turn.action[1])
    except ValueError:
        await welcome.offer_again(turn)
        return
    await _keep(turn, chosen)


async def simplify(turn: Turn, _intent: str = "") -> None:
    """Simplified French, or back from it; shows the last answer again in the new register."""
    chosen = Language.FRENCH if turn.language is Language.SIMPLE_FRENCH else Language.SIMPLE_FRENCH
    await _keep(turn, chosen)


async def _keep(turn: Turn, chosen: Language) -> None:
    turn.language = chosen
    person = await turn.known_person()
    person.language = chosen.value
    rows = [(menu_button(),)]
    if turn.conversation.memory.intent is not None:
        rows.insert(0, (button(say("button.show_answer_again"), "ask", turn.conversation.memory.intent),))
    turn.reply(Reply(parts=(say("language.kept"),), buttons=tuple(rows)))
