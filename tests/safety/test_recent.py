from datetime import UTC, datetime, timedelta

from actions.safety.recent import KEPT_CHATS, KEPT_MESSAGES, RecentTexts

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_recent_texts_come_back_in_order_for_their_chat_only() -> None:
    recent = RecentTexts()
    recent.add(1, "je veux", now=NOON)
    recent.add(2, "bonjour", now=NOON)
    recent.add(1, "mourir", now=NOON)
    assert recent.before(1, now=NOON) == ("je veux", "mourir")


def test_recent_texts_are_forgotten_after_two_minutes() -> None:
    recent = RecentTexts()
    recent.add(1, "vieux", now=NOON)
    recent.add(1, "neuf", now=NOON + timedelta(seconds=90))
    assert recent.before(1, now=NOON + timedelta(seconds=150)) == ("neuf",)
    assert recent.before(1, now=NOON + timedelta(minutes=9)) == ()


def test_recent_texts_keep_a_few_messages() -> None:
    recent = RecentTexts()
    for number in range(KEPT_MESSAGES + 3):
        recent.add(1, str(number), now=NOON)
    assert recent.before(1, now=NOON) == ("3", "4", "5", "6")


def test_recent_texts_keep_the_chats_that_spoke_last() -> None:
    recent = RecentTexts()
    for chat in range(KEPT_CHATS + 1):
        recent.add(chat, "bonjour", now=NOON)
    assert recent.before(0, now=NOON) == ()
    assert recent.before(KEPT_CHATS, now=NOON) == ("bonjour",)


def test_recent_texts_of_a_chat_can_be_cleared() -> None:
    recent = RecentTexts()
    recent.add(1, "secret", now=NOON)
    recent.clear(1)
    assert recent.before(1, now=NOON) == ()
