"""Polls: sending and stopping them."""

from datetime import timedelta

from bot.simulator.api.access import find_message, writable_chat
from bot.simulator.api.request import Handler, Request
from bot.simulator.api.sending import deliver
from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json
from bot.simulator.keyboards import check_markup
from bot.simulator.messages import Body
from bot.simulator.polls import Poll
from bot.simulator.views import timestamp

SHORTEST = timedelta(seconds=5)
LONGEST = timedelta(seconds=2_628_000)


def _send_poll(request: Request) -> Json:
    poll = _read_poll(request)
    _check_poll(request, poll)
    view = deliver(request, Body("poll", payload={"poll": poll.fields()}))
    request.world.add_poll(poll)
    return view


def _read_poll(request: Request) -> Poll:
    arguments = request.arguments
    quiz = arguments.text("type") == "quiz"
    return Poll(
        id=request.world.next_poll_id(),
        question=arguments.some_text("question"),
        options=tuple(option["text"] for option in arguments.structures("options")),
        anonymous=arguments.flag("is_anonymous") if "is_anonymous" in arguments else True,
        multiple=arguments.flag("allows_multiple_answers"),
        revoting=arguments.flag("allows_revoting") if "allows_revoting" in arguments else not quiz,
        quiz=quiz,
        correct=tuple(arguments.integers("correct_option_ids")),
        closed=arguments.flag("is_closed"),
        details=arguments.subset("explanation", "open_period", "close_date", "description"),
    )


def _check_poll(request: Request, poll: Poll) -> None:
    problem = None
    if poll.quiz and not poll.correct:
        problem = "quiz must have a correct option"
    elif any(not 0 <= number < len(poll.options) for number in poll.correct):
        problem = "correct option number is out of range"
    elif len(set(poll.options)) < len(poll.options):
        problem = "poll options must be different"
    elif {"open_period", "close_date"} <= poll.details.keys():
        problem = "open_period and close_date can't be used together"
    elif "close_date" in poll.details:
        earliest, latest = timestamp(request.now + SHORTEST), timestamp(request.now + LONGEST)
        problem = None if earliest <= poll.details["close_date"] <= latest else "wrong poll close date specified"
    if problem is not None:
        raise bad_request(problem)


def _stop_poll(request: Request) -> Json:
    keyboard = request.arguments.structure("reply_markup")
    check_markup(keyboard)
    chat = writable_chat(request)
    number = request.arguments.some_integer("message_id")
    message = find_message(request, chat, number, purpose="stop poll")
    described = message.body.payload.get("poll")
    if described is None or message.sender is not request.bot:
        reason = "message with poll to stop not found"
        raise bad_request(reason)
    poll = request.world.polls[described["id"]]
    if poll.closed:
        reason = "poll has already been closed"
        raise bad_request(reason)
    poll.closed = True
    message.body = Body("poll", payload={"poll": poll.fields()})
    message.inline_keyboard = keyboard
    request.queue.add("poll", poll.fields())
    request.world.changes.notify()
    return poll.fields()


POLL_HANDLERS: dict[str, Handler] = {"sendPoll": _send_poll, "stopPoll": _stop_poll}
