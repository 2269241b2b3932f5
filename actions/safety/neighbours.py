"""Words that stand in the same company: « cercueil » is met with « cimetière », though nobody has taught it.

The groups were found by machine in a large body of French (see bot/training/neighbours.py). They are rough, and serve
as features of the trained model only; what words mean to the rules stands in concepts.py.
"""

from pathlib import Path

NEIGHBOURS = Path(__file__).parent / "data" / "neighbours.txt"


def load_neighbours(path: Path = NEIGHBOURS) -> dict[str, str]:
    """Read one group a line into word → name of its group; a name holds a sign that no word holds."""
    lines = path.read_text(encoding="ascii").splitlines()
    return {word: f"~{number}" for number, line in enumerate(lines) for word in line.split()}
