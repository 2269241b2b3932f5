"""The one error that is shown to an operator as it stands."""

from __future__ import annotations


class OperatorMistake(Exception):  # noqa: N818 - named for what happened
    """Something the operator can mend; the message says what and how."""
