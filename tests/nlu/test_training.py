import json
from pathlib import Path

import pytest

from bot.nlu.errors import BadExamples, TrainingFailed
from bot.nlu.evaluation import evaluate_file
from bot.nlu.installation import NluAddress, NluInstallation
from bot.nlu.training import current_stamp, is_trained, train

pytestmark = pytest.mark.asyncio(loop_scope="session")

EXAMPLES = """\
version: "3.1"
nlu:
- intent: saluer
  examples: |
    - bonjour
    - bonjour madame
- intent: remercier
  examples: |
    - merci
    - merci beaucoup
"""


@pytest.fixture
def small(project: NluInstallation, tmp_path: Path) -> NluInstallation:
    """Return an installation with the project's pipeline and four examples."""
    examples = tmp_path / "nlu_data"
    examples.mkdir()
    (examples / "small.fr.yml").write_text(EXAMPLES, encoding="utf-8")
    (examples / "domain.yml").write_text('version: "3.1"\nintents: [saluer, remercier]\n', encoding="utf-8")
    return NluInstallation(root=project.root, examples=examples, models=tmp_path / "models", python=project.python)


async def test_train_makes_a_model_once_and_again_when_the_examples_change(small: NluInstallation) -> None:
    steps: list[str] = []
    assert not is_trained(small)
    assert await train(small, tell=steps.append) == small.model
    assert is_trained(small)
    assert "Reading 4 examples of 2 intents" in steps
    assert [path.name for path in sorted(small.models.iterdir())] == ["nlu.stamp", "nlu.tar.gz"]

    made = small.model.stat().st_mtime_ns
    steps.clear()
    await train(small, tell=steps.append)
    assert steps == ["The model is up to date"]
    assert small.model.stat().st_mtime_ns == made

    with (small.examples / "small.fr.yml").open("a", encoding="utf-8") as examples:
        examples.write("    - grand merci\n")
    assert not is_trained(small)


async def test_train_refuses_bad_examples_and_leaves_the_model_that_stands(small: NluInstallation) -> None:
    small.models.mkdir()
    small.model.write_bytes(b"the model of yesterday")
    with (small.examples / "small.fr.yml").open("a", encoding="utf-8") as examples:
        examples.write("    - bonjour\n")
    with pytest.raises(BadExamples, match=r"small\.fr\.yml:11: stands under remercier and saluer"):
        await train(small, tell=print)
    assert small.model.read_bytes() == b"the model of yesterday"


async def test_train_tells_why_it_failed_and_leaves_nothing_behind(small: NluInstallation) -> None:
    only_one = EXAMPLES.partition("- intent: remercier")[0]
    (small.examples / "small.fr.yml").write_text(only_one, encoding="utf-8")
    with pytest.raises(TrainingFailed, match="two intents"):
        await train(small, tell=print)
    assert list(small.models.iterdir()) == []


async def test_train_without_rasa_says_what_is_missing(small: NluInstallation, tmp_path: Path) -> None:
    without = NluInstallation(root=small.root, examples=small.examples, models=small.models, python=tmp_path / "python")
    with pytest.raises(TrainingFailed, match="environment is missing"):
        await train(without, tell=print)


async def test_stamp_changes_with_every_source(small: NluInstallation) -> None:
    stamps = [current_stamp(small)]
    for name in ("small.fr.yml", "domain.yml"):
        with (small.examples / name).open("a", encoding="utf-8") as source:
            source.write("# a remark\n")
        stamps.append(current_stamp(small))
    assert len(set(stamps)) == len(stamps)


async def test_evaluate_file_asks_the_real_server(address: NluAddress, project: NluInstallation) -> None:
    report = await evaluate_file(project.root / "tests" / "data" / "nlu_small.tsv", endpoint=address)
    assert len(report.outcomes) == 40
    assert report.top_1.value is not None
    assert report.top_1.value >= 0.85
    assert report.out_of_scope_recall.count >= 6
    json.dumps(report.as_json())


async def test_messages_of_an_author_unseen_are_understood(address: NluAddress) -> None:
    report = await evaluate_file(Path(__file__).with_name("exam.tsv"), endpoint=address)
    figures = {
        "first": (report.top_1.value, 0.93),
        "among three": (report.top_3.value, 0.98),
        "out of scope": (report.out_of_scope_recall.value, 0.85),
    }
    assert {name: value for name, (value, goal) in figures.items() if value is None or value < goal} == {}
    assert report.false_rejection.value is not None
    assert report.false_rejection.value <= 0.05
