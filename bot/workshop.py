"""The workshop: builds the two models, language and safety, and measures them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.evaluation.robustness import NoisyReport, evaluate_with_noise
from bot.evaluation.safety import SafetyReport
from bot.evaluation.safety import evaluate_file as evaluate_safety_file
from bot.nlu import training as nlu_training
from bot.nlu.evaluation import evaluate_file as evaluate_nlu_file
from bot.nlu.installation import NluAddress, NluInstallation
from bot.nlu.report import NluReport
from bot.running import SAFETY_MODEL, open_detector
from bot.settings import ROOT, Settings
from bot.training import safety as safety_training

Tell = Callable[[str], None]


async def train(settings: Settings, *, force: bool, tell: Tell) -> None:
    """Build both models, side by side, where what they learn from has changed, or all the same with `force`."""
    ended = await asyncio.gather(
        _train_safety(settings, force=force, tell=tell), _train_nlu(force=force, tell=tell), return_exceptions=True
    )
    for failure in ended:
        if failure is not None:
            raise failure


async def evaluate_nlu(settings: Settings, file: Path, *, tell: Tell) -> NluReport:
    """Measure understanding on a file, with a server of our own or the one at NLU_URL."""
    if settings.nlu_url:
        address = NluAddress(settings.nlu_url, settings.nlu_token.get_secret_value())
        return await evaluate_nlu_file(file, endpoint=address, tell=tell)
    return await evaluate_nlu_file(file, endpoint=NluInstallation.under(ROOT), tell=tell)


async def evaluate_safety(settings: Settings, file: Path, *, noise: bool, tell: Tell) -> SafetyReport | NoisyReport:
    """Measure the detector on a file, brought up to date first; with `noise`, also on its messages disfigured."""
    await _train_safety(settings, force=False, tell=tell)
    detector = open_detector(settings)
    return evaluate_with_noise(file, detector=detector) if noise else evaluate_safety_file(file, detector=detector)


async def _train_nlu(*, force: bool, tell: Tell) -> None:
    installation = NluInstallation.under(ROOT)
    if force:
        installation.stamp.unlink(missing_ok=True)
    await nlu_training.train(installation, tell=tell)


async def _train_safety(settings: Settings, *, force: bool, tell: Tell) -> None:
    model = settings.models_dir / SAFETY_MODEL
    stamp = model.with_suffix(".stamp")
    current = _safety_stamp(settings.nlu_data_dir)
    if not force and model.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == current:
        tell("The safety model is up to date")
        return
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(safety_training.train, data=settings.nlu_data_dir, to=model, say=tell)
    stamp.write_text(current, encoding="ascii")


def _safety_stamp(data: Path) -> str:
    """One hash of all that the safety model depends on: its examples, the questions, its rules and its training."""
    digest = hashlib.sha256()
    for source in _safety_sources(data):
        digest.update(source.name.encode() + b"\0" + hashlib.sha256(source.read_bytes()).digest())
    return digest.hexdigest()


def _safety_sources(data: Path) -> Iterator[Path]:
    yield from sorted(path for path in (data / "safety").iterdir() if path.is_file())
    yield from sorted(data.glob("*.yml"))
    rules = ROOT / "actions" / "safety"
    yield from sorted(path for path in rules.rglob("*") if path.is_file() and path.suffix != ".pyc")
    yield from sorted((ROOT / "bot" / "training").glob("*.py"))
    yield ROOT / "bot" / "evaluation" / "noise.py"
