"""What meetings refuse, and why: every reason is the key of a sentence."""

from __future__ import annotations


class MeetingRefused(Exception):  # noqa: N818 - named for what happened
    """Something that cannot be done with a meeting; `reason` names the sentence that explains it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
