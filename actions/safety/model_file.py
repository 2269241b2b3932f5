"""The model on the disk: arrays of numbers and lists of names in one archive, from which no code can come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from actions.safety.levels import Level
from actions.safety.model import Family, Hidden, Model, Straight, Thresholds

FORMAT = 4

Archive = Mapping[str, NDArray[Any]]


def save_model(path: Path, model: Model) -> None:
    """Write `model`; a reader sees the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    with draft.open("wb") as file:
        np.savez(file, allow_pickle=False, **_arrays(model))
    draft.replace(path)


def load_model(path: Path) -> Model:
    """Read a model; raise ValueError when it is damaged or of another format, OSError when it cannot be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return _model(archive)
    except (BadZipFile, EOFError, KeyError, TypeError, AttributeError) as damaged:
        message = f"{path} is not a model of format {FORMAT}: train it again"
        raise ValueError(message) from damaged


def _arrays(model: Model) -> dict[str, NDArray[Any]]:
    facts = {
        "format": FORMAT,
        "answers": [level.value for level in model.answers],
        "scaled": {name: family.is_scaled for name, family in model.families.items()},
        "unit": model.straight.unit,
        "line": {level.value: threshold for level, threshold in model.thresholds.line.items()},
        "card": {level.value: threshold for level, threshold in model.thresholds.card.items()},
    }
    return {
        "facts": _bytes(json.dumps(facts)),
        "vocabulary": _lines(model.vocabulary),
        **{f"names of {name}": _lines(family.columns) for name, family in model.families.items()},
        "rarity": model.rarity,
        "straight": model.straight.weights,
        "straight_bias": model.straight.bias,
        "hidden_rows": model.hidden.rows,
        "hidden": model.hidden.weights,
        "hidden_units": model.hidden.units,
        "hidden_bias": model.hidden.bias,
        "out": model.hidden.out,
        "out_bias": model.hidden.out_bias,
    }


def _model(archive: Archive) -> Model:
    facts = json.loads(archive["facts"].tobytes())
    if facts["format"] != FORMAT:
        raise KeyError(facts["format"])
    families = {}
    first = 0
    for name, is_scaled in facts["scaled"].items():
        columns = {feature: at for at, feature in enumerate(_read_lines(archive[f"names of {name}"]), first)}
        families[name] = Family(is_scaled=is_scaled, columns=columns)
        first += len(columns)
    return Model(
        answers=tuple(Level(value) for value in facts["answers"]),
        families=families,
        rarity=archive["rarity"],
        straight=Straight(weights=archive["straight"], unit=facts["unit"], bias=archive["straight_bias"]),
        hidden=Hidden(
            rows=archive["hidden_rows"],
            weights=archive["hidden"],
            units=archive["hidden_units"],
            bias=archive["hidden_bias"],
            out=archive["out"],
            out_bias=archive["out_bias"],
        ),
        vocabulary=tuple(_read_lines(archive["vocabulary"])),
        thresholds=Thresholds(line=_thresholds(facts["line"]), card=_thresholds(facts["card"])),
    )


def _thresholds(facts: Mapping[str, float]) -> dict[Level, float]:
    return {Level(value): threshold for value, threshold in facts.items()}


def _lines(names: Iterable[str]) -> NDArray[np.uint8]:
    return _bytes("\n".join(names))


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _read_lines(array: NDArray[np.uint8]) -> list[str]:
    return array.tobytes().decode().split("\n") if len(array) else []
