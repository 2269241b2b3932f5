"""After the closing: results for the coordination, free texts one at a time, exports, and what is done about it."""

from __future__ import annotations

from actions.feedback.follow_ups import find_follow_up, follow_ups_of, publish, want_on_agenda, write_follow_up
from actions.feedback.kinds import Agenda, FeedbackRefused, FollowUpState
from actions.feedback.members import count_audience
from actions.feedback.models import FeedbackQuestion, FeedbackRound
from actions.feedback.results import find_text, read_text, result_of, texts_of, themes_of
from actions.feedback.rounds import find_round
from actions.people.rights import coordinated_territories
from actions.people.service import record_access
from actions.reply import Button, IfUnknown, Reply, Urgency, Verbatim, say
from bot.delivery.conversations import Form
from bot.delivery.outbox import Call, File
from bot.documents.sheets import as_csv, as_xlsx
from bot.telegram.handlers.feedback import desk, reading
from bot.telegram.handlers.feedback.sheets import figures_sheet, rules_sheet, texts_sheet
from bot.telegram.handlers.feedback.words import Words
from bot.telegram.tokens import button
from bot.telegram.turn import Turn

FORM = "feedback_desk"
LONGEST_THEME = 40
PLACE = 3  # where a token names the place of a text
THEMES_OFFERED = 6


async def show(turn: Turn, of_round: FeedbackRound) -> None:
    """The results, and all that the coordination can do with them."""
    result = await result_of(turn.session, of_round)
    number = of_round.id
    rows: list[tuple[Button, ...]] = [
        (button(say("button.feedback_read"), "fc", "text", each.question.id),)
        for each in result.questions
        if each.texts
    ]
    if result.is_shown:
        rows.append((button(Verbatim("CSV"), "fc", "csv", number), button(Verbatim("XLSX"), "fc", "xlsx", number)))
    rows.append((button(say("button.feedback_follow_up"), "fc", "said", number),))
    if not of_round.was_published:
        rows.append((button(say("button.feedback_publish"), "fc", "pub", number),))
    rows.append((button(say("button.feedback_repeat"), "fc", "again", number),))
    rows.append((button(say("button.feedback_desk"), "fc", "board", of_round.territory_id),))
    await reading.show(turn, of_round, more=tuple(rows))


async def read(turn: Turn) -> None:
    """One released text, with the way to the next and its theme."""
    question = await _own_question(turn, int(turn.action[2]))
    turns_page = len(turn.action) > PLACE
    await _show_text(turn, question, place=int(turn.action[PLACE]) if turns_page else 0, replaces=turns_page)


async def offer_themes(turn: Turn) -> None:
    """Themes already used, or a new one."""
    question = await _own_question(turn, int(turn.action[2]))
    place = int(turn.action[PLACE])
    text = (await texts_of(turn.session, question.id))[place]
    turn.conversation.form = Form(FORM, "theme", {"text": text.key, "place": place})
    themes = list(await themes_of(turn.session, question.id))[:THEMES_OFFERED]
    rows = tuple(
        (button(Verbatim(theme), "fc", "tag", question.id, place, number),) for number, theme in enumerate(themes)
    )
    turn.reply(Reply(parts=(say("feedback.ask_theme", most=LONGEST_THEME),), buttons=rows))


async def set_theme(turn: Turn) -> None:
    """A theme already used."""
    question = await _own_question(turn, int(turn.action[2]))
    place, number = int(turn.action[PLACE]), int(turn.action[4])
    theme = list(await themes_of(turn.session, question.id))[number]
    text = (await texts_of(turn.session, question.id))[place]
    text.theme = theme
    turn.conversation.form = None
    await _show_text(turn, question, place=place)


async def set_theme_in_words(turn: Turn, *, key: str, theme: str, place: int) -> None:
    """A new theme, as typed."""
    turn.conversation.form = None
    for territory_id in await coordinated_territories(turn.session, turn.person):
        text = await find_text(turn.session, key, territory_id=territory_id)
        if text is not None:
            text.theme = theme[:LONGEST_THEME]
            question = await turn.session.get_one(FeedbackQuestion, text.question_id)
            await turn.session.flush()
            await _show_text(turn, question, place=place)
            return
    raise FeedbackRefused("not_yours")


async def ask_what_was_said(turn: Turn) -> None:
    """« Vous avez dit »: begin a follow-up."""
    of_round = await desk.own_round(turn)
    turn.conversation.form = Form(FORM, "said", {"round": of_round.id})
    turn.reply(Reply(parts=(say("feedback.ask_said"),), buttons=(desk.back(of_round.territory_id),)))


async def write(turn: Turn, of_round: FeedbackRound, *, said: str, state: FollowUpState, done: str) -> None:
    """« Le CLSM a fait »: keep the follow-up, and offer what comes next."""
    turn.conversation.form = None
    written = await write_follow_up(turn.session, of_round, said=said, state=state, done=done, now=turn.now)
    words = Words(turn.services.renderer, turn.language)
    rows: list[tuple[Button, ...]] = [
        (button(say("button.feedback_agenda"), "fc", "agenda", written.id),),
        (button(say("button.feedback_follow_up"), "fc", "said", of_round.id),),
    ]
    if not of_round.was_published:
        rows.append((button(say("button.feedback_publish"), "fc", "pub", of_round.id),))
    turn.reply(Reply(parts=(words.follow_up(written),), buttons=(*rows, desk.back(of_round.territory_id))))


async def put_on_agenda(turn: Turn) -> None:
    """Tie a follow-up to the next plenary assembly."""
    for territory_id in await coordinated_territories(turn.session, turn.person):
        written = await find_follow_up(turn.session, int(turn.action[2]), territory_id=territory_id)
        if written is not None:
            plenary = await want_on_agenda(turn.session, written, meetings=turn.services.meetings, now=turn.now)
            entered = plenary is not None and written.agenda == Agenda.ENTERED.value
            part = (
                say("feedback.on_agenda", title=Verbatim(plenary.title))
                if plenary is not None and entered
                else say("feedback.agenda_waits")
            )
            back = button(say("button.feedback_round"), "fc", "r", written.round_id)
            turn.reply(Reply(parts=(part,), buttons=((back,),)))
            return
    raise FeedbackRefused("not_yours")


async def ask_to_publish(turn: Turn) -> None:
    """Say how many people will read it before it leaves."""
    of_round = await desk.own_round(turn)
    audience = await count_audience(turn.session, territory_id=of_round.territory_id, audience=of_round.audience)
    unsaid = () if await follow_ups_of(turn.session, of_round) else (say("feedback.publish_without_follow_up"),)
    turn.reply(
        Reply(
            parts=(say("feedback.publish_question", count=audience.asked), *unsaid),
            buttons=(
                (button(say("button.feedback_publish_yes"), "fc", "published", of_round.id),),
                (button(say("button.feedback_round"), "fc", "r", of_round.id),),
            ),
        )
    )


async def send_results(turn: Turn) -> None:
    """Send results and follow-ups to the group."""
    of_round = await desk.own_round(turn)
    audience = await count_audience(turn.session, territory_id=of_round.territory_id, audience=of_round.audience)
    await publish(turn.session, of_round, now=turn.now)
    turn.reply(
        Reply(parts=(say("feedback.published", count=audience.asked),), buttons=(desk.back(of_round.territory_id),))
    )


async def export(turn: Turn) -> None:
    """The released figures and texts as a file."""
    of_round = await desk.own_round(turn)
    words = Words(turn.services.renderer, turn.language)
    result = await result_of(turn.session, of_round)
    figures = figures_sheet(result, words=words)
    if turn.action[1] == "csv":
        file = File("resultats.csv", as_csv(figures.header, figures.rows))
    else:
        texts = await texts_sheet(turn.session, result, vault=turn.services.vault, words=words)
        file = File("resultats.xlsx", as_xlsx(figures, texts, rules_sheet(result, words=words)))
    await _record(turn, of_round, deed="export feedback")
    await turn.services.outbox.put(
        turn.session,
        Call("send_document", {"caption": words.plain(words.of(of_round.title))}, files={"document": file}),
        chat=turn.chat,
        language=turn.language,
        urgency=Urgency.LIVE,
        if_unknown=IfUnknown.ASK,
        now=turn.now,
    )


async def _show_text(turn: Turn, question: FeedbackQuestion, *, place: int, replaces: bool = False) -> None:
    texts = await texts_of(turn.session, question.id)
    if not 0 <= place < len(texts):
        raise ValueError("no such text")
    of_round = await turn.session.get_one(FeedbackRound, question.round_id)
    if not replaces:
        await _record(turn, of_round, deed="read feedback texts")
    text = texts[place]
    words = Words(turn.services.renderer, turn.language)
    theme = Verbatim(text.theme) if text.theme else say("feedback.no_theme")
    ways = [button(say("button.feedback_theme"), "fc", "theme", question.id, place)]
    if place:
        ways.insert(0, button(say("button.feedback_previous"), "fc", "text", question.id, place - 1))
    if place + 1 < len(texts):
        ways.append(button(say("button.feedback_following"), "fc", "text", question.id, place + 1))
    turn.reply(
        Reply(
            parts=(
                say("feedback.text", question=words.of(question.words), place=place + 1, texts=len(texts), theme=theme),
                Verbatim(f"« {read_text(text, vault=turn.services.vault)} »"),
            ),
            buttons=(tuple(ways), (button(say("button.feedback_round"), "fc", "r", question.round_id),)),
            replaces=replaces,
        )
    )


async def _own_question(turn: Turn, question_id: int) -> FeedbackQuestion:
    question = await turn.session.get(FeedbackQuestion, question_id)
    of_round = await find_round(turn.session, question.round_id) if question is not None else None
    if question is None or of_round is None:
        raise FeedbackRefused("not_yours")
    await desk.own_territory(turn, of_round.territory_id)
    return question


async def _record(turn: Turn, of_round: FeedbackRound, *, deed: str) -> None:
    actor = turn.person.fingerprint if turn.person is not None else "nobody"
    await record_access(turn.session, actor=actor, deed=deed, territory_id=of_round.territory_id, now=turn.now)
