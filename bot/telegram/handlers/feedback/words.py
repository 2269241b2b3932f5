"""Feedback in words: wordings, results and follow-ups as parts of messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.feedback.kinds import QuestionKind
from actions.feedback.models import FeedbackFollowUp, FeedbackQuestion, FeedbackRound, Wording
from actions.feedback.results import GroupFigures, QuestionResult, RoundResult
from actions.language import Language
from actions.reply import Part, Text, Verbatim, say
from actions.territories.models import Territory
from bot.telegram.render import Renderer

SYMBOLS = "①②③④⑤⑥⑦⑧"
BAR = "▇"
BAR_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Words:
    """Puts feedback into words, in one language."""

    renderer: Renderer
    language: Language

    def plain(self, text: Text | Verbatim) -> str:
        """A sentence without mark-up."""
        return text.text if isinstance(text, Verbatim) else self.renderer.plain(text, language=self.language)

    def of(self, wording: Wording) -> Text | Verbatim:
        """A wording in this language, else in French, the one every wording has."""
        if "key" in wording:
            return say(wording["key"])
        in_french = wording[Language.FRENCH.value]
        nearest = wording.get(Language.FRENCH.value) if self.language.is_french else None
        return Verbatim(wording.get(self.language.value) or nearest or in_french)

    def option(self, question: FeedbackQuestion, number: int) -> str:
        """An option as it stands on its button: scales and choices carry a neutral number."""
        words = self.plain(self.of(question.options[number]))
        return words if question.kind == QuestionKind.YES_NO.value else f"{SYMBOLS[number]} {words}"

    def result(self, result: QuestionResult) -> Text:
        """One question with its figures, or why it has none."""
        words = self.of(result.question.words)
        if result.question.kind == QuestionKind.TEXT.value:
            if result.texts:
                return say("feedback.result_texts", question=words, count=result.texts)
            return say("feedback.result_hidden", question=words)
        if result.everybody is None:
            return say("feedback.result_hidden", question=words)
        lines = "\n".join(self._line(result, option) for option in range(len(result.question.options)))
        return say("feedback.result_shown", question=words, n=result.everybody.base, lines=Verbatim(lines))

    def group(self, label: str, question: FeedbackQuestion, figures: GroupFigures) -> str:
        """A group and all its figures in one line: what a picture says, for who cannot see it."""
        listed = Verbatim(self.figures(question, figures))
        return self.plain(say("feedback.result_group", group=Verbatim(label), n=figures.base, figures=listed))

    def figures(self, question: FeedbackQuestion, figures: GroupFigures) -> str:
        """All the figures of a group in one line."""
        return " ; ".join(
            self.plain(say("feedback.figure", option=self.of(option), figure=self.figure(figures, number)))
            for number, option in enumerate(question.options)
        )

    def figure(self, figures: GroupFigures, option: int) -> Verbatim:
        """How many chose an option, and what share that is."""
        chosen, percent = figures.chosen[option], figures.share(option)
        return Verbatim(self.plain(say("feedback.share", chosen=chosen, percent=percent)))

    def follow_up(self, written: FeedbackFollowUp) -> Text:
        """« Vous avez dit → le CLSM a fait »."""
        return say(
            f"feedback.follow_up_{written.state}",
            said=Verbatim(written.said),
            done=Verbatim(written.done),
            agenda=say(f"feedback.agenda_{written.agenda}"),
        )

    def _line(self, result: QuestionResult, option: int) -> str:
        figures = result.everybody
        if figures is None:
            raise ValueError("nothing may be shown of this question")
        bar = BAR * round(BAR_LENGTH * figures.chosen[option] / figures.base) or "·"
        return f"{self.option(result.question, option)}\n{bar} {self.figure(figures, option).text}"


def result_parts(result: RoundResult, follow_ups: Sequence[FeedbackFollowUp], *, words: Words) -> tuple[Part, ...]:
    """The results of a round and what became of them, as anybody may read them."""
    of_round = result.of_round
    title = say("feedback.result_title", title=words.of(of_round.title), day=_day(of_round))
    if not result.is_shown:
        body: list[Part] = [say("feedback.result_nothing", minimum=of_round.minimum)]
    else:
        body = [words.result(question) for question in result.questions]
        body.append(say("feedback.result_rule", minimum=of_round.minimum))
    after: list[Part] = [words.follow_up(written) for written in follow_ups]
    return (title, *body, *(after or [say("feedback.follow_up_none")]))


def local(moment: datetime | None, territory: Territory) -> datetime:
    """A moment of an announced round on the territory's clock."""
    if moment is None:
        raise ValueError("this round has not been announced")
    return moment.astimezone(ZoneInfo(territory.time_zone))


def _day(of_round: FeedbackRound) -> Text | Verbatim:
    if of_round.closes_at is None:
        raise ValueError("this round has not been announced")
    return say("feedback.day", day=of_round.closes_at.date())
