"""From a call to its outcome: faults, checks, rates, the handler, and the record of it all."""

import asyncio
import inspect
from dataclasses import dataclass, field
from enum import Enum

from bot.simulator.api import HANDLERS
from bot.simulator.api.request import Request
from bot.simulator.arguments import Arguments, Upload
from bot.simulator.calls import Call
from bot.simulator.checks import attached_names, check_call, decode_form
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.faults import Fault, FaultKind, Faults
from bot.simulator.jsontypes import Json
from bot.simulator.limits import RateKeeper
from bot.simulator.memberships import migrate, owner
from bot.simulator.methods import METHODS
from bot.simulator.people import Bot
from bot.simulator.schema import Method
from bot.simulator.webhooks import Webhook
from bot.simulator.world import World


@dataclass(frozen=True, slots=True)
class Incoming:
    """A call as it arrived, before any check. The values of a form are strings."""

    token: str
    method: str
    fields: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    is_form: bool = False


class Manner(Enum):
    """How the answer travels: as JSON, as a proxy's page, or not at all because the connection is cut."""

    JSON = "json"
    PAGE = "page"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call came to: a result, or an error."""

    result: object = None
    error: ApiError | None = None
    manner: Manner = Manner.JSON

    @property
    def status(self) -> int:
        """The HTTP status, 0 when the connection is cut."""
        if self.manner is not Manner.JSON:
            return 404 if self.manner is Manner.PAGE else 0
        return self.error.status if self.error else 200


class _InterruptedError(Exception):
    """The call never reaches Telegram."""

    def __init__(self, manner: Manner) -> None:
        super().__init__(manner.value)
        self.manner = manner


class Dispatcher:
    """Does the calls of bots in one world."""

    def __init__(self, *, world: World, faults: Faults, rates: RateKeeper) -> None:
        self.calls: list[Call] = []
        self._world = world
        self._faults = faults
        self._rates = rates
        self._webhooks: dict[int, Webhook] = {}

    async def run(self, incoming: Incoming) -> Outcome:
        """Do one call and record it. Never raises: refusals and faults are outcomes."""
        params = incoming.fields
        fault: Fault | None = None
        try:
            bot = self.find_bot(incoming.token)
            method = _find_method(incoming.method)
            params = decode_form(method, params) if incoming.is_form else params
            fault = self._faults.take(method=method.name, chat_id=params.get("chat_id"))
            await self._suffer(fault, params)
            outcome = Outcome(await self._execute(bot, method, params, incoming.uploads))
        except ApiError as error:
            outcome = Outcome(error=error)
        except _InterruptedError as interruption:
            outcome = Outcome(manner=interruption.manner)
        if fault is not None and fault.kind is FaultKind.DROP_AFTER:
            outcome = Outcome(outcome.result, outcome.error, Manner.CUT)
        self._record(incoming, params, outcome, fault)
        return outcome

    def find_bot(self, token: str) -> Bot:
        """The bot of a token. Raises ApiError: 404 for what is no token, 401 for an unknown or logged out one."""
        number, colon, secret = token.partition(":")
        if not (number.isdigit() and colon and secret):
            raise ApiError(404, "Not Found")
        bot = self._world.bots.get(token)
        if bot is None or (bot.logged_out_until is not None and self._world.clock.now() < bot.logged_out_until):
            raise ApiError(401, "Unauthorized")
        return bot

    def close(self) -> None:
        """Stop every webhook and let waiting polls go."""
        for webhook in self._webhooks.values():
            webhook.close()
        for bot in self._world.bots.values():
            self._world.queue(bot).release_poller()

    async def _suffer(self, fault: Fault | None, params: Json) -> None:
        if fault is None:
            return
        refusal = fault.refusal()
        if refusal is not None:
            raise refusal
        match fault.kind:
            case FaultKind.DELAY:
                self._world.changes.notify()
                await asyncio.sleep(fault.seconds)
            case FaultKind.DROP_BEFORE:
                raise _InterruptedError(Manner.CUT)
            case FaultKind.NOT_JSON:
                raise _InterruptedError(Manner.PAGE)
            case FaultKind.MIGRATE:
                self._migrate(params.get("chat_id"))

    def _migrate(self, chat_id: object) -> None:
        group = next((each for each in self._world.groups.values() if str(each.id) == str(chat_id)), None)
        if group is not None and not group.supergroup:
            migrate(self._world, group, by=owner(group))

    async def _execute(self, bot: Bot, method: Method, params: Json, uploads: dict[str, Upload]) -> object:
        arguments = check_call(method, params, uploads)
        if method.sends:
            self._admit(bot, arguments)
        result = HANDLERS[method.name](Request(self._world, bot, arguments, self._webhook(bot)))
        return await result if inspect.isawaitable(result) else result

    def _admit(self, bot: Bot, arguments: Arguments) -> None:
        self._rates.admit(
            bot_id=bot.id,
            chat_id=arguments.some_chat(),
            now=self._world.clock.now(),
            paid=arguments.flag("allow_paid_broadcast"),
            count=max(1, len(arguments.structures("media")), len(arguments.integers("message_ids"))),
        )

    def _webhook(self, bot: Bot) -> Webhook:
        if bot.id not in self._webhooks:
            self._webhooks[bot.id] = Webhook(queue=self._world.queue(bot), now=self._world.clock.now)
        return self._webhooks[bot.id]

    def _record(self, incoming: Incoming, params: Json, outcome: Outcome, fault: Fault | None) -> None:
        attached = attached_names(params) if incoming.uploads else frozenset()
        files = {name: each.summary() for name, each in incoming.uploads.items() if name not in attached}
        self.calls.append(
            Call(
                method=incoming.method,
                params={**files, **params},
                status=outcome.status,
                at=self._world.clock.now(),
                bot_token=incoming.token,
                description=outcome.error.description if outcome.error else None,
                fault=fault.kind.value if fault else None,
            )
        )
        self._world.changes.notify()


def _find_method(name: str) -> Method:
    method = METHODS.get(name)
    if method is None:
        reason = f"the method {name} is unknown to the simulator"
        raise bad_request(reason)
    return method
