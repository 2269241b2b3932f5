"""« Mes données »: see, take away, erase."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

from actions.people import my_data
from actions.people.service import record_access
from actions.reply import IfUnknown, Reply, Urgency, say
from bot.delivery.outbox import Call, File, forget_chat
from bot.telegram.handlers import welcome
from bot.telegram.tokens import button, menu_button
from bot.telegram.turn import Turn

EXPORT_NAME = "mes-donnees.json"


async def show(turn: Turn) -> None:
    """What is kept about the person, in a few lines, with the ways to take it away or erase it."""
    if turn.person is None:
        turn.reply(Reply(parts=(say("data.nothing"),), buttons=((menu_button(),),)))
        return
    kept = await my_data.view(turn.session, turn.person, sections=turn.services.data_sections)
    lines = tuple(say(f"data.section_{name}", count=len(rows)) for name, rows in kept.items())
    turn.reply(
        Reply(
            parts=(say("data.intro"), *lines, say("data.outro")),
            buttons=(
                (button(say("button.data_export"), "data", "export"),),
                (button(say("button.data_erase"), "data", "erase"),),
                (menu_button(),),
            ),
        )
    )


async def export(turn: Turn) -> None:
    """Everything kept about the person, as a JSON file."""
    if turn.person is None:
        await show(turn)
        return
    kept = await my_data.view(turn.session, turn.person, sections=turn.services.data_sections)
    await record_access(
        turn.session, actor=turn.person.fingerprint, deed="export own data", territory_id=None, now=turn.now
    )
    content = json.dumps(kept, ensure_ascii=False, indent=2).encode()
    caption = turn.services.renderer.plain(say("data.export_caption"), language=turn.language)
    await turn.services.outbox.put(
        turn.session,
        Call("send_document", {"caption": caption}, files={"document": File(EXPORT_NAME, content)}),
        chat=turn.chat,
        language=turn.language,
        urgency=Urgency.LIVE,
        if_unknown=IfUnknown.ASK,
        now=turn.now,
    )


async def ask_to_erase(turn: Turn) -> None:
    """Say what erasing means before doing it."""
    if turn.person is None:
        await show(turn)
        return
    turn.reply(
        Reply(
            parts=(say("data.erase_question"),),
            buttons=(
                (button(say("button.data_erase_yes"), "data", "erased"),),
                (button(say("button.data_erase_no"), "data"),),
            ),
        )
    )


async def erase(turn: Turn) -> None:
    """Erase, and give a receipt."""
    if turn.person is None:
        await show(turn)
        return
    account = turn.person.fingerprint
    zone = ZoneInfo(await turn.time_zone())
    receipt = await my_data.erase(turn.session, turn.person, sections=turn.services.data_sections, now=turn.now)
    await forget_chat(turn.session, account)
    turn.person = None
    turn.conversation.form = None
    turn.conversation.parked.clear()
    turn.conversation.memory = type(turn.conversation.memory)()
    turn.reply(
        Reply(
            parts=(say("data.receipt", count=sum(receipt.erased.values()), at=receipt.at.astimezone(zone)),),
            buttons=((menu_button(),),),
        )
    )


STEPS = {"export": export, "erase": ask_to_erase, "erased": erase}


async def step(turn: Turn) -> None:
    """One of the buttons of « mes données »."""
    if len(turn.action) == 1:
        await show(turn)
        return
    deed = STEPS.get(turn.action[1], welcome.offer_again)
    await deed(turn)
