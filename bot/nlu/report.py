"""What an evaluation found: counts that can be checked, intervals that keep one modest, and every miss."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.evaluation.shares import Share
from bot.nlu.routing import CRISIS_INTENTS, LOOKED_AT, OUT_OF_SCOPE, Crisis, Lost, Sure, Unsure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.evaluation.testset import LabelledMessage
    from bot.nlu.routing import Decision
    from bot.nlu.understanding import Ranked, Understanding

WORST_SHOWN: Final = 12
"""Intents in the readable report; the JSON has them all."""


@dataclass(frozen=True)
class Outcome:
    """A test message, what was understood, and what would have been done."""

    message: LabelledMessage
    understanding: Understanding
    decision: Decision

    @property
    def in_scope(self) -> bool:
        """Whether the message is one that the assistant ought to answer."""
        return self.message.label != OUT_OF_SCOPE

    @property
    def top(self) -> tuple[Ranked, ...]:
        """The first three intents."""
        return self.understanding.ranking[:LOOKED_AT]

    @property
    def is_first(self) -> bool:
        """Whether the right intent was the most likely."""
        return bool(self.top) and self.top[0].intent == self.message.label

    @property
    def is_among_three(self) -> bool:
        """Whether the right intent was among the first three."""
        return any(ranked.intent == self.message.label for ranked in self.top)

    @property
    def offered(self) -> tuple[str, ...]:
        """The intents that the person would see: one as an answer, two or three as buttons, none when refused.

        A crisis intent is answered with help first; it counts as the answer when nothing was more likely.
        """
        decision = self.decision
        if isinstance(decision, Crisis):
            if decision.first:
                return (decision.intent,)
            decision = decision.beside
        match decision:
            case Sure(intent):
                return (intent,)
            case Unsure(intents):
                return intents
            case Lost():
                return ()

    @property
    def is_refused(self) -> bool:
        """Whether the person would be told that this cannot be answered."""
        return not self.offered

    @property
    def verdict(self) -> str:
        """What the person would get, and whether the right intent is in it."""
        if self.is_refused:
            return "refused"
        kind = "answered" if len(self.offered) == 1 else "buttons"
        return f"{kind} {'right' if self.message.label in self.offered else 'wrong'}"

    def as_json(self) -> dict[str, object]:
        """Return the message, what was expected, and what came."""
        return {
            "line": self.message.line,
            "text": self.message.text,
            "expected": self.message.label,
            "got": [[ranked.intent, round(ranked.confidence, 4)] for ranked in self.top],
            "decision": self.verdict,
        }


@dataclass(frozen=True)
class NluReport:
    """The outcomes of a test set, and the figures drawn from them."""

    outcomes: tuple[Outcome, ...]

    @property
    def in_scope(self) -> tuple[Outcome, ...]:
        """The outcomes of messages that ought to be answered."""
        return tuple(outcome for outcome in self.outcomes if outcome.in_scope)

    @property
    def top_1(self) -> Share:
        """In scope: the right intent is the most likely."""
        return share(self.in_scope, lambda outcome: outcome.is_first)

    @property
    def top_3(self) -> Share:
        """In scope: the right intent is among the first three."""
        return share(self.in_scope, lambda outcome: outcome.is_among_three)

    @property
    def top_1_with_out_of_scope(self) -> Share:
        """All messages: the label, `out_of_scope` included, is the most likely."""
        return share(self.outcomes, lambda outcome: outcome.is_first)

    @property
    def out_of_scope_recall(self) -> Share:
        """Out of scope: refused."""
        return share((each for each in self.outcomes if not each.in_scope), lambda outcome: outcome.is_refused)

    @property
    def false_rejection(self) -> Share:
        """In scope: refused."""
        return share(self.in_scope, lambda outcome: outcome.is_refused)

    @property
    def verdicts(self) -> dict[str, Share]:
        """In scope: what people get."""
        kinds = ("answered right", "answered wrong", "buttons right", "buttons wrong", "refused")
        counted = Counter(outcome.verdict for outcome in self.in_scope)
        return {kind: Share(counted[kind], len(self.in_scope)) for kind in kinds}

    @property
    def false_crisis(self) -> Share:
        """Messages of no crisis intent: help would come first, before any answer."""
        return share(
            (each for each in self.outcomes if each.message.label not in CRISIS_INTENTS),
            lambda outcome: isinstance(outcome.decision, Crisis) and outcome.decision.first,
        )

    @property
    def per_intent(self) -> dict[str, Share]:
        """Top 1 of each label, out of scope included, the worst first."""
        return self._top_1_by(self.outcomes, lambda outcome: outcome.message.label)

    @property
    def per_style(self) -> dict[str, Share]:
        """Top 1 of each style in scope, the worst first."""
        return self._top_1_by(self.in_scope, lambda outcome: outcome.message.style or "none")

    @property
    def per_language(self) -> dict[str, Share]:
        """Top 1 of each language in scope, the worst first."""
        return self._top_1_by(self.in_scope, lambda outcome: outcome.message.language)

    @property
    def misses(self) -> tuple[Outcome, ...]:
        """In scope, the right intent was not first; out of scope, not refused."""
        return tuple(each for each in self.outcomes if not (each.is_first if each.in_scope else each.is_refused))

    @staticmethod
    def _top_1_by(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> dict[str, Share]:
        grouped: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            grouped[key(outcome)].append(outcome)
        shares = {name: share(group, lambda outcome: outcome.is_first) for name, group in grouped.items()}
        return dict(sorted(shares.items(), key=lambda each: (each[1].value or 0.0, each[0])))

    def as_json(self) -> dict[str, object]:
        """Return every figure and every miss as one object for a program."""
        figures = {name: each.as_json() for name, each in self._figures().items()}
        tables = {
            name: {key: each.as_json() for key, each in table.items()}
            for name, table in (
                ("verdicts", self.verdicts),
                ("per_language", self.per_language),
                ("per_style", self.per_style),
                ("per_intent", self.per_intent),
            )
        }
        misses = [miss.as_json() for miss in self.misses]
        return {"n": len(self.outcomes), "in_scope": len(self.in_scope), **figures, **tables, "misses": misses}

    def as_text(self) -> str:
        """Return the figures, the worst intents and every miss for a reader."""
        counts = f"{len(self.outcomes)} messages, {len(self.in_scope)} in scope"
        lines = [f"{counts}; Wilson 95 % intervals in brackets", ""]
        lines += _table(self._figures())
        for title, table in (
            ("What people get, in scope", self.verdicts),
            ("Top 1 by language, in scope", self.per_language),
            ("Top 1 by style, in scope", self.per_style),
            ("Worst intents, top 1", dict(list(self.per_intent.items())[:WORST_SHOWN])),
        ):
            lines += ["", title, *_table(table)]
        lines += ["", f"Misses ({len(self.misses)})"]
        for miss in self.misses:
            got = ", ".join(f"{ranked.intent} {ranked.confidence:.2f}" for ranked in miss.top)
            lines += [f"  line {miss.message.line}: {miss.message.text}"]
            lines += [f"    expected {miss.message.label}; got {got or 'nothing'}; {miss.verdict}"]
        return "\n".join(lines)

    def _figures(self) -> dict[str, Share]:
        return {
            "top_1": self.top_1,
            "top_3": self.top_3,
            "top_1_with_out_of_scope": self.top_1_with_out_of_scope,
            "out_of_scope_recall": self.out_of_scope_recall,
            "false_rejection": self.false_rejection,
            "false_crisis": self.false_crisis,
        }


def share(outcomes: Iterable[Outcome], holds: Callable[[Outcome], bool]) -> Share:
    """Return of how many `outcomes` something `holds`."""
    verdicts = [holds(outcome) for outcome in outcomes]
    return Share(sum(verdicts), len(verdicts))


def _table(shares: dict[str, Share]) -> list[str]:
    width = max(map(len, shares), default=0)
    return [f"  {name:<{width}}  {each}" for name, each in shares.items()]
