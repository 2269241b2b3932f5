"""Train the model: `python -m nlu_data.pipeline.train --data nlu_data --config config.yml --out models/nlu.tar.gz`.

Progress goes to standard output, a line a step. The exit code is 1 when nothing could be learnt.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
from pathlib import Path

# Before Rasa is imported: no telemetry, and no cache, which would not see a change in this package.
os.environ.update(RASA_TELEMETRY_ENABLED="false", RASA_MAX_CACHE_SIZE="0", TF_CPP_MIN_LOG_LEVEL="3")


def main() -> int:
    """Train from the command line's paths and return the exit code."""
    parser = argparse.ArgumentParser(description="Train the understanding of messages.")
    parser.add_argument("--data", required=True, help="folder of the training examples")
    parser.add_argument("--config", required=True, help="the Rasa pipeline")
    parser.add_argument("--out", required=True, type=Path, help="the model file to write, ending in .tar.gz")
    options = parser.parse_args()
    sys.stdout.write("Waking Rasa\n")
    sys.stdout.flush()

    from rasa.engine.exceptions import GraphComponentException  # noqa: PLC0415
    from rasa.model_training import train_nlu  # noqa: PLC0415 - takes seconds: the first step is told before
    from rasa.shared.exceptions import RasaException  # noqa: PLC0415

    steps = logging.getLogger("nlu_data")
    steps.setLevel(logging.INFO)
    steps.addHandler(logging.StreamHandler(sys.stdout))
    steps.propagate = False
    name = options.out.name.removesuffix(".tar.gz")
    try:
        with contextlib.redirect_stdout(sys.stderr):  # Rasa's own cheers are no steps.
            trained = train_nlu(options.config, options.data, str(options.out.parent), fixed_model_name=name)
    except (RasaException, GraphComponentException) as error:
        # Rasa wraps what a component says: the reason is what it wraps.
        sys.stderr.write(f"{error.__cause__ or error}\n")
        return 1
    return 0 if trained else 1


if __name__ == "__main__":
    sys.exit(main())
