"""The checked parameters of one call, read by name and type."""

from dataclasses import dataclass
from typing import cast

from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived in a multipart request."""

    name: str
    content_type: str
    content: bytes

    def summary(self) -> Json:
        """What the list of calls shows of the file."""
        return {"file_name": self.name, "file_size": len(self.content)}


class Arguments:
    """Values that already passed the method table: reading them with the wrong type is a fault of the simulator."""

    def __init__(self, values: Json, uploads: dict[str, Upload]) -> None:
        self._values = values
        self._uploads = uploads

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str) -> str | None:
        """A string, or None when absent."""
        return cast("str | None", self._values.get(name))

    def integer(self, name: str) -> int | None:
        """A whole number, or None when absent."""
        return cast("int | None", self._values.get(name))

    def number(self, name: str) -> float | None:
        """A number, or None when absent."""
        return cast("float | None", self._values.get(name))

    def flag(self, name: str) -> bool:
        """A truth value; absent is false."""
        return bool(self._values.get(name))

    def structure(self, name: str) -> Json | None:
        """A JSON object, or None when absent."""
        return cast("Json | None", self._values.get(name))

    def structures(self, name: str) -> list[Json]:
        """A list of JSON objects; absent is empty."""
        return cast("list[Json]", self._values.get(name) or [])

    def integers(self, name: str) -> list[int]:
        """A list of whole numbers; absent is empty."""
        return cast("list[int]", self._values.get(name) or [])

    def texts(self, name: str) -> list[str] | None:
        """A list of strings, or None when absent."""
        return cast("list[str] | None", self._values.get(name))

    def chat(self, name: str = "chat_id") -> int | str | None:
        """A chat's number or @username, or None when absent."""
        return cast("int | str | None", self._values.get(name))

    def some_text(self, name: str) -> str:
        """A string that the table requires."""
        return cast("str", self._values[name])

    def some_integer(self, name: str) -> int:
        """A whole number that the table requires."""
        return cast("int", self._values[name])

    def some_number(self, name: str) -> float:
        """A number that the table requires."""
        return cast("float", self._values[name])

    def some_chat(self, name: str = "chat_id") -> int | str:
        """A chat that the table requires."""
        return cast("int | str", self._values[name])

    def subset(self, *names: str) -> Json:
        """The parameters among `names` that were given."""
        return {name: self._values[name] for name in names if name in self._values}

    def file(self, name: str) -> Upload | str | None:
        """An upload, or the identifier of a known file, or None when absent."""
        upload = self._uploads.get(name)
        return upload if upload is not None else self.attachment(self._values.get(name))

    def attachment(self, reference: object) -> Upload | str | None:
        """What a reference such as "attach://photo1" or a file identifier stands for. Raises a 400 ApiError."""
        if not isinstance(reference, str):
            return None
        if not reference.startswith("attach://"):
            return reference
        upload = self._uploads.get(reference.removeprefix("attach://"))
        if upload is None:
            reason = f"file {reference} was not found among the uploaded files"
            raise bad_request(reason)
        return upload

    def record(self) -> Json:
        """The call's parameters as the list of calls keeps them."""
        named = {name: upload.summary() for name, upload in self._uploads.items() if name not in self._values}
        return {**self._values, **named}
