"""Troubles on demand: what the network and Telegram do on a bad day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.simulator.errors import ApiError, bad_request, forbidden, too_many_requests


class FaultKind(StrEnum):
    """What goes wrong with a call."""

    TOO_MANY_REQUESTS = "429"
    FORBIDDEN = "403"
    BAD_REQUEST = "400"
    BAD_GATEWAY = "502"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    MIGRATE = "migrate"
    DELAY = "delay"
    NOT_JSON = "not_json"


@dataclass(frozen=True, slots=True)
class Fault:
    """One trouble to come: for which calls, how many times, and its details.

    `method` None means any method, `chat_id` None any chat. `seconds` (real seconds) serves "delay" only.
    """

    kind: FaultKind
    method: str | None = None
    times: int = 1
    chat_id: int | None = None
    retry_after: int = 1
    description: str | None = None
    seconds: float = 0.0

    def concerns(self, *, method: str, chat_id: object) -> bool:
        """Whether a call of `method` to `chat_id` meets this trouble."""
        return self.method in {None, method} and (self.chat_id is None or str(self.chat_id) == str(chat_id))

    def refusal(self) -> ApiError | None:
        """The error to answer instead of doing the call, for the kinds that refuse."""
        match self.kind:
            case FaultKind.TOO_MANY_REQUESTS:
                return too_many_requests(retry_after=self.retry_after)
            case FaultKind.FORBIDDEN:
                return forbidden(self.description or "bot was blocked by the user")
            case FaultKind.BAD_REQUEST:
                return bad_request(self.description or "the simulator was told to refuse")
            case FaultKind.BAD_GATEWAY:
                return ApiError(502, self.description or "Bad Gateway")
            case _:
                return None


class Faults:
    """The troubles still to come, in the order they were added."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def add(
        self,
        *,
        kind: FaultKind | str,
        method: str | None = None,
        times: int = 1,
        chat_id: int | None = None,
        retry_after: int = 1,
        description: str | None = None,
        seconds: float = 0.0,
    ) -> Fault:
        """Plan a trouble for the next `times` matching calls. Raises ValueError on an unknown kind."""
        fault = Fault(FaultKind(kind), method, times, chat_id, retry_after, description, seconds)
        self._planned.append(fault)
        return fault

    def take(self, *, method: str, chat_id: object) -> Fault | None:
        """The trouble this call meets, used up by one; None when all is well."""
        for place, fault in enumerate(self._planned):
            if fault.concerns(method=method, chat_id=chat_id):
                if fault.times > 1:
                    self._planned[place] = replace(fault, times=fault.times - 1)
                else:
                    del self._planned[place]
                return fault
        return None

    def clear(self) -> None:
        """Plan nothing any more."""
        self._planned.clear()

    def __iter__(self) -> Iterator[Fault]:
        return iter(tuple(self._planned))

    def __len__(self) -> int:
        return len(self._planned)
