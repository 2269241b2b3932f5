"""Putting a round together: ready-made questions or one's own, for whom, when, seen first, counted, confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from actions.feedback.kinds import QuestionKind, RoundState
from actions.feedback.members import count_audience
from actions.feedback.models import FeedbackRound
from actions.feedback.question_sets import READY_MADE
from actions.feedback.rounds import (
    Asking,
    check_announceable,
    draft_again,
    draft_from_set,
    questions_of,
    remove_question,
    settings_of,
)
from actions.language import Language
from actions.people.colleges import College
from actions.reply import Button, Part, Reply, Text, Verbatim, say
from actions.territories.models import Territory
from bot.delivery.conversations import Form
from bot.telegram.handlers.feedback import desk, following_up
from bot.telegram.handlers.feedback.words import Words
from bot.telegram.tokens import button
from bot.telegram.turn import Turn

FORM = "feedback_desk"
STARTS = ("now", "tomorrow", "monday")
DURATIONS = (3, 7, 14, 21)  # days
CHOSEN = 3  # where a token names what was chosen
MORNING = time(9, 0)
WRITTEN_IN = (Language.FRENCH, Language.SIMPLE_FRENCH, Language.ENGLISH)
USUAL = ("now", 7, "yes")


@dataclass(frozen=True, slots=True)
class Plan:
    """When to ask, as the buttons say it: "now", "tomorrow" or "monday"; for how many days; "yes" reminds once."""

    start: str
    days: int
    reminder: str

    @property
    def token(self) -> tuple[str, int, str]:
        """The plan as a token carries it."""
        return (self.start, self.days, self.reminder)

    def asking(self, territory: Territory, *, now: datetime) -> Asking:
        """The same in moments; mornings are those of the territory's clock."""
        opens_at = now
        if self.start != "now":
            local = now.astimezone(ZoneInfo(territory.time_zone))
            ahead = 1 if self.start == "tomorrow" else 7 - local.weekday()
            day = local.date() + timedelta(days=ahead)
            opens_at = datetime.combine(day, MORNING, tzinfo=local.tzinfo).astimezone(now.tzinfo)
        closes_at = opens_at + timedelta(days=self.days)
        return Asking(opens_at=opens_at, closes_at=closes_at, reminds=self.reminder == "yes")


def plan_of(parts: Sequence[str | int]) -> Plan:
    """The plan a token carries; ValueError for anything else."""
    start, days, reminder = (str(part) for part in parts or USUAL)
    if start not in STARTS or int(days) not in DURATIONS:
        raise ValueError("no such plan")
    return Plan(start, int(days), reminder)


def languages_of(territory: Territory) -> list[Language]:
    """The languages of a group, as its territory names them: French in both registers, and English if it is one."""
    return [each for each in WRITTEN_IN if each.is_french or each.value in territory.languages]


async def choose_set(turn: Turn) -> None:
    """Ready-made questions, or one's own."""
    territory = await desk.own_territory(turn)
    rows = [(button(say(f"feedback.set_{name}"), "fc", "make", territory.id, name),) for name in READY_MADE]
    own = (button(say("button.feedback_own"), "fc", "own", territory.id),)
    turn.reply(Reply(parts=(say("feedback.choose_set"),), buttons=(*rows, own, desk.back(territory.id))))


async def make_from_set(turn: Turn) -> None:
    """A draft with the questions of a set."""
    territory = await desk.own_territory(turn)
    name = turn.action[CHOSEN]
    if name not in READY_MADE:
        raise ValueError("no such set")
    drafted = await draft_from_set(turn.session, name, territory_id=territory.id, now=turn.now)
    await show_draft(turn, drafted)


async def repeat(turn: Turn) -> None:
    """The same questions once more, to follow the answers over time."""
    await show_draft(turn, await draft_again(turn.session, await desk.own_round(turn), now=turn.now))


async def ask_for_title(turn: Turn) -> None:
    """A round of one's own begins with its title."""
    territory = await desk.own_territory(turn)
    turn.conversation.form = Form(
        FORM, "title", {"territory": territory.id, "language": Language.FRENCH.value, "words": {}}
    )
    turn.reply(Reply(parts=(say("feedback.ask_title"),), buttons=(desk.back(territory.id),)))


async def show_round(turn: Turn) -> None:
    """A round, whatever its state."""
    of_round = await desk.own_round(turn)
    match RoundState(of_round.state):
        case RoundState.DRAFT:
            await show_draft(turn, of_round)
        case RoundState.CLOSED:
            await following_up.show(turn, of_round)
        case RoundState.CANCELLED:
            turn.reply(Reply(parts=(say("feedback.cancelled"),), buttons=(desk.back(of_round.territory_id),)))
        case _:
            await desk.show_under_way(turn, of_round)


async def show_draft(turn: Turn, drafted: FeedbackRound) -> None:
    """A draft as it stands, with all that can be done to it. It waits here for as long as needed."""
    turn.conversation.form = None
    words = Words(turn.services.renderer, turn.language)
    questions = await questions_of(turn.session, drafted)
    listed = "\n".join(f"{number}. {words.plain(words.of(each.words))}" for number, each in enumerate(questions, 1))
    colleges = tuple(say(f"feedback.college_{college}") for college in drafted.audience) or say("feedback.everybody")
    removals = tuple(
        button(say("button.feedback_remove", number=number), "fc", "drop", drafted.id, each.id)
        for number, each in enumerate(questions, 1)
    )
    add: tuple[tuple[Button, ...], ...] = ((button(say("button.feedback_add"), "fc", "add", drafted.id),),)
    turn.reply(
        Reply(
            parts=(
                say("feedback.draft", title=words.of(drafted.title), colleges=colleges),
                Verbatim(listed) if listed else say("feedback.draft_empty"),
            ),
            buttons=(
                *add,
                *(row for row in (removals[:3], removals[3:]) if row),
                (
                    button(say("button.feedback_audience"), "fc", "aud", drafted.id),
                    button(say("button.feedback_preview"), "fc", "prev", drafted.id),
                ),
                (button(say("button.feedback_plan"), "fc", "plan", drafted.id),),
                (button(say("button.feedback_throw_away"), "fc", "cancelled", drafted.id),),
                desk.back(drafted.territory_id),
            ),
        )
    )


async def drop_question(turn: Turn) -> None:
    """Take a question out."""
    drafted = await desk.own_round(turn)
    await remove_question(turn.session, drafted, question_id=int(turn.action[CHOSEN]))
    await show_draft(turn, drafted)


async def choose_kind(turn: Turn) -> None:
    """How a new question is answered."""
    drafted = await desk.own_round(turn)
    rows = [
        (button(say(f"button.feedback_kind_{kind.value}"), "fc", "kind", drafted.id, kind.value),)
        for kind in QuestionKind
    ]
    turn.reply(Reply(parts=(say("feedback.choose_kind"),), buttons=(*rows, desk.back(drafted.territory_id))))


async def choose_audience(turn: Turn) -> None:
    """Which colleges are asked; none chosen means all."""
    drafted = await desk.own_round(turn)
    if len(turn.action) > CHOSEN and drafted.state == RoundState.DRAFT.value:
        college = College(turn.action[CHOSEN]).value
        drafted.audience = sorted(set(drafted.audience) ^ {college})
    rows = [(_college_button(drafted, one),) for one in College]
    done = (button(say("button.feedback_ready"), "fc", "r", drafted.id),)
    turn.reply(Reply(parts=(say("feedback.audience"),), buttons=(*rows, done), replaces=len(turn.action) > CHOSEN))


async def preview(turn: Turn) -> None:
    """The questions as they will be read, in each language of the group, sent to the coordinator alone."""
    drafted = await desk.own_round(turn)
    territory = await turn.session.get_one(Territory, drafted.territory_id)
    questions = await questions_of(turn.session, drafted)
    for language in languages_of(territory):
        words = Words(turn.services.renderer, language)
        parts: list[Part] = [say("feedback.title", title=words.of(drafted.title), territory=Verbatim(territory.name))]
        for place, question in enumerate(questions, 1):
            parts.append(say("feedback.question", place=place, asked=len(questions), question=words.of(question.words)))
            if question.options:
                options = (words.option(question, number) for number in range(len(question.options)))
                parts.append(Verbatim("\n".join(options)))
        await turn.services.post.write(
            turn.session, Reply(parts=tuple(parts)), chat=turn.chat, language=language, now=turn.now
        )
    turn.reply(Reply(parts=(say("feedback.preview"),), buttons=((_draft_button(drafted),),)))


async def plan(turn: Turn) -> None:
    """When to open, for how long, with a reminder or not."""
    drafted = await desk.own_round(turn)
    standing = plan_of(turn.action[CHOSEN:])

    def way(words: Text, chosen: Plan) -> Button:
        label = say("feedback.chosen_plan" if chosen == standing else "feedback.unchosen_plan", words=words)
        return button(label, "fc", "plan", drafted.id, *chosen.token)

    starts = tuple(way(say(f"feedback.start_{each}"), replace(standing, start=each)) for each in STARTS)
    lengths = tuple(way(say("feedback.length", days=each), replace(standing, days=each)) for each in DURATIONS)
    reminders = tuple(way(say(f"feedback.reminder_{each}"), replace(standing, reminder=each)) for each in ("yes", "no"))
    go = (button(say("button.feedback_count"), "fc", "count", drafted.id, *standing.token),)
    turn.reply(
        Reply(
            parts=(say("feedback.plan"),),
            buttons=(starts, lengths[:2], lengths[2:], reminders, go, desk.back(drafted.territory_id)),
            replaces=len(turn.action) > CHOSEN,
        )
    )


async def count(turn: Turn) -> None:
    """Exactly how many will be asked, who will not and why; then the number is typed to confirm."""
    drafted = await desk.own_round(turn)
    chosen = plan_of(turn.action[CHOSEN:])
    territory = await turn.session.get_one(Territory, drafted.territory_id)
    asking = chosen.asking(territory, now=turn.now)
    await check_announceable(turn.session, drafted, asking=asking, now=turn.now)
    audience = await count_audience(turn.session, territory_id=drafted.territory_id, audience=drafted.audience)
    settings = await settings_of(turn.session, territory_id=drafted.territory_id)
    turn.conversation.form = Form(FORM, "confirm", {"round": drafted.id, "plan": list(chosen.token)})
    zone = ZoneInfo(territory.time_zone)
    turn.reply(
        Reply(
            parts=(
                say(
                    "feedback.count",
                    total=audience.total,
                    asked=audience.asked,
                    away=audience.away,
                    opens=asking.opens_at.astimezone(zone),
                    closes=asking.closes_at.astimezone(zone),
                    minimum=settings.minimum,
                ),
            ),
            buttons=((_draft_button(drafted),),),
        )
    )


def _college_button(drafted: FeedbackRound, college: College) -> Button:
    key = "feedback.chosen" if college.value in drafted.audience else "feedback.unchosen"
    label = say(key, college=say(f"feedback.college_{college.value}"))
    return button(label, "fc", "aud", drafted.id, college.value)


def _draft_button(drafted: FeedbackRound) -> Button:
    return button(say("button.feedback_draft"), "fc", "r", drafted.id)
