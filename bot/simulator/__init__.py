"""A stateful, strict Telegram Bot API on loopback: what proves the bot, without Telegram.

>>> simulator = Simulator(clock=SimulatorClock(start=moment))
>>> url = await simulator.start()
>>> bot = simulator.world.add_bot(token="1234:TEST", username="clsm_bot", name="CLSM")
>>> amina = simulator.world.seat(simulator.world.add_person("Amina"))
>>> amina.say("/start")
"""

from bot.simulator.bubbles import Bubble, Button
from bot.simulator.callbacks import Alert
from bot.simulator.calls import Call, undocumented
from bot.simulator.chats import ADMINISTRATOR_RIGHTS, Group, PrivateChat, Topic
from bot.simulator.clock import SimulatorClock
from bot.simulator.faults import FaultKind, Faults
from bot.simulator.limits import Limits
from bot.simulator.people import Bot, Person
from bot.simulator.seat import Seat
from bot.simulator.simulator import Simulator
from bot.simulator.taps import SeatError, Tap, ask_bot
from bot.simulator.updates import Update
from bot.simulator.world import World

__all__ = [
    "ADMINISTRATOR_RIGHTS",
    "Alert",
    "Bot",
    "Bubble",
    "Button",
    "Call",
    "FaultKind",
    "Faults",
    "Group",
    "Limits",
    "Person",
    "PrivateChat",
    "Seat",
    "SeatError",
    "Simulator",
    "SimulatorClock",
    "Tap",
    "Topic",
    "Update",
    "World",
    "ask_bot",
    "undocumented",
]
