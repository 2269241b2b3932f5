from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from actions.language import Language
from bot.content.helplines import HelplineRegister, find_stray_numbers, load_helplines
from bot.content.mistakes import ContentRefused

ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "content" / "helplines.yml"
CHECKED = date(2026, 11, 22)

# Written a second time by hand, so that a digit changed by accident in the register does not pass unseen.
DIALLED = {
    "15": "15",
    "17": "17",
    "18": "18",
    "112": "112",
    "114": "114",
    "115": "115",
    "119": "119",
    "3114": "3114",
    "3919": "3919",
    "3018": "3018",
    "3133": "3133",
    "sos_amitie": "+33972394050",
    "suicide_ecoute": "+33145394000",
    "sos_help": "+33146214646",
    "fil_sante_jeunes": "+33800235236",
    "unafam": "+33142630303",
    "drogues_info_service": "+33800231313",
    "croix_rouge_ecoute": "+33800858858",
}


@pytest.fixture(scope="module")
def register() -> HelplineRegister:
    return load_helplines(REGISTER)


def dialled(register: HelplineRegister) -> dict[str, str]:
    return {key: number for key, number, _ in register.numbers_to_dial()}


def broken(tmp_path: Path, old: str, new: str) -> Path:
    text = REGISTER.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "helplines.yml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


def test_register_dials_the_numbers_written_down_here(register: HelplineRegister) -> None:
    assert dialled(register) == DIALLED


def test_any_changed_digit_is_found(tmp_path: Path, register: HelplineRegister) -> None:
    for key, line in register.lines.items():
        for field, shown in (("tel", line.tel), ("number", line.number)):
            changed = shown[:-1] + str((int(shown[-1]) + 1) % 10)
            file = broken(tmp_path, f'{field}: "{shown}"', f'{field}: "{changed}"')
            with pytest.raises(ContentRefused, match=r"helplines\.yml:\d+: .*does not dial"):
                load_helplines(file)
        both = register.lines | {key: line.model_copy(update={"tel": changed, "number": changed})}
        assert dialled(replace(register, lines=both)) != DIALLED


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('hours: "24/7"', 'hours: "tout le temps"', "opening_hours"),
        ("cost: free", "cost: cheap", "cost"),
        ('en: "everyone", ', "", "en"),
        ('key: "17"', 'key: "15"', "twice"),
        ('source: "https', 'source: "fttps', "source"),
        ("languages: [fr]", "langues: [fr]", "languages"),
        ("\nlines:\n", "\nlines: [\n", "YAML"),
    ],
)
def test_mistake_in_the_register_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ContentRefused, match=rf"helplines\.yml:\d+: .*{said}"):
        load_helplines(broken(tmp_path, old, new))


def test_fresh_register_asks_only_for_what_is_known_to_be_uncertain(register: HelplineRegister) -> None:
    found = register.aged(today=CHECKED)
    assert all(mistake.is_warning for mistake in found)
    assert len(found) == sum(bool(line.recheck) for line in register.lines.values())


def test_register_is_to_be_checked_again_after_ninety_days(register: HelplineRegister) -> None:
    assert len(register.aged(today=date(2027, 2, 20))) == len(register.aged(today=CHECKED))
    found = register.aged(today=date(2027, 2, 21))
    assert len(found) == len(register.aged(today=CHECKED)) + len(register.lines)
    assert all(mistake.is_warning for mistake in found)


def test_register_unchecked_for_a_year_is_refused(register: HelplineRegister) -> None:
    assert sum(not mistake.is_warning for mistake in register.aged(today=date(2027, 11, 23))) == len(register.lines)


def test_check_dated_in_the_future_is_a_mistake(register: HelplineRegister) -> None:
    assert sum(not mistake.is_warning for mistake in register.aged(today=date(2026, 11, 21))) == len(register.lines)


@pytest.mark.parametrize(
    ("key", "moment", "is_open"),
    [
        ("3114", datetime(2026, 12, 25, 3, tzinfo=UTC), True),
        ("3018", datetime(2026, 11, 23, 8, 30, tzinfo=UTC), True),  # 9.30 in Paris
        ("3018", datetime(2026, 11, 23, 7, 30, tzinfo=UTC), False),
        ("unafam", datetime(2026, 11, 23, 10, tzinfo=UTC), True),
        ("unafam", datetime(2026, 11, 27, 16, 30, tzinfo=UTC), False),  # a Friday, 17.30 in Paris
        ("unafam", datetime(2026, 12, 25, 10, tzinfo=UTC), False),  # a Friday, and Christmas
        ("drogues_info_service", datetime(2026, 11, 23, 0, 30, tzinfo=UTC), True),  # 1.30, before closing at 2
        ("croix_rouge_ecoute", datetime(2026, 11, 23, 10, tzinfo=UTC), False),  # unknown hours never count as open
    ],
)
def test_line_is_open_in_paris_time(register: HelplineRegister, key: str, moment: datetime, is_open: bool) -> None:
    assert register[key].is_open(moment) is is_open


def test_phrase_says_number_purpose_cost_and_hours(register: HelplineRegister) -> None:
    assert register["3114"].phrase(Language.FRENCH) == "3114 (prévention du suicide, gratuit, jour et nuit)"
    assert register["sos_amitie"].phrase(Language.ENGLISH) == "SOS Amitié, 09 72 39 40 50 (listening, day and night)"


def test_number_that_was_replaced_is_nowhere(register: HelplineRegister) -> None:
    replaced = "3977"
    assert replaced not in REGISTER.read_text(encoding="utf-8")
    assert not any(replaced in path.read_text(encoding="utf-8") for path in (ROOT / "content").rglob("*.md"))


@pytest.mark.parametrize(
    "text", ["01 23 45 67 89", "+33 1 23 45 67 89", "0800123456", "appelez le 3114", "le 119 aide"]
)
def test_stray_number_is_found_with_its_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "answer.md").write_text(f"Bonjour\n{text}\n", encoding="utf-8")
    assert [mistake.line for mistake in find_stray_numbers(tmp_path)][:1] == [2]


@pytest.mark.parametrize("text", ["{3114} répond", "le 13 mai 2025", "article 3114-2", "F048", "254 CLSM", "59350"])
def test_other_figures_are_no_stray_numbers(tmp_path: Path, text: str) -> None:
    (tmp_path / "answer.md").write_text(f"{text}\n", encoding="utf-8")
    assert find_stray_numbers(tmp_path) == []


def test_content_holds_no_stray_number() -> None:
    assert find_stray_numbers(ROOT / "content") == []
