from datetime import timedelta

from actions.people.models import RoleName
from actions.people.rights import issue_invitation
from actions.territories.service import find_territory


async def link_of(house, slug, role=RoleName.COORDINATOR):
    parts = house.app.parts
    async with parts.sessions.begin() as session:
        t = await find_territory(session, slug)
        from bot.store.vault import FernetVault
        i = await issue_invitation(session, territory_id=t.id, role=role, vault=FernetVault("k"*48), now=house.clock.now())
    return i.payload

async def test_smoke(house, caplog):
    claire = house.seat("Claire")
    await house.hear(claire, f"/start {await link_of(house,'lille')}")
    w = house.simulator.world
    group = w.add_group("Coordination", forum=True, members=[claire.person], with_bot=True)
    desk = w.seat(claire.person, chat=group)
    print(await house.hear(desk, "/lier"))
    amina = house.seat("Amina")
    await house.hear(amina, "/start c-lille")
    for b in ("Écrire à la coordination","Une information","J’écris, et vous pouvez avertir"):
        amina.tap(b); await house.settle(); print(amina.last.text, amina.last.labels)
    print(await house.hear(amina, "bonjour, je cherche un groupe"))
    print(await house.hear(amina, "et une deuxième chose"))
    amina.send_photo(caption="photo"); await house.settle()
    amina.send_album([None,"deux"]); await house.settle(); await house.advance(timedelta(seconds=3))
    for m in desk.messages: print("DESK", m, m.thread, m.album, m.message.reactions)
    line = [m for m in desk.messages if m.text and "groupe" in m.text][0]
    topic = w.seat(claire.person, chat=group, thread=line.thread)
    r=topic.say("Oui, le jeudi", reply_to=line); topic.say("note interne"); await house.settle()
    topic.edit(r,"Oui, le vendredi"); await house.settle()
    for m in amina.messages: print("AMINA", m)
    for m in desk.messages: print("DESK", m, m.thread)
    for c in house.simulator.calls:
        if c.status!=200: print(c.method,c.status,c.description)
    print([r.getMessage() for r in caplog.records if r.levelname=="ERROR"])
