from pathlib import Path

import pytest

from actions.safety import Detector

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "safety.npz"


@pytest.fixture(scope="session")
def rules_alone() -> Detector:
    return Detector.load(None)


@pytest.fixture(scope="session")
def detector() -> Detector:
    """The detector as it runs: with its model where it is trained, with the rules alone in a fresh clone."""
    return Detector.load(MODEL if MODEL.exists() else None)


@pytest.fixture(scope="session")
def trained() -> Detector:
    if not MODEL.exists():
        pytest.skip("models/safety.npz is not trained here: run `make train`, then these tests say something")
    return Detector.load(MODEL)
