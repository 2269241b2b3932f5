"""Files: up, down, again, and too big."""

from io import BytesIO

import aiohttp
import pytest

from bot.simulator import Seat, Simulator
from bot.simulator.arguments import Upload
from bot.simulator.files import DOWNLOAD_LIMIT, PHOTO_LIMIT, UPLOAD_LIMIT
from tests.simulator.conftest import Answer, HttpBot


async def upload(bot: HttpBot, method: str, field: str, content: bytes, **values: str) -> Answer:
    form = aiohttp.FormData()
    form.add_field(field, BytesIO(content), filename="fichier.ics", content_type="text/calendar")
    for name, value in values.items():
        form.add_field(name, value)
    async with bot.session.post(f"{bot.url}/bot{bot.account.token}/{method}", data=form) as response:
        return Answer(response.status, await response.json())


async def test_document_goes_up_down_and_out_again(bot: HttpBot, amina: Seat) -> None:
    to = str(amina.person.id)
    document = (await upload(bot, "sendDocument", "document", b"BEGIN", chat_id=to, caption="ics")).result["document"]
    assert (document["file_name"], document["mime_type"]) == ("fichier.ics", "text/calendar")
    path = (await bot.call("getFile", file_id=document["file_id"])).result["file_path"]
    async with bot.session.get(f"{bot.url}/file/bot{bot.account.token}/{path}") as response:
        assert await response.read() == b"BEGIN"
    again = await bot.call("sendDocument", chat_id=amina.person.id, document=document["file_id"])
    assert again.result["document"]["file_unique_id"] == document["file_unique_id"]
    as_photo = await bot.call("sendPhoto", chat_id=amina.person.id, photo=document["file_id"])
    assert as_photo.description == "Bad Request: can't use file of type Document as Photo"


async def test_file_of_a_person_is_readable(bot: HttpBot, amina: Seat) -> None:
    amina.send_document(name="avis.pdf", content=b"%PDF")
    document = (await bot.updates())[0]["message"]["document"]
    path = (await bot.call("getFile", file_id=document["file_id"])).result["file_path"]
    async with bot.session.get(f"{bot.url}/file/bot{bot.account.token}/{path}") as response:
        assert await response.read() == b"%PDF"


async def test_every_kind_of_file_arrives(bot: HttpBot, amina: Seat) -> None:
    amina.send_photo(caption="affiche")
    amina.send_video()
    amina.send_voice()
    amina.send_audio()
    amina.send_animation()
    amina.send_sticker()
    amina.send_video_note()
    album = amina.send_album(["un", None])
    messages = [update["message"] for update in await bot.updates()]
    kinds = ("photo", "video", "voice", "audio", "animation", "sticker", "video_note", "photo", "photo")
    assert [kind in message for kind, message in zip(kinds, messages, strict=True)] == [True] * 9
    assert messages[0]["caption"] == "affiche"
    assert messages[-1]["media_group_id"] == messages[-2]["media_group_id"] == album[0].album


@pytest.mark.parametrize(
    ("method", "field"),
    [
        ("sendPhoto", "photo"),
        ("sendAudio", "audio"),
        ("sendVideo", "video"),
        ("sendVoice", "voice"),
        ("sendVideoNote", "video_note"),
        ("sendAnimation", "animation"),
        ("sendSticker", "sticker"),
    ],
)
async def test_bot_sends_every_kind_of_file(bot: HttpBot, amina: Seat, method: str, field: str) -> None:
    sent = (await upload(bot, method, field, b"content", chat_id=str(amina.person.id))).result
    assert field in sent
    assert amina.last.media == field


async def test_sizes_are_bounded(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    to = str(amina.person.id)
    empty = await upload(bot, "sendDocument", "document", b"", chat_id=to)
    assert empty.description == "Bad Request: file must be non-empty"
    assert (await upload(bot, "sendPhoto", "photo", bytes(PHOTO_LIMIT + 1), chat_id=to)).status == 400
    too_big = await upload(bot, "sendDocument", "document", bytes(UPLOAD_LIMIT + 1), chat_id=to)
    assert (too_big.status, too_big.description) == (413, "Request Entity Too Large")
    amina.send_document(content=bytes(DOWNLOAD_LIMIT + 1))
    file_id = (await bot.updates())[0]["message"]["document"]["file_id"]
    assert (await bot.call("getFile", file_id=file_id)).description == "Bad Request: file is too big"
    assert simulator.world.files.find(file_id, bot_id=bot.account.id).size == DOWNLOAD_LIMIT + 1


async def test_foreign_identifiers_are_refused(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    other = simulator.world.add_bot(token="99:other", username="other_bot", name="Autre")
    stored = simulator.world.files.save(Upload("a", "text/plain", b"a"), kind="document", bot_id=other.id)
    for reference in (stored.file_id, "nonsense"):
        answer = await bot.call("sendDocument", chat_id=amina.person.id, document=reference)
        assert answer.description == "Bad Request: wrong file identifier/HTTP URL specified"
    answer = await bot.call("sendDocument", chat_id=amina.person.id, document="https://a.example/a.pdf")
    assert answer.description == "Bad Request: failed to get HTTP URL content"
    async with bot.session.get(f"{bot.url}/file/bot{bot.account.token}/{stored.path}") as response:
        assert response.status == 404


async def test_albums_do_not_mix_documents_with_pictures(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    bot_id = bot.account.id
    photo = simulator.world.files.save(Upload("a", "image/jpeg", b"a"), kind="photo", bot_id=bot_id).file_id
    document = simulator.world.files.save(Upload("a", "text/plain", b"b"), kind="document", bot_id=bot_id).file_id
    media = [{"type": "photo", "media": photo, "caption": "affiche"}, {"type": "photo", "media": photo}]
    sent = (await bot.call("sendMediaGroup", chat_id=amina.person.id, media=media)).result
    assert len({message["media_group_id"] for message in sent}) == 1
    mixed = [media[0], {"type": "document", "media": document}]
    answer = await bot.call("sendMediaGroup", chat_id=amina.person.id, media=mixed)
    assert answer.description == "Bad Request: document can't be mixed with other media types"
    answer = await bot.call("sendMediaGroup", chat_id=amina.person.id, media=media[:1])
    assert '"media" must be between 2 and 10' in answer.description
    absent = [{"type": "photo", "media": "attach://nowhere"}] * 2
    answer = await bot.call("sendMediaGroup", chat_id=amina.person.id, media=absent)
    assert "was not found among the uploaded files" in answer.description


async def test_caption_is_bounded_and_editable(bot: HttpBot, amina: Seat) -> None:
    to = str(amina.person.id)
    assert (await upload(bot, "sendPhoto", "photo", b"x", chat_id=to, caption="a" * 1024)).status == 200
    long = await upload(bot, "sendPhoto", "photo", b"x", chat_id=to, caption="a" * 1025)
    assert long.description == "Bad Request: message caption is too long"
    here = {"chat_id": amina.person.id, "message_id": amina.last.id}
    await bot.call("editMessageCaption", **here, caption="<i>b</i>", parse_mode="HTML")
    assert amina.last.caption == "b"
    other = amina.last.payload["photo"][0]["file_id"]
    media = {"type": "photo", "media": other, "caption": "c"}
    assert (await bot.call("editMessageMedia", **here, media=media)).result["caption"] == "c"
