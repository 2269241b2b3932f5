"""Where the understanding of messages lives: on disk, and on the network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class NluAddress:
    """A running server; the token stays out of `repr`, hence out of logs."""

    url: str
    token: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class NluInstallation:
    """The files that training and serving need, and the Python of Rasa's own environment."""

    root: Path
    """The project: holds config.yml and the pipeline's code."""
    examples: Path
    """The folder of the training examples, the domain and the lexicon."""
    models: Path
    """The folder that the trained model is put in."""
    python: Path

    @classmethod
    def under(cls, root: Path) -> NluInstallation:
        """Return the installation of a checkout at `root`, with Rasa in its `.venv-nlu`."""
        return cls(
            root=root,
            examples=root / "nlu_data",
            models=root / "models",
            python=root / ".venv-nlu" / "bin" / "python",
        )

    @property
    def config(self) -> Path:
        """The Rasa pipeline."""
        return self.root / "config.yml"

    @property
    def pipeline(self) -> Path:
        """The folder of the pipeline's code."""
        return self.root / "nlu_data" / "pipeline"

    @property
    def model(self) -> Path:
        """The trained model; absent before the first training."""
        return self.models / "nlu.tar.gz"

    @property
    def stamp(self) -> Path:
        """What the model was trained from, as one hash."""
        return self.models / "nlu.stamp"


NluEndpoint = NluAddress | NluInstallation
"""A server that runs already, or what is needed to run one."""
