"""Training the model in Rasa's environment: only when its sources changed, and never leaving half a model."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.nlu.checks import check_examples
from bot.nlu.child import lines, spawn
from bot.nlu.errors import TrainingFailed
from bot.nlu.examples import read_catalogue, read_examples

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.nlu.installation import NluInstallation

LAST_WORDS: Final = 12
"""Lines of the trainer's standard error that are told when it fails."""


def current_stamp(installation: NluInstallation) -> str:
    """Return one hash of everything that a model depends on: examples, lexicon, pipeline and its configuration."""
    sources = [
        *sorted(installation.examples.glob("*.yml")),
        *sorted(installation.pipeline.glob("*.py")),
        installation.config,
    ]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source.name}\0".encode())
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    return digest.hexdigest()


def is_trained(installation: NluInstallation) -> bool:
    """Tell whether the model stands and was made from the sources as they are now."""
    return (
        installation.model.is_file()
        and installation.stamp.is_file()
        and installation.stamp.read_text(encoding="ascii").strip() == current_stamp(installation)
    )


async def train(installation: NluInstallation, *, tell: Callable[[str], None]) -> Path:
    """Make the model unless it is up to date, and return its path; `tell` gets a line as each step begins.

    A model that stands is replaced in one move, once the new one is complete. Raises BadExamples when the examples
    contradict themselves, TrainingFailed with the trainer's last words when it ends without a model.
    """
    if is_trained(installation):
        tell("The model is up to date")
        return installation.model
    stamp = current_stamp(installation)
    tell("Checking the examples")
    examples = read_examples(installation.examples)
    check_examples(examples, intents=read_catalogue(installation.examples / "domain.yml"))
    installation.model.parent.mkdir(parents=True, exist_ok=True)
    # Beside the model, so that the move stays within one file system.
    with tempfile.TemporaryDirectory(dir=installation.model.parent, prefix="training-") as folder:
        fresh = Path(folder) / installation.model.name
        await _run_trainer(installation, out=fresh, tell=tell)
        fresh.replace(installation.model)
    installation.stamp.write_text(f"{stamp}\n", encoding="ascii")
    tell("The model is ready")
    return installation.model


async def _run_trainer(installation: NluInstallation, *, out: Path, tell: Callable[[str], None]) -> None:
    paths = ("--data", installation.examples, "--config", installation.config, "--out", out)
    try:
        trainer = await spawn(installation, "train", *paths, errors=asyncio.subprocess.PIPE)
    except OSError:
        message = f"Rasa's environment is missing: {installation.python} cannot be run (`make install` makes it)"
        raise TrainingFailed(message) from None
    try:
        last_words, _ = await asyncio.gather(_last(lines(trainer.stderr)), _tell_each(lines(trainer.stdout), tell=tell))
        code = await trainer.wait()
    finally:
        if trainer.returncode is None:
            trainer.kill()
            await trainer.wait()
    if code:
        raise TrainingFailed("\n".join([f"the trainer ended with code {code}", *last_words]))


async def _tell_each(spoken: AsyncIterator[str], *, tell: Callable[[str], None]) -> None:
    async for line in spoken:
        tell(line)


async def _last(spoken: AsyncIterator[str]) -> deque[str]:
    last: deque[str] = deque(maxlen=LAST_WORDS)
    async for line in spoken:
        last.append(line)
    return last
