"""What can go wrong with the understanding of messages.

NluError
├── NluUnavailable      the server does not answer: menus, help lines and the directory go on without it
├── TrainingFailed      no model could be made
├── BadExamples         training files that cannot be read, or contradict themselves
└── Leaked              training or content lines that stand in a test set
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class NluError(Exception):
    """The root of this tree."""


class NluUnavailable(NluError):  # noqa: N818 - named for what happened
    """The server is starting, down, too slow, or refuses the token."""


class TrainingFailed(NluError):  # noqa: N818 - named for what happened
    """Training ended without a model; the text holds what the trainer said last."""


class Problems(NluError):  # noqa: N818 - named for what happened
    """Several findings, each beginning with `file:line:`."""

    def __init__(self, findings: Sequence[str]) -> None:
        """Keep the findings; the text of the error is one a line."""
        self.findings = tuple(findings)
        super().__init__("\n".join(self.findings))


class BadExamples(Problems):
    """Training files that cannot be learnt from."""


class Leaked(Problems):
    """Lines written for training or content that stand, nearly or exactly, in a set meant for measuring."""
