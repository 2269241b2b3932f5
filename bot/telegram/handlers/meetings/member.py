"""What an invited person does with a card: answer, needs, guests, a voice given, the calendar file."""

from __future__ import annotations

from dataclasses import replace

from actions.meetings import answers
from actions.meetings.errors import MeetingRefused
from actions.meetings.kinds import Answer, Need
from actions.meetings.models import Invitation, Meeting
from actions.people.models import Person
from actions.reply import Reply, Urgency, say
from bot.delivery.conversations import Form
from bot.delivery.outbox import message_of
from bot.telegram.handlers import welcome
from bot.telegram.handlers.meetings import words
from bot.telegram.handlers.meetings.calendar_file import send_calendar
from bot.telegram.handlers.meetings.card import card
from bot.telegram.handlers.meetings.delivery import CardPost, reference
from bot.telegram.handlers.meetings.words import ticked
from bot.telegram.tokens import button
from bot.telegram.turn import Turn

NEED_FORM = "meeting_need"
PROXY_FORM = "meeting_proxy"
LONGEST_NEED = 300


async def invitation_pressed(turn: Turn) -> tuple[Invitation, Meeting] | None:
    """The person's own invitation that the button names, or None."""
    number = turn.action[2] if len(turn.action) > 2 else ""  # noqa: PLR2004 - word, verb, number
    if turn.person is None or not number.isdecimal():
        return None
    invitation = await turn.session.get(Invitation, int(number))
    if invitation is None or invitation.person_id != turn.person.id:
        return None
    return invitation, await turn.session.get_one(Meeting, invitation.meeting_id)


async def answer(turn: Turn) -> None:
    """Oui, en visio, peut-être, non. Twice the same changes nothing."""
    found = await invitation_pressed(turn)
    if found is None:
        await welcome.offer_again(turn)
        return
    invitation, meeting = found
    try:
        standing = await answers.reply_to(
            turn.session, invitation, answer=Answer(turn.action[1]), guests=_kept_guests(turn, invitation), now=turn.now
        )
    except MeetingRefused as refused:
        turn.acknowledge(f"meeting.refused_{refused.reason}")
    else:
        turn.acknowledge("meeting.noted" if standing.changed else "meeting.already")
    await show_state(turn, invitation, meeting)


async def show_state(turn: Turn, invitation: Invitation, meeting: Meeting) -> None:
    """The card as it stands, in place of what was pressed; the living one is kept true if it is another message."""
    shown = await card(turn.session, invitation, meeting, vault=turn.services.vault, now=turn.now)
    turn.reply(replace(shown, replaces=True, urgency=Urgency.LIVE))
    pressed = turn.update.callback_query.message if turn.update.callback_query else None
    living = await message_of(turn.session, reference(invitation.id))
    if turn.person is not None and (pressed is None or living != pressed.message_id):
        await CardPost(turn.services.post).refresh(turn.session, invitation, meeting, person=turn.person, now=turn.now)


async def choose_needs(turn: Turn) -> None:
    """The needs, to tick and untick; each tap is kept at once."""
    found = await invitation_pressed(turn)
    if found is None:
        await welcome.offer_again(turn)
        return
    invitation, meeting = found
    if turn.action[3:] and turn.action[3] in set(Need):
        await answers.toggle_need(turn.session, invitation, need=Need(turn.action[3]))
    turn.reply(_needs_reply(invitation, meeting, turn=turn))


def _needs_reply(invitation: Invitation, meeting: Meeting, *, turn: Turn) -> Reply:
    rows = [
        (button(ticked(f"meeting.need_{need.value}", chosen=need.value in invitation.needs), "mt", "needs",
                invitation.id, need.value),)
        for need in Need
    ]  # fmt: skip
    own = answers.need_in_words(invitation, vault=turn.services.vault)
    if own:
        rows.append((button(say("button.meeting_need_forget"), "mt", "unsay", invitation.id),))
    rows.append((button(say("button.meeting_need_other"), "mt", "words", invitation.id),))
    rows.append((button(say("button.meeting_done"), "mt", "card", invitation.id),))
    return Reply(parts=(say("meeting.needs_question", title=words.title(meeting)),), buttons=tuple(rows), replaces=True)


async def ask_need_in_words(turn: Turn) -> None:
    """A need that is not in the list: in a few words."""
    found = await invitation_pressed(turn)
    if found is None:
        await welcome.offer_again(turn)
        return
    turn.conversation.form = Form(NEED_FORM, "words", {"invitation": found[0].id})
    _ask(turn, "meeting.need_words_question", back=found[0].id)


async def keep_need_in_words(turn: Turn) -> None:
    """The words of a need."""
    found = await _invitation_of_form(turn)
    turn.conversation.form = None
    if found is None:
        turn.say("meeting.form_lost")
        return
    invitation, meeting = found
    text = turn.text.strip()
    if not text:
        turn.say("meeting.words_only")
        return
    await answers.say_need(turn.session, invitation, words=text[:LONGEST_NEED], vault=turn.services.vault)
    if len(text) > LONGEST_NEED:
        turn.say("meeting.cut", count=LONGEST_NEED)
    await show_again(turn, invitation, meeting)


async def forget_need_in_words(turn: Turn) -> None:
    """Take the words of a need away."""
    found = await invitation_pressed(turn)
    if found is None:
        await welcome.offer_again(turn)
        return
    await answers.say_need(turn.session, found[0], words="", vault=turn.services.vault)
    await show_state(turn, *found)


async def choose_guests(turn: Turn) -> None:
    """How many come along."""
    found = await invitation_pressed(turn)
    if found is None:
        await welcome.offer_again(turn)
        return
    invitation, meeting = found
    if not turn.action[3:]:
        row = tuple(
            button(say("button.number", number=number), "mt", "guests", invitation.id, number)
            for number in range(answers.MOST_GUESTS + 1)
        )
        back = (button(say("button.meeting_back"), "mt", "card", invitation.id),)
        turn.reply(Reply(parts=(say("meeting.guests_question"),), buttons=(row, back), replaces=True))
        return
    await _bring(turn, invitation, meeting)


async def _bring(turn: Turn, invitation: Invitation, meeting: Meeting) -> None:
    number = turn.action[3]
    try:
        await answers.reply_to(
            turn.session,
            invitation,
            answer=Answer(invitation.answer),
            guests=int(number) if number.isdecimal() else 0,
            now=turn.now,
        )
    except MeetingRefused as refused:
        turn.acknowledge(f"meeting.refused_{refused.reason}")
    await show_state(turn, invitation, meeting)


async def ask_proxy(turn: Turn) -> None:
    """Give one's voice: to whom, by pseudonym. Given already, it can be taken back."""
    found = await invitation_pressed(turn)
    if found is None:
        await welcome.offer_again(turn)
        return
    invitation, meeting = found
    if invitation.proxy_state is not None:
        await answers.withdraw_proxy(turn.session, invitation)
        turn.acknowledge("meeting.proxy_withdrawn")
        await show_state(turn, invitation, meeting)
        return
    turn.conversation.form = Form(PROXY_FORM, "pseudonym", {"invitation": invitation.id})
    _ask(turn, "meeting.proxy_question", back=invitation.id)


async def offer_proxy(turn: Turn) -> None:
    """Ask the named person whether they accept; they decide."""
    found = await _invitation_of_form(turn)
    if found is None:
        turn.conversation.form = None
        turn.say("meeting.form_lost")
        return
    invitation, meeting = found
    try:
        holder = await answers.offer_proxy(turn.session, invitation, pseudonym=turn.text[:20], now=turn.now)
    except MeetingRefused as refused:
        _ask(turn, f"meeting.refused_{refused.reason}", back=invitation.id)
        return
    turn.conversation.form = None
    asked = Reply(
        parts=(say("meeting.proxy_asked", title=words.title(meeting)), words.facts(meeting, with_video=False)),
        buttons=(
            (button(say("button.meeting_proxy_accept"), "mt", "carry", holder.id, invitation.id),),
            (button(say("button.meeting_proxy_decline"), "mt", "nocarry", holder.id, invitation.id),),
        ),
        urgency=Urgency.NOTICE,
    )
    person = await turn.session.get_one(Person, holder.person_id)
    await turn.services.post.write_to_person(turn.session, asked, person=person, now=turn.now)
    await show_again(turn, invitation, meeting)


async def decide_proxy(turn: Turn) -> None:
    """Accept or decline to carry somebody's voice; they are told."""
    found = await invitation_pressed(turn)
    if found is None or not turn.action[3:] or not turn.action[3].isdecimal():
        await welcome.offer_again(turn)
        return
    holder, meeting = found
    accepts = turn.action[1] == "carry"
    try:
        giver = await answers.answer_proxy(
            turn.session, holder, giver_id=int(turn.action[3]), accepts=accepts, now=turn.now
        )
    except MeetingRefused as refused:
        turn.acknowledge(f"meeting.refused_{refused.reason}")
        await show_state(turn, holder, meeting)
        return
    key = "meeting.proxy_was_accepted" if accepts else "meeting.proxy_was_declined"
    told = Reply(parts=(say(key, title=words.title(meeting)),), urgency=Urgency.NOTICE)
    person = await turn.session.get_one(Person, giver.person_id)
    await turn.services.post.write_to_person(turn.session, told, person=person, now=turn.now)
    await CardPost(turn.services.post).refresh(turn.session, giver, meeting, person=person, now=turn.now)
    await show_state(turn, holder, meeting)


async def give_calendar(turn: Turn) -> None:
    """The calendar file, kept true from now on."""
    found = await invitation_pressed(turn)
    if found is None or turn.person is None:
        await welcome.offer_again(turn)
        return
    await send_calendar(turn.session, turn.services.post, *found, person=turn.person, now=turn.now)
    turn.acknowledge("meeting.calendar_sent")


async def show_pressed(turn: Turn) -> None:
    """Back to the card, in place."""
    found = await invitation_pressed(turn)
    if found is None:
        await welcome.offer_again(turn)
        return
    turn.conversation.form = None
    await show_state(turn, *found)


async def bring_forward(turn: Turn) -> None:
    """The card, at the end of the chat."""
    found = await invitation_pressed(turn)
    if found is None:
        await welcome.offer_again(turn)
        return
    turn.conversation.form = None
    await show_again(turn, *found)


async def show_again(turn: Turn, invitation: Invitation, meeting: Meeting) -> None:
    """The living card at the end of the chat; its former place points here."""
    if turn.person is None:
        return
    await CardPost(turn.services.post).show(turn.session, invitation, meeting, person=turn.person, now=turn.now)


def _kept_guests(turn: Turn, invitation: Invitation) -> int:
    """Whoever changes from yes to video and back keeps their company; a no leaves it."""
    return 0 if turn.action[1] == Answer.NO.value else invitation.guests


def _ask(turn: Turn, key: str, *, back: int) -> None:
    turn.reply(Reply(parts=(say(key),), buttons=((button(say("button.meeting_back"), "mt", "forward", back),),)))


async def _invitation_of_form(turn: Turn) -> tuple[Invitation, Meeting] | None:
    form = turn.conversation.form
    if form is None or turn.person is None:
        return None
    invitation = await turn.session.get(Invitation, form.given["invitation"])
    if invitation is None or invitation.person_id != turn.person.id:
        return None
    return invitation, await turn.session.get_one(Meeting, invitation.meeting_id)
