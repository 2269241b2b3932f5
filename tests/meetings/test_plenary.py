"""A plenary from a blank CLSM to the sheet, with everything that happens on the way."""

from datetime import timedelta

from tests.harness.house import House
from tests.meetings.council import Council, living_card, said


async def test_an_announced_meeting_reaches_every_member_once(house: House) -> None:
    council = await Council.found(house)
    members = [await council.join(f"P{number}") for number in range(3)]
    await council.draft()
    print(said(council.claire)[-1])
    heard = await council.announce()
    print(heard, said(members[0]))
    for seat in members:
        assert living_card(seat).text.startswith("Invitation")
