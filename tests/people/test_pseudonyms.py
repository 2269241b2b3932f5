from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.people import my_data
from actions.people.service import PSEUDONYM_ALPHABET, join, remember_person
from tests.harness.everything import VAULT
from tests.harness.house import START


async def newcomer(session: AsyncSession, *, account: int, territory_id: int, stays: bool) -> str:
    """Join a territory, and leave everything again unless they stay; return the pseudonym that was given."""
    person = await remember_person(session, account, language=Language.FRENCH, vault=VAULT, now=START)
    membership = await join(session, person, territory_id=territory_id, now=START)
    if not stays:
        await my_data.erase(session, person, sections=my_data.SECTIONS, now=START)
    return membership.pseudonym


async def test_pseudonym_never_names_a_second_person(
    session: AsyncSession, territories: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With eight short pseudonyms only, and people who come and go, none is ever given twice."""
    monkeypatch.setattr("actions.people.service.PSEUDONYM_ALPHABET", "AB")
    given = [
        await newcomer(session, account=number, territory_id=territories[0], stays=number % 3 == 0)
        for number in range(60)
    ]
    assert len(set(given)) == 60
    assert {len(name) for name in given} > {3, 4}


async def test_pseudonym_of_one_who_left_is_not_given_back_to_them(
    session: AsyncSession, territories: tuple[int, int]
) -> None:
    given = [await newcomer(session, account=7, territory_id=territories[0], stays=False) for _ in range(12)]
    assert len(set(given)) == 12


async def test_pseudonym_is_short_and_reads_without_doubt(session: AsyncSession, territories: tuple[int, int]) -> None:
    given = await newcomer(session, account=7, territory_id=territories[0], stays=True)
    assert len(given) == 3
    assert set(given) <= set(PSEUDONYM_ALPHABET)
    assert set(PSEUDONYM_ALPHABET).isdisjoint("01ILOU")


async def test_pseudonym_stands_when_one_joins_again(session: AsyncSession, territories: tuple[int, int]) -> None:
    again = {await newcomer(session, account=7, territory_id=territories[0], stays=True) for _ in range(3)}
    assert len(again) == 1


async def test_pseudonyms_of_two_territories_do_not_tell_that_it_is_one_person(
    session: AsyncSession, territories: tuple[int, int]
) -> None:
    here, elsewhere = [
        [await newcomer(session, account=account, territory_id=number, stays=True) for account in range(20)]
        for number in territories
    ]
    assert here != elsewhere
