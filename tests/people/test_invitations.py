from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.people.models import Person, Role, RoleInvitation, RoleName
from actions.people.rights import (
    INVITATION_LIFETIME,
    InvitationRefused,
    coordinated_territories,
    coordination_of,
    grant,
    has_role,
    issue_invitation,
    redeem_invitation,
)
from actions.people.service import remember_person
from bot.store.engine import Sessions
from bot.store.vault import FernetVault
from tests.harness.everything import VAULT
from tests.harness.house import START, House
from tests.people.conftest import keep_two

SECOND = timedelta(seconds=1)


async def invite(session: AsyncSession, *, territory_id: int, role: RoleName = RoleName.COORDINATOR) -> str:
    issued = await issue_invitation(session, territory_id=territory_id, role=role, vault=VAULT, now=START)
    return issued.payload


async def person(session: AsyncSession, account: int = 7) -> Person:
    return await remember_person(session, account, language=Language.FRENCH, vault=VAULT, now=START)


async def refusal(session: AsyncSession, payload: str, *, after: timedelta = timedelta(0)) -> str:
    with pytest.raises(InvitationRefused) as refused:
        await redeem_invitation(session, payload, vault=VAULT, now=START + after)
    return refused.value.reason


async def test_invitation_is_used_once(session: AsyncSession, territories: tuple[int, int]) -> None:
    payload = await invite(session, territory_id=territories[0])
    invitation = await redeem_invitation(session, payload, vault=VAULT, now=START + INVITATION_LIFETIME - SECOND)
    assert (invitation.role, invitation.territory_id) == ("coordinator", territories[0])
    assert await refusal(session, payload) == "used"


async def test_invitation_expires(session: AsyncSession, territories: tuple[int, int]) -> None:
    payload = await invite(session, territory_id=territories[0])
    assert await refusal(session, payload, after=INVITATION_LIFETIME) == "expired"


async def test_invitation_signed_with_another_key_is_refused(
    session: AsyncSession, territories: tuple[int, int]
) -> None:
    other = await issue_invitation(
        session, territory_id=territories[0], role=RoleName.MEMBER, vault=FernetVault("z" * 48), now=START
    )
    assert await refusal(session, other.payload) == "forged"


async def test_invitation_well_signed_but_never_issued_is_refused(
    session: AsyncSession, territories: tuple[int, int]
) -> None:
    payload = await invite(session, territory_id=territories[0])
    await session.rollback()
    assert await refusal(session, payload) == "forged"


@given(payload=st.text(max_size=64).map(lambda text: f"r-{text}"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_invitation_made_up_is_refused_whatever_it_looks_like(payload: str) -> None:
    class NoDatabase:
        """A forged signature is refused before anybody is asked."""

    with pytest.raises(InvitationRefused, match="forged"):
        asyncio.run(redeem_invitation(NoDatabase(), payload, vault=VAULT, now=START))  # type: ignore[arg-type]


async def test_invitation_fits_a_link(session: AsyncSession, territories: tuple[int, int]) -> None:
    payload = await invite(session, territory_id=territories[0])
    assert len(payload) <= 64
    assert set(payload) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


async def test_invitation_keeps_nothing_that_makes_its_link_again(
    session: AsyncSession, territories: tuple[int, int]
) -> None:
    payload = await invite(session, territory_id=territories[0])
    row = (await session.scalars(select(RoleInvitation))).one()
    assert payload[2:24] not in str(vars(row))


async def test_invitation_taken_by_two_at_once_serves_one(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        territory_id, _ = await keep_two(session)
        payload = await invite(session, territory_id=territory_id)

    async def take(account: int) -> str:
        try:
            async with sessions.begin() as session:
                invitation = await redeem_invitation(session, payload, vault=VAULT, now=START)
                taker = await person(session, account)
                await grant(session, taker, role=RoleName(invitation.role), territory_id=territory_id, now=START)
        except InvitationRefused as refused:
            return refused.reason
        return "granted"

    outcomes = await asyncio.gather(*(take(account) for account in range(4)))
    async with sessions() as session:
        granted = list(await session.scalars(select(Role.name)))
        known = list(await session.scalars(select(Person.id)))
    assert sorted(outcomes) == ["granted", "used", "used", "used"]
    assert (granted, len(known)) == (["coordinator"], 1)


async def test_role_holds_in_its_own_territory_only(session: AsyncSession, territories: tuple[int, int]) -> None:
    here, elsewhere = territories
    coordinator = await person(session)
    for role in RoleName:
        await grant(session, coordinator, role=role, territory_id=here, now=START)
    everything = frozenset(RoleName)
    assert await has_role(session, coordinator, roles=everything, territory_id=here)
    assert not await has_role(session, coordinator, roles=everything, territory_id=elsewhere)
    assert not await has_role(session, coordinator, roles=everything, territory_id=999)
    assert await coordinated_territories(session, coordinator) == [here]
    assert await coordination_of(session, territory_id=elsewhere) == []


async def test_role_of_nobody_opens_nothing(session: AsyncSession, territories: tuple[int, int]) -> None:
    assert not await has_role(session, None, roles=frozenset(RoleName), territory_id=territories[0])
    assert await coordinated_territories(session, None) == []


async def test_role_given_twice_stands_once(session: AsyncSession, territories: tuple[int, int]) -> None:
    member = await person(session)
    for _ in range(2):
        await grant(session, member, role=RoleName.MEMBER, territory_id=territories[0], now=START)
    assert len(list(await session.scalars(select(Role.id)))) == 1
    assert not await has_role(session, member, roles={RoleName.COORDINATOR}, territory_id=territories[0])


async def test_coordination_names_coordinators_before_their_backups(
    session: AsyncSession, territories: tuple[int, int]
) -> None:
    backup, first, member = [await person(session, account) for account in (1, 2, 3)]
    await grant(session, backup, role=RoleName.BACKUP, territory_id=territories[0], now=START)
    await grant(session, first, role=RoleName.COORDINATOR, territory_id=territories[0], now=START)
    await grant(session, member, role=RoleName.MEMBER, territory_id=territories[0], now=START)
    assert await coordination_of(session, territory_id=territories[0]) == [first, backup]


@pytest.mark.parametrize("payload", ["r-forged-signature", "r-", "r-é-ü", "r-x" * 10])
async def test_link_that_is_refused_leaves_no_row_of_who_came_with_it(house: House, payload: str) -> None:
    heard = await house.hear(house.seat(), f"/start {payload}")
    async with house.app.parts.sessions() as session:
        known = list(await session.scalars(select(Person.id)))
    assert [text[:36] for text in heard] == ["Cette invitation n’est pas valable. "]
    assert known == []
