"""Where to find help near me: what is needed, for whom and where, in as few messages as the person gives."""

from __future__ import annotations

from dataclasses import replace

from actions.answers.topics import TOPICS
from actions.directory.audiences import Audience, audience_of_token, audience_of_words
from actions.directory.needs import OF_INTENT, Need, kinds_of_words, need_of_words, wants_somebody
from actions.reply import Button, IfUnknown, Reply, Urgency, Verbatim, say
from actions.territories.ambiguous import TOWNS, VILLAGES
from actions.territories.folding import fold
from actions.territories.gazetteer import Place
from actions.territories.whereabouts import Sureness, Whereabouts, read_whereabouts
from bot.delivery.conversations import Form
from bot.delivery.outbox import Call
from bot.telegram.handlers import near_results
from bot.telegram.tokens import button, menu_button, question_button, urgent_button
from bot.telegram.turn import Turn

FORM = "near"
OFFERED = (
    (Need.TALK, Need.YOUTH),
    (Need.CHILDHOOD, Need.STUDENT),
    (Need.ADDICTION, Need.STREET),
    (Need.FAMILY, Need.PEERS),
    (Need.RIGHTS, Need.CMP),
    (Need.OLD_AGE, Need.EMERGENCY),
)
LONGEST_FOLLOW_UP = 7  # words: « et pour mon fils à Roubaix ? »
FOLLOW_UP_WORDS = frozenset({"et", "and", "pour", "plutot", "for", "sinon"})


async def start(turn: Turn) -> None:
    """What is needed, by button or in words."""
    turn.conversation.form = Form(FORM, "place")
    rows = [tuple(_need_button(need) for need in row) for row in OFFERED]
    known = turn.services.renderer.phrasebook.answers.intents
    questions = [
        (question_button(intent),) for intent in TOPICS["near_me"] if intent in known and intent not in SEARCHES
    ]
    turn.reply(Reply(parts=(say("near.what"),), buttons=(*rows, *questions, (menu_button(), urgent_button()))))


SEARCHES = frozenset({"aide_trouver_localement"})
WRITING = frozenset({"contacter_coordination"})  # « parler à quelqu’un à Dax » looks like it
KNOWN = frozenset({Sureness.SURE, Sureness.CHOICE, Sureness.LAND})
WHICH = {Sureness.CHOICE: "near.which_commune", Sureness.LAND: "near.where_on_land"}


async def press(turn: Turn) -> None:
    """A button of the search; without a word, or with one no longer known, the beginning."""
    word, argument = [*turn.action[1:], "", ""][:2]
    memory = turn.conversation.memory
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    known = gazetteer.place_of_token(memory.commune or "")
    chosen = gazetteer.place_of_token(argument)
    if word == "n" and argument in set(Need):
        await _choose_need(turn, Need(argument), known)
    elif word == "c" and chosen is not None:
        await _show(turn, chosen)
    elif word == "p" and known and argument.isdecimal() and memory.found[int(argument) :]:
        await near_results.show_page(turn, place=known, offset=int(argument))
    elif word == "w" and known and argument.isdecimal():
        await _show(turn, known, widen=int(argument), by_position=memory.by_position)
    elif word == "at":
        ask_place(turn)
    elif word == "pos":
        await _ask_position(turn)
    else:
        if word:
            turn.acknowledge("notice.expired_search")
        await start(turn)


async def receive(turn: Turn) -> bool:
    """The next words of a search under way: a place, a need, or both. False if they are about something else."""
    if await receive_position(turn):
        return True
    if not turn.text.strip():
        return False
    need, audience = need_of_words(turn.text), audience_of_words(turn.text)
    where = await _whereabouts(turn, asked=True)
    _remember(turn, need, audience)
    if where.sureness is not Sureness.NOTHING:
        await _answer_place(turn, where)
        return True
    if need is None and audience is None:
        return False
    known = await _known_place(turn)
    await _show_known(turn, known)
    return True


async def take_up(turn: Turn, intents: tuple[str, ...]) -> bool:
    """Answer a question in free text with places, if it asks for some: where help is, or help somewhere.

    `intents` are what it may mean, the likeliest first.
    """
    first = frozenset(intents[:1])
    need = next((OF_INTENT[intent] for intent in first if intent in OF_INTENT), None)
    where = await _whereabouts(turn, asked=False)
    said, audience = need_of_words(turn.text), audience_of_words(turn.text)
    says_where = where.sureness in KNOWN
    asks_for_help = need is not None and (says_where or first & SEARCHES)
    asks_unread = says_where and not intents and (said is not None or audience is not None)
    asks_for_somebody = says_where and first & WRITING and wants_somebody(turn.text)
    if not (asks_for_help or asks_unread or asks_for_somebody):
        return False
    _remember(turn, said or need or Need.TALK, audience, afresh=True)
    await _search(turn, where)
    return True


async def follow(turn: Turn) -> bool:
    """« et à Roubaix ? », « et pour un ado ? », « 59100 »: go on from the last search or answer, elsewhere."""
    memory = turn.conversation.memory
    need = Need(memory.need) if memory.need else OF_INTENT.get(memory.intent or "")
    is_place = await _is_place_alone(turn)
    if need is None and is_place and memory.intent is None:
        await _begin_there(turn)
        return True
    if need is None or not (is_place or _is_follow_up(turn.text)):
        return False
    where = await _whereabouts(turn, asked=False)
    audience = audience_of_words(turn.text)
    if where.sureness is Sureness.NOTHING and (audience is None or memory.commune is None):
        return False
    _remember(turn, need_of_words(turn.text) or need, audience)
    await _search(turn, where)
    return True


async def take_up_unread(turn: Turn) -> bool:
    """A message that names a need and a place needs no language model to be answered."""
    return await follow(turn) or await take_up(turn, ())


async def search_around(turn: Turn) -> None:
    """A position shared out of the blue: help around it."""
    await receive_position(turn)


async def receive_position(turn: Turn) -> bool:
    """A shared position: used for one search and forgotten. False if the message holds none."""
    message = turn.update.message
    if message is None or message.location is None:
        return False
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    latitude, longitude = message.location.latitude, message.location.longitude
    commune = gazetteer.nearest(latitude, longitude)
    if commune is None:
        ask_place(turn)
        return True
    await _thank_for_position(turn)
    here = replace(gazetteer.place_of(commune), latitude=latitude, longitude=longitude)
    await _show(turn, here, by_position=True)
    return True


def ask_place(turn: Turn, *, again: bool = False) -> None:
    """Ask where."""
    turn.conversation.form = Form(FORM, "place")
    need = turn.conversation.memory.need
    urgent = [] if again or need is None else near_results.first_lines(Need(need))
    turn.reply(
        Reply(
            parts=(*urgent, say("near.where_again" if again else "near.where")),
            buttons=((button(say("button.near_position"), "near", "pos"),), (menu_button(), urgent_button())),
        )
    )


async def _choose_need(turn: Turn, need: Need, known: Place | None) -> None:
    turn.conversation.memory.need = need.value
    turn.conversation.memory.kinds = []
    if need not in (Need.CMP, Need.EMERGENCY):
        turn.conversation.memory.audience = None
    await _show_known(turn, known)


async def _search(turn: Turn, where: Whereabouts) -> None:
    """Search where the message says, else where the last search was, else ask."""
    known = await _known_place(turn)
    if where.sureness is not Sureness.NOTHING:
        await _answer_place(turn, where)
    else:
        await _show_known(turn, known)


async def _answer_place(turn: Turn, where: Whereabouts) -> None:
    if where.place is not None:
        await _show(turn, where.place)
        return
    turn.conversation.form = Form(FORM, "place")
    if where.sureness is Sureness.UNKNOWN_POSTCODE:
        turn.reply(Reply(parts=(say("near.unknown_postcode"),), buttons=((menu_button(), urgent_button()),)))
        return
    question = WHICH.get(where.sureness, "near.did_you_mean")
    rows = [(button(Verbatim(place.label), "near", "c", place.token),) for place in where.places]
    turn.reply(Reply(parts=(say(question),), buttons=(*rows, (menu_button(), urgent_button()))))


async def _show_known(turn: Turn, known: Place | None) -> None:
    """Search where the last search was, or ask where; a commune read off a position stays an unsure one."""
    if known is None:
        ask_place(turn)
    else:
        await _show(turn, known, by_position=turn.conversation.memory.by_position)


async def _show(turn: Turn, place: Place, *, widen: int = 0, by_position: bool = False) -> None:
    memory = turn.conversation.memory
    await near_results.show(
        turn,
        need=Need(memory.need or Need.TALK.value),
        place=place,
        audience=audience_of_token(memory.audience),
        widen=widen,
        by_position=by_position,
    )


def _remember(turn: Turn, need: Need | None, audience: Audience | None, *, afresh: bool = False) -> None:
    """Keep what was said for this search; a search that begins afresh forgets for whom the last one was."""
    memory = turn.conversation.memory
    kinds = kinds_of_words(turn.text)
    if kinds or need is not None or afresh:
        memory.kinds = sorted(kind.value for kind in kinds)
    if need is not None:
        memory.need = need.value
    if audience is not None or afresh:
        memory.audience = audience.token if audience else None


async def _whereabouts(turn: Turn, *, asked: bool) -> Whereabouts:
    return read_whereabouts(turn.text, await turn.services.shelf.gazetteer(turn.session), asked=asked)


async def _known_place(turn: Turn) -> Place | None:
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    return gazetteer.place_of_token(turn.conversation.memory.commune or "")


async def _is_place_alone(turn: Turn) -> bool:
    """Whether a message is a postcode or the name of a commune, and nothing else."""
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    typed = turn.text.strip()
    is_word = fold(typed) in VILLAGES or (fold(typed) in TOWNS and not typed[:1].isupper())  # « aide », « nice »
    return bool(gazetteer.with_postcode(typed)) or (bool(gazetteer.named(typed)) and not is_word)


async def _begin_there(turn: Turn) -> None:
    """A place said before any need: keep it, and ask what is needed."""
    where = await _whereabouts(turn, asked=True)
    if where.place is not None:
        turn.conversation.memory.commune = where.place.token
    await start(turn)


def _is_follow_up(text: str) -> bool:
    words = fold(text).split()
    return bool(words) and len(words) <= LONGEST_FOLLOW_UP and words[0] in FOLLOW_UP_WORDS


async def _ask_position(turn: Turn) -> None:
    """Show the key that shares a position: only a reply keyboard can carry it."""
    turn.conversation.form = Form(FORM, "place")
    plain = turn.services.renderer.plain
    key = {"text": plain(say("button.near_share"), language=turn.language), "request_location": True}
    keyboard = {"keyboard": [[key]], "resize_keyboard": True, "one_time_keyboard": True}
    await _send(turn, plain(say("near.share_position"), language=turn.language), keyboard)


async def _thank_for_position(turn: Turn) -> None:
    text = turn.services.renderer.plain(say("near.position_used"), language=turn.language)
    await _send(turn, text, {"remove_keyboard": True})


async def _send(turn: Turn, text: str, keyboard: dict[str, object]) -> None:
    await turn.services.outbox.put(
        turn.session,
        Call("send_message", {"text": text, "reply_markup": keyboard}),
        chat=turn.chat,
        language=turn.language,
        urgency=Urgency.LIVE,
        if_unknown=IfUnknown.DROP,
        now=turn.now,
    )


def _need_button(need: Need) -> Button:
    return button(say(f"button.need_{need.value}"), "near", "n", need.value)
