"""The method table, compared with the Bot API as data, where that file is found beside the project."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.simulator import Call, undocumented
from bot.simulator.api import HANDLERS
from bot.simulator.methods import METHODS
from bot.simulator.objects import FAMILIES, OBJECTS
from tests.harness.calls import read_specification


@pytest.fixture(scope="module")
def specification() -> dict[str, Any]:
    found = read_specification()
    if found is None:
        pytest.skip("NOT COMPARED with the Bot API: shared/testdata/botapi-10.1.json is absent")
    return found


def described(fields: list[dict[str, Any]]) -> dict[str, tuple[set[str], bool]]:
    return {field["name"]: (set(field["types"]), field["required"]) for field in fields}


def test_every_method_has_a_handler_and_the_reverse() -> None:
    assert METHODS.keys() == HANDLERS.keys()
    assert len(METHODS) > 60


def test_every_method_and_parameter_is_the_documented_one(specification: dict[str, Any]) -> None:
    ours = {
        name: {each.name: (set(each.types), each.required) for each in method.parameters.values()}
        for name, method in METHODS.items()
    }
    theirs = {name: described(specification["methods"][name].get("fields", [])) for name in METHODS}
    assert ours == theirs


def test_every_object_and_field_is_the_documented_one(specification: dict[str, Any]) -> None:
    for name, known in OBJECTS.items():
        ours = {each.name: (set(each.types), each.required) for each in known.fields.values()}
        theirs = described(specification["types"][name]["fields"])
        assert ours.items() <= theirs.items()
        assert name == "User" or ours == theirs


def test_every_family_member_is_a_documented_one(specification: dict[str, Any]) -> None:
    for family, members in FAMILIES.items():
        assert set(members) <= set(specification["types"][family]["subtypes"])
        assert set(members) <= OBJECTS.keys()


def call(method: str, **params: object) -> Call:
    return Call(method, params, 200, datetime(2026, 11, 22, tzinfo=UTC), "1:a")


def test_undocumented_use_is_named(specification: dict[str, Any]) -> None:
    button = {"text": "a", "callback_data": "a", "colour": "red"}
    calls = [
        call("sendMessage", chat_id=1, text="a", reply_markup={"inline_keyboard": [[button]]}, mood="bonne"),
        call("sendMediaGroup", chat_id=1, media=[{"type": "photo", "media": "a", "caption": "b", "width": 1, "x": 2}]),
        call("sendTelepathy", chat_id=1),
        call("deleteMessage", chat_id=1),
        call("deleteMessage", chat_id=1),
    ]
    assert undocumented(calls, specification) == [
        "sendMessage: unknown field reply_markup.inline_keyboard.colour",
        "sendMessage: unknown parameter mood",
        "sendMediaGroup: unknown field media.x",
        "sendTelepathy: unknown method",
        "deleteMessage: missing parameter message_id",
    ]


def test_documented_use_passes(specification: dict[str, Any]) -> None:
    assert undocumented([call("getMe"), call("sendMessage", chat_id="@a", text="b")], specification) == []
