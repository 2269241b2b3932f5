"""The tokens behind buttons: short, explicit, at most 64 bytes, and never arbitrary data.

A token is a word and its arguments, joined by colons. The words are listed in routes.py.
"""

from __future__ import annotations

from actions.reply import Button, Label, Question, say

LONGEST_TOKEN = 64


def token(word: str, *arguments: str | int) -> str:
    """The token of an action; ValueError if Telegram would refuse it."""
    made = ":".join([word, *(str(argument) for argument in arguments)])
    if len(made.encode()) > LONGEST_TOKEN:
        raise ValueError(f"a token holds {LONGEST_TOKEN} bytes: {made}")
    return made


def button(label: Label, word: str, *arguments: str | int) -> Button:
    """A button that does something."""
    return Button(label, action=token(word, *arguments))


def menu_button() -> Button:
    """Back to the menu."""
    return button(say("button.menu"), "menu")


def urgent_button() -> Button:
    """To the help lines: under every menu, whatever was answered before."""
    return button(say("button.urgent"), "sos")


def question_button(intent: str) -> Button:
    """A button that asks the question of an intent."""
    return button(Question(intent), "ask", intent)
