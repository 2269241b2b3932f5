"""What the bot says of itself."""

import json
import re
from functools import partial

from bot.simulator.api.access import find_chat
from bot.simulator.api.request import Handler, Request
from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json
from bot.simulator.objects import OBJECTS

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"|[a-z]{2}")
NO_RIGHTS: Json = {right.name: False for right in OBJECTS["ChatAdministratorRights"].fields.values() if right.required}


def _language(request: Request) -> str:
    code = request.arguments.text("language_code") or ""
    if not LANGUAGE.fullmatch(code):
        reason = "wrong language code specified"
        raise bad_request(reason)
    return code


def _scope(request: Request) -> str:
    scope = request.arguments.structure("scope") or {"type": "default"}
    if "chat_id" in scope:
        find_chat(request, scope["chat_id"])
    return json.dumps(scope, sort_keys=True)


def _set_commands(request: Request) -> bool:
    commands = request.arguments.structures("commands")
    if any(not COMMAND.fullmatch(command["command"]) for command in commands):
        reason = "BOT_COMMAND_INVALID"
        raise bad_request(reason)
    if len({command["command"] for command in commands}) < len(commands):
        reason = "the same command stands twice in the list"
        raise bad_request(reason)
    request.bot.commands[_scope(request), _language(request)] = commands
    return True


def _get_commands(request: Request) -> list[Json]:
    return request.bot.commands.get((_scope(request), _language(request)), [])


def _delete_commands(request: Request) -> bool:
    request.bot.commands.pop((_scope(request), _language(request)), None)
    return True


def _texts(request: Request, parameter: str) -> dict[str, str]:
    return {
        "name": request.bot.names,
        "description": request.bot.descriptions,
        "short_description": request.bot.short_descriptions,
    }[parameter]


def _set_text(parameter: str, request: Request) -> bool:
    texts, language = _texts(request, parameter), _language(request)
    text = request.arguments.text(parameter) or ""
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    request.world.changes.notify()
    return True


def _get_text(parameter: str, request: Request) -> Json:
    texts = _texts(request, parameter)
    default = request.bot.name if parameter == "name" else ""
    return {parameter: texts.get(_language(request), texts.get("", default))}


def _set_menu_button(request: Request) -> bool:
    button = request.arguments.structure("menu_button") or {"type": "default"}
    request.bot.menu_buttons[_menu_chat(request)] = button
    return True


def _get_menu_button(request: Request) -> Json:
    buttons = request.bot.menu_buttons
    return buttons.get(_menu_chat(request), buttons.get(None, {"type": "commands"}))


def _menu_chat(request: Request) -> int | None:
    number = request.arguments.integer("chat_id")
    if number is not None:
        find_chat(request, number)
    return number


def _set_default_rights(request: Request) -> bool:
    request.bot.default_rights[request.arguments.flag("for_channels")] = request.arguments.structure("rights") or {}
    return True


def _get_default_rights(request: Request) -> Json:
    return NO_RIGHTS | request.bot.default_rights.get(request.arguments.flag("for_channels"), {})


PROFILE_HANDLERS: dict[str, Handler] = {
    "setMyCommands": _set_commands,
    "getMyCommands": _get_commands,
    "deleteMyCommands": _delete_commands,
    "setMyName": partial(_set_text, "name"),
    "getMyName": partial(_get_text, "name"),
    "setMyDescription": partial(_set_text, "description"),
    "getMyDescription": partial(_get_text, "description"),
    "setMyShortDescription": partial(_set_text, "short_description"),
    "getMyShortDescription": partial(_get_text, "short_description"),
    "setChatMenuButton": _set_menu_button,
    "getChatMenuButton": _get_menu_button,
    "setMyDefaultAdministratorRights": _set_default_rights,
    "getMyDefaultAdministratorRights": _get_default_rights,
}
