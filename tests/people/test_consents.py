from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.people import consents
from actions.people.consents import give_consent, standing_consent, withdraw_consent
from actions.people.models import Consent, Person, Purpose
from actions.people.service import remember_person
from tests.harness.everything import VAULT
from tests.harness.house import START

LATER = START + timedelta(days=1)


@pytest.fixture
async def person(session: AsyncSession) -> Person:
    return await remember_person(session, 7, language=Language.FRENCH, vault=VAULT, now=START)


async def test_consent_is_for_one_purpose_in_one_territory(
    session: AsyncSession, person: Person, territories: tuple[int, int]
) -> None:
    await give_consent(session, person, purpose=Purpose.REMINDERS, territory_id=territories[0], now=START)
    standing = [
        (purpose, territory_id)
        for purpose in Purpose
        for territory_id in territories
        if await standing_consent(session, person, purpose=purpose, territory_id=territory_id)
    ]
    assert standing == [(Purpose.REMINDERS, territories[0])]


async def test_consent_given_twice_keeps_its_first_date(
    session: AsyncSession, person: Person, territories: tuple[int, int]
) -> None:
    for now in (START, LATER):
        await give_consent(session, person, purpose=Purpose.RELAY, territory_id=territories[0], now=now)
    assert list(await session.scalars(select(Consent.given_at))) == [START]


async def test_consent_withdrawn_ends_at_once_and_its_dates_stay(
    session: AsyncSession, person: Person, territories: tuple[int, int]
) -> None:
    where = {"purpose": Purpose.FEEDBACK, "territory_id": territories[0]}
    await give_consent(session, person, now=START, **where)
    assert await withdraw_consent(session, person, now=LATER, **where)
    assert await standing_consent(session, person, **where) is None
    assert not await withdraw_consent(session, person, now=LATER, **where)
    await give_consent(session, person, now=LATER, **where)
    dates = list(await session.execute(select(Consent.given_at, Consent.withdrawn_at).order_by(Consent.id)))
    assert dates == [(START, LATER), (LATER, None)]


async def test_consent_to_an_older_wording_must_be_asked_again(
    session: AsyncSession, person: Person, territories: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = {"purpose": Purpose.QUESTIONS, "territory_id": territories[0]}
    await give_consent(session, person, now=START, **where)
    monkeypatch.setitem(consents.VERSIONS, Purpose.QUESTIONS, 2)
    assert await standing_consent(session, person, **where) is None
    assert (await give_consent(session, person, now=LATER, **where)).version == 2


def test_consents_have_a_version_for_each_purpose() -> None:
    assert set(consents.VERSIONS) == set(Purpose)
