"""Methods about what the bot says of itself: commands, name, descriptions, menu button."""

from bot.simulator.schema import array, flag, integer, method, one_of, string

_LANGUAGE = string("language_code", 0, 2)
_SCOPE = one_of("scope", "BotCommandScope")

PROFILE_METHODS = (
    method("setMyCommands", array("commands", "BotCommand", low=1, high=100).needed(), _SCOPE, _LANGUAGE),
    method("getMyCommands", _SCOPE, _LANGUAGE),
    method("deleteMyCommands", _SCOPE, _LANGUAGE),
    method("setMyName", string("name", 0, 64), _LANGUAGE),
    method("getMyName", _LANGUAGE),
    method("setMyDescription", string("description", 0, 512), _LANGUAGE),
    method("getMyDescription", _LANGUAGE),
    method("setMyShortDescription", string("short_description", 0, 120), _LANGUAGE),
    method("getMyShortDescription", _LANGUAGE),
    method("setChatMenuButton", integer("chat_id"), one_of("menu_button", "MenuButton")),
    method("getChatMenuButton", integer("chat_id")),
    method("setMyDefaultAdministratorRights", one_of("rights", "ChatAdministratorRights"), flag("for_channels")),
    method("getMyDefaultAdministratorRights", flag("for_channels")),
)
