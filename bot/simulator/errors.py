"""The refusals of the Bot API, with Telegram's own codes and descriptions."""


class ApiError(Exception):
    """A call is refused: an HTTP status, a description for people, and parameters for programs."""

    def __init__(self, status: int, description: str, *, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters or {}


def bad_request(reason: str) -> ApiError:
    """The call itself is wrong: 400."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """The bot may not do this here: 403."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """Two ways of receiving updates at the same time: 409."""
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(*, retry_after: int) -> ApiError:
    """The bot must be silent for `retry_after` seconds: 429."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", parameters={"retry_after": retry_after})


def upgraded_group(*, new_id: int) -> ApiError:
    """The basic group became a supergroup and lives under `new_id`: 400."""
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, description, parameters={"migrate_to_chat_id": new_id})
