"""How long the crisis detector takes to load and to read a message.

python benchmarks/safety_speed.py [model] [messages.tsv]
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from actions.safety import Detector  # noqa: E402 - the project is found by the line above

ROUNDS = 3
LONGEST_MESSAGE = 4096


def main(model: str = "models/safety.npz", messages: str = "nlu_data/safety/own.tsv") -> None:
    """Print the times; relative paths start at the project."""
    started = time.perf_counter()
    detector = Detector.load(ROOT / model)
    print(f"load               {time.perf_counter() - started:.2f} s, trained: {detector.is_trained}")
    texts = [line.split("\t")[0] for line in (ROOT / messages).read_text(encoding="utf-8").splitlines()]
    times = sorted(_milliseconds(detector, text) for text in texts for _ in range(ROUNDS))
    print(f"messages           {len(texts)}, {ROUNDS} rounds")
    print(f"median             {statistics.median(times):.2f} ms")
    print(f"99th percentile    {times[int(len(times) * 0.99)]:.2f} ms")
    longest = " ".join(text for text in texts if not detector.assess(text).strength)[:LONGEST_MESSAGE]
    print(f"longest message    {min(_milliseconds(detector, longest) for _ in range(ROUNDS)):.1f} ms")


def _milliseconds(detector: Detector, text: str) -> float:
    started = time.perf_counter()
    detector.assess(text)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main(*sys.argv[1:])
