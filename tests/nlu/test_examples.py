from pathlib import Path

import pytest

from bot.nlu.checks import check_completeness, check_examples
from bot.nlu.errors import BadExamples
from bot.nlu.examples import read_catalogue, read_examples
from bot.nlu.installation import NluInstallation

GOOD = """\
version: "3.1"
nlu:
- intent: hello
  examples: |
    - bonjour
    - salut
- intent: bye
  examples: |
    - au revoir
"""


def write(folder: Path, text: str, name: str = "greetings.fr.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def findings(folder: Path, intents: frozenset[str] = frozenset({"hello", "bye"})) -> list[str]:
    with pytest.raises(BadExamples) as refused:
        check_examples(read_examples(folder), intents=intents)
    return [finding.removeprefix(f"{folder}/") for finding in refused.value.findings]


def test_examples_know_where_they_stand(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    examples = read_examples(tmp_path)
    assert [(example.text, example.intent, example.line) for example in examples] == [
        ("bonjour", "hello", 5),
        ("salut", "hello", 6),
        ("au revoir", "bye", 9),
    ]
    assert examples[0].place == f"{path}:5"
    assert examples[0].language == "fr"


def test_examples_of_good_files_pass_the_check(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    check_examples(read_examples(tmp_path), intents=frozenset({"hello", "bye"}))


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ('version: "3.1"\nnlu:\n- intent: [a\n  examples: |\n', "greetings.fr.yml:4: "),
        ('version: "3.1"\n', "greetings.fr.yml:1: has no list under `nlu:`"),
        ("nlu:\n- intent: hello\n", "greetings.fr.yml:2: needs `intent:` and `examples: |`"),
        ("nlu:\n- intent: hello\n  examples: bonjour\n", "greetings.fr.yml:3: `examples:` needs a bar"),
        ("nlu:\n- intent: hello\n  examples: |\n    bonjour\n", "greetings.fr.yml:4: an example begins with a dash"),
        (GOOD + "    - Salut !\n", "greetings.fr.yml:10: stands under bye and hello, first at"),
        (GOOD + "    - AU REVOIR\n", "greetings.fr.yml:10: stands again, first at"),
        (GOOD + "    - /hello\n", "greetings.fr.yml:10: Rasa takes what begins with /"),
        (GOOD + "    - à [demain](date)\n", "greetings.fr.yml:10: Rasa takes [..](..)"),
        (GOOD.replace("bye", "adieu"), "greetings.fr.yml:9: the intent adieu is not in the domain"),
    ],
)
def test_bad_examples_are_named_by_file_and_line(tmp_path: Path, text: str, finding: str) -> None:
    write(tmp_path, text)
    (found,) = findings(tmp_path)
    assert found.startswith(finding)


def test_examples_of_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadExamples, match="no training file"):
        read_examples(tmp_path)


def test_completeness_counts_by_intent_and_language(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    with pytest.raises(BadExamples) as refused:
        check_completeness(read_examples(tmp_path), intents=frozenset({"hello", "bye"}), fewest={"fr": 2, "en": 1})
    assert refused.value.findings == (
        "bye:fr: has 1 examples, needs 2",
        "bye:en: has 0 examples, needs 1",
        "hello:en: has 0 examples, needs 1",
    )


def test_project_examples_are_fit_to_learn_from(project: NluInstallation) -> None:
    intents = read_catalogue(project.examples / "domain.yml")
    examples = read_examples(project.examples)
    check_examples(examples, intents=intents)
    check_completeness(examples, intents=intents)
