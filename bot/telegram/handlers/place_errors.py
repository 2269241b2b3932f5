"""Saying that something about a place is wrong: what, by button, and if one likes in a few words. Nobody is named."""

from __future__ import annotations

from actions.answers.cleaning import HIDDEN, clean
from actions.directory.models import ReportReason, Resource
from actions.directory.reports import add_words, report
from actions.people.rights import coordination_of
from actions.reply import IfUnknown, Part, Reply, Urgency, Verbatim, say
from actions.territories.councils import councils_of
from bot.delivery.conversations import Form
from bot.telegram.handlers import near_me
from bot.telegram.tokens import button, menu_button
from bot.telegram.turn import Turn

FORM = "place_error"
REASON = 3  # the place of the reason in a token
SHORTEST = 3  # letters, beside what is hidden


async def tell_error(turn: Turn, resource: Resource) -> None:
    """What is wrong, by button; then thanks, and room for a few words. Who said it is written nowhere."""
    reason = turn.argument(REASON)
    if reason not in set(ReportReason):
        rows = [
            (button(say(f"button.wrong_{each.value}"), "near", "err", resource.id, each.value),)
            for each in ReportReason
        ]
        turn.reply(
            Reply(parts=(say("near.what_is_wrong", name=Verbatim(resource.name)),), buttons=(*rows, (menu_button(),)))
        )
        return
    is_new = await report(turn.session, resource, reason=ReportReason(reason), now=turn.now)
    notice = say("desk.error_reported", name=Verbatim(resource.name), reason=say(f"wrong.{reason}"))
    told = await _tell_coordinations(turn, resource, notice) if is_new else True
    turn.reply(
        Reply(
            parts=(say("near.error_told" if told else "near.error_noted"),),
            buttons=(
                (button(say("button.near_add_words"), "near", "words", resource.id, reason),),
                (button(say("button.near_other_need"), "near"), menu_button()),
            ),
            replaces=True,
        )
    )


async def ask_words(turn: Turn, resource: Resource) -> None:
    """Ask for the words."""
    reason = turn.argument(REASON)
    if reason not in set(ReportReason):
        await tell_error(turn, resource)
        return
    turn.conversation.form = Form(FORM, "words", {"id": resource.id, "reason": reason})
    _ask(turn)


async def receive(turn: Turn) -> None:
    """The words: shown back as the coordination would read them. Until they are sent, only this chat holds them."""
    form = turn.conversation.form
    words = clean(turn.text)
    if form is None or len(words.replace(HIDDEN, "").strip()) < SHORTEST:
        _ask(turn)
        return
    form.step = "confirm"
    form.given["words"] = words
    number = form.given["id"]
    turn.reply(
        Reply(
            parts=(say("near.words_preview", words=Verbatim(words)),),
            buttons=(
                (button(say("button.hand_on"), "near", "send", number),),
                (button(say("button.do_not_hand_on"), "near", "drop", number),),
            ),
        )
    )


async def send_words(turn: Turn, resource: Resource) -> None:
    """The yes: done once; a second tap finds no words and changes nothing."""
    form = turn.conversation.form
    if form is None or form.name != FORM or form.step != "confirm" or form.given["id"] != resource.id:
        turn.acknowledge("notice.expired_button")
        await near_me.start(turn)
        return
    turn.conversation.form = None
    words, reason = form.given["words"], ReportReason(form.given["reason"])
    is_kept = await add_words(turn.session, resource, reason=reason, words=words, now=turn.now)
    if is_kept:
        await _tell_coordinations(
            turn, resource, say("desk.error_words", name=Verbatim(resource.name), words=Verbatim(words))
        )
    _end(turn, say("near.words_sent" if is_kept else "near.words_enough"))


async def drop_words(turn: Turn, _resource: Resource) -> None:
    """The no: the words are forgotten."""
    form = turn.conversation.form
    if form is not None and form.name == FORM:
        turn.conversation.form = None
    _end(turn, say("near.words_dropped"))


def _ask(turn: Turn) -> None:
    turn.reply(
        Reply(
            parts=(say("near.add_words"),),
            buttons=((button(say("button.near_other_need"), "near"), menu_button()),),
        )
    )


def _end(turn: Turn, part: Part) -> None:
    buttons = ((button(say("button.near_other_need"), "near"), menu_button()),)
    turn.reply(Reply(parts=(part,), buttons=buttons, replaces=True))


async def _tell_coordinations(turn: Turn, resource: Resource, part: Part) -> bool:
    """Write to those who look after this place; False if nobody does here."""
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    territories = {resource.territory_id} if resource.territory_id else set()
    if resource.commune_code:
        councils = await councils_of(turn.session, [resource.commune_code], gazetteer=gazetteer)
        territories |= {council.territory.id for council in councils}
    people = {
        person.id: person
        for territory_id in sorted(territories)
        for person in await coordination_of(turn.session, territory_id=territory_id)
    }
    notice = Reply(
        parts=(part,),
        buttons=((button(say("button.desk_open_place"), "desk", "r", resource.id),),),
        urgency=Urgency.NOTICE,
        if_unknown=IfUnknown.PARK,
    )
    told = [
        await turn.services.post.write_to_person(turn.session, notice, person=person, now=turn.now)
        for person in people.values()
    ]
    return any(told)
