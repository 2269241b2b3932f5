"""The small-group rule, attacked: no figure, and no difference of figures, stands for fewer than eleven persons."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from actions.mediation.figures import SMALLEST_GROUP, Figures, figures_of, suppress
from actions.mediation.figures import _Cell as Cell
from actions.mediation.service import open_request
from actions.mediation.states import Subject
from actions.people.models import Person
from actions.territories.service import find_territory
from bot.content.office_hours import OpeningCalendar
from tests.harness.house import House


@given(st.dictionaries(st.sampled_from(Subject), st.integers(1, 40), min_size=1))
def test_nothing_hidden_can_be_found_by_subtraction(sizes: dict[Subject, int]) -> None:
    shown = suppress({subject: Cell(persons=size, requests=size) for subject, size in sizes.items()})
    assert all(sizes[subject] >= SMALLEST_GROUP for subject, count in shown.items() if count is not None)
    hidden = [sizes[subject] for subject, count in shown.items() if count is None]
    if hidden and len(hidden) < len(sizes):
        assert len(hidden) > 1, "the total less what is shown gives the only hidden one"
        assert sum(hidden) >= SMALLEST_GROUP, "the total less what is shown stands for a small group"


async def figures_with(house: House, writers: int) -> Figures | None:
    parts = house.app.parts
    async with parts.sessions.begin() as session:
        territory = await find_territory(session, "lille")
        assert territory is not None
        for number in range(writers):
            person = Person(
                fingerprint=f"{writers}-{number}", sealed_account=b"", language="fr", created_at=house.clock.now()
            )
            session.add(person)
            await session.flush()
            await open_request(
                session,
                territory=territory,
                person=person,
                subject=Subject.OTHER,
                hours=OpeningCalendar().hours_of(territory),
                now=house.clock.now(),
            )
        return await figures_of(session, territory_id=territory.id)


async def test_ten_writers_give_no_figure_and_eleven_do(house: House) -> None:
    assert await figures_with(house, 10) is None
    figures = await figures_with(house, 1)
    assert figures is not None
    assert figures.requests == 11
    assert figures.reopened is None
    assert figures.median_delay is None
