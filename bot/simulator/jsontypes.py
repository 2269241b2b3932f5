"""The shape of what travels over HTTP: JSON objects, whose fields the method table checks."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""One JSON object as the Bot API reads or writes it."""
