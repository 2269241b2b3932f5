"""Polls: who voted for what, and what a bot may know of it."""

from dataclasses import dataclass, field

from bot.simulator.jsontypes import Json


@dataclass(slots=True, eq=False)
class Poll:
    """One poll and its votes: for each voter, the numbers of the chosen options."""

    id: str
    question: str
    options: tuple[str, ...]
    anonymous: bool = True
    multiple: bool = False
    revoting: bool = True
    quiz: bool = False
    correct: tuple[int, ...] = ()
    closed: bool = False
    details: Json = field(default_factory=dict)
    votes: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def vote(self, person_id: int, chosen: tuple[int, ...]) -> None:
        """Record, change or (when empty) take back a vote. Raises ValueError when the poll does not allow it."""
        if self.closed:
            message = "this poll is closed"
            raise ValueError(message)
        if len(chosen) > 1 and not self.multiple:
            message = "this poll takes one answer"
            raise ValueError(message)
        if person_id in self.votes and not self.revoting:
            message = "this poll does not let anybody change their answer"
            raise ValueError(message)
        if chosen:
            self.votes[person_id] = chosen
        else:
            self.votes.pop(person_id, None)

    def fields(self) -> Json:
        """The `Poll` object of the Bot API."""
        counts = [sum(number in chosen for chosen in self.votes.values()) for number in range(len(self.options))]
        options = [
            {"persistent_id": f"{self.id}-{number}", "text": text, "voter_count": counts[number]}
            for number, text in enumerate(self.options)
        ]
        view: Json = {
            "id": self.id,
            "question": self.question,
            "options": options,
            "total_voter_count": len(self.votes),
            "is_closed": self.closed,
            "is_anonymous": self.anonymous,
            "type": "quiz" if self.quiz else "regular",
            "allows_multiple_answers": self.multiple,
            "allows_revoting": self.revoting,
            "members_only": False,
            **self.details,
        }
        return view | {"correct_option_ids": list(self.correct)} if self.quiz else view
