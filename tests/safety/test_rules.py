from pathlib import Path

import pytest

from actions.safety.concepts import load_groups
from actions.safety.levels import Assessment, Level, Strength
from actions.safety.reader import Reader
from actions.safety.rules import holding, load_rules


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def names(reader: Reader, text: str) -> set[str]:
    return {rule.name for rule in holding(load_rules(), reader.read(text))}


def test_rule_holds_only_in_its_order(reader: Reader) -> None:
    assert "want_die" in names(reader, "je veux vraiment mourir")
    assert "want_die" not in names(reader, "mourir, non, ce que je veux c'est un café")


def test_rule_does_not_reach_across_a_long_gap(reader: Reader) -> None:
    assert "want_die" not in names(reader, "je veux le programme de la conférence où il sera dit comment on meurt")


def test_harmless_phrase_hides_the_words_in_it(reader: Reader) -> None:
    assert names(reader, "je meurs de faim") == set()


def test_rule_softened_by_its_company_becomes_a_line(reader: Reader) -> None:
    reading = reader.read("dans mon roman je veux mourir à la fin")
    rule = next(rule for rule in holding(load_rules(), reading) if rule.name == "want_die")
    assert rule.assess(reading) == Assessment(strength=Strength.LINE, level=Level.EXPLICIT)


def test_rules_name_only_meanings_that_exist() -> None:
    known = set(load_groups())
    named = {
        meaning
        for rule in load_rules()
        for meaning in (*rule.unless, *(name for step in rule.steps for name in step.meanings))
        if not meaning.startswith("=")
    }
    assert named - known == set()


def test_rules_have_each_their_own_name() -> None:
    rules = load_rules()
    assert len({rule.name for rule in rules}) == len(rules)


def test_malformed_rule_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "rules.txt"
    file.write_text("# comment\n2 loud nothing: want die\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"rules\.txt:2"):
        load_rules(file)
