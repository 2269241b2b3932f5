"""Reading results: a summary in words, and pictures with the same figures."""

from __future__ import annotations

from actions.feedback.follow_ups import follow_ups_of
from actions.feedback.kinds import QuestionKind
from actions.feedback.models import FeedbackQuestion, FeedbackRound
from actions.feedback.results import GroupFigures, QuestionResult, over_time, result_of
from actions.reply import Button, IfUnknown, Reply, Urgency, Verbatim, say
from bot.delivery.outbox import Call, File
from bot.documents.opinion_charts import Bar, Chart, Style, draw
from bot.i18n.formats import short_date
from bot.telegram.handlers.feedback.words import Words, result_parts
from bot.telegram.tokens import button, menu_button, urgent_button
from bot.telegram.turn import Turn

LONGEST_CAPTION = 1024
STYLES = {QuestionKind.SCALE: Style.DIVERGING, QuestionKind.YES_NO: Style.YES_NO}


async def show(turn: Turn, of_round: FeedbackRound, *, more: tuple[tuple[Button, ...], ...] = ()) -> None:
    """The results of a closed round and what became of them."""
    words = Words(turn.services.renderer, turn.language)
    result = await result_of(turn.session, of_round)
    follow_ups = await follow_ups_of(turn.session, of_round)
    pictures = ((button(say("button.feedback_pictures"), "fb", "pics", of_round.id),),) if result.is_shown else ()
    turn.reply(
        Reply(
            parts=result_parts(result, follow_ups, words=words),
            buttons=(*pictures, *more, (menu_button(), urgent_button())),
        )
    )


async def show_pictures(turn: Turn, of_round: FeedbackRound) -> None:
    """One picture a question, all its figures in the caption as well; and one over time where it was asked before."""
    words = Words(turn.services.renderer, turn.language)
    result = await result_of(turn.session, of_round)
    for question in result.questions:
        if question.everybody is None:
            continue
        await _send(turn, question.question, _bars(question, words=words), words=words)
        moments = await over_time(turn.session, question.question, territory_id=of_round.territory_id)
        if len(moments) > 1:
            bars = [_bar(short_date(each.closed_on, language=turn.language), each.figures) for each in moments]
            await _send(turn, question.question, bars, words=words)


def _bars(question: QuestionResult, *, words: Words) -> list[Bar]:
    if question.everybody is None:
        return []
    everybody = _bar(words.plain(say("feedback.everybody")), question.everybody)
    return [
        everybody,
        *(_bar(words.plain(say(f"feedback.college_{each.college}")), each) for each in question.colleges),
    ]


def _bar(label: str, figures: GroupFigures) -> Bar:
    return Bar(label=label, people=figures.base, counts=figures.chosen)


async def _send(turn: Turn, question: FeedbackQuestion, bars: list[Bar], *, words: Words) -> None:
    """The picture with all its figures as words; what a caption does not hold follows in a message."""
    title = words.plain(words.of(question.words))
    caption, rest = in_words(title, bars, question, words=words)
    chart = Chart(
        title=title,
        options=tuple(words.plain(words.of(option)) for option in question.options),
        bars=tuple(bars),
        style=STYLES.get(QuestionKind(question.kind), Style.SEPARATE),
    )
    await turn.services.outbox.put(
        turn.session,
        Call("send_photo", {"caption": caption}, files={"photo": _file(chart)}),
        chat=turn.chat,
        language=turn.language,
        urgency=Urgency.LIVE,
        if_unknown=IfUnknown.ASK,
        now=turn.now,
    )
    if rest:
        reply = Reply(parts=(Verbatim(rest),))
        await turn.services.post.write(turn.session, reply, chat=turn.chat, language=turn.language, now=turn.now)


def _file(chart: Chart) -> File:
    return File("resultats.png", draw(chart))


def in_words(title: str, bars: list[Bar], question: FeedbackQuestion, *, words: Words) -> tuple[str, str]:
    """The picture in words, for who cannot see it: what fits a caption, whole bars only, and the rest."""
    lines = [title, *(words.group(bar.label, question, GroupFigures("", bar.people, bar.counts)) for bar in bars)]
    fitting = 1
    while fitting < len(lines) and len("\n".join(lines[: fitting + 1])) <= LONGEST_CAPTION:
        fitting += 1
    return "\n".join(lines[:fitting]), "\n".join(lines[fitting:])
