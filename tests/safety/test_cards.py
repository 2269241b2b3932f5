import re
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from actions.language import Language
from actions.safety.cards import VARIANTS, Card, Choice, Note, compose, compose_answer
from actions.safety.levels import RESCUE, Assessment, Level, card_of
from bot.content.cards import LONGEST_CARD, CardBook, load_cards
from bot.content.helplines import load_helplines
from bot.content.mistakes import ContentRefused

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")
MONDAY_MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 2, tzinfo=UTC)
LEVELS = [level for level in Level if level is not Level.NONE]
PROGRAM = {Language.FRENCH: "programme", Language.ENGLISH: "program", Language.SIMPLE_FRENCH: "programme"}
ALWAYS_OPEN_FIRST = {
    Level.IMMINENT: {"15"},
    Level.EXPLICIT: {"3114"},
    Level.IMPLICIT: {"3114"},
    Level.THIRD_PARTY: {"3114"},
    Level.VIOLENCE: {"17"},
}


@pytest.fixture(scope="module")
def book() -> CardBook:
    return load_cards(CONTENT / "safety", register=load_helplines(CONTENT / "helplines.yml"))


def made(
    book: CardBook,
    danger: Level | Assessment,
    *,
    language: Language = Language.FRENCH,
    variant: int = 0,
    now: datetime = MONDAY_MORNING,
    zone: ZoneInfo = PARIS,
    local_lines: tuple[str, ...] = (),
) -> Card:
    return compose(
        danger if isinstance(danger, Assessment) else card_of(danger),
        language=language,
        variant=variant,
        lines=book.register.lines,
        now=now,
        zone=zone,
        local_lines=local_lines,
    )


def answered(book: CardBook, choice: Choice, *, language: Language = Language.FRENCH, variant: int = 0) -> Card:
    return compose_answer(choice, language=language, variant=variant, lines=book.register.lines, now=NIGHT, zone=PARIS)


@pytest.mark.parametrize(("level", "language", "variant"), list(product(LEVELS, Language, range(VARIANTS))))
def test_card_puts_a_number_that_always_answers_first(
    book: CardBook, level: Level, language: Language, variant: int
) -> None:
    text = book.card(made(book, level, language=language, variant=variant), language=language)
    first = re.search(r"\d+", text)
    assert first is not None
    assert first.group() in ALWAYS_OPEN_FIRST[level]
    assert book.register[first.group()].is_always_open


@pytest.mark.parametrize(("level", "language", "variant"), list(product(LEVELS, Language, range(VARIANTS))))
def test_card_says_it_is_a_program_and_where_to_write(
    book: CardBook, level: Level, language: Language, variant: int
) -> None:
    text = book.card(made(book, level, language=language, variant=variant), language=language)
    assert PROGRAM[language] in text
    assert {"112", "114"} <= set(re.findall(r"\d+", text)) or level is Level.IMPLICIT


@pytest.mark.parametrize(("level", "language", "variant"), list(product(LEVELS, Language, range(VARIANTS))))
def test_card_is_short_at_any_hour(book: CardBook, level: Level, language: Language, variant: int) -> None:
    for now in (NIGHT, MONDAY_MORNING):
        card = made(book, level, language=language, variant=variant, now=now)
        assert len(book.words(card.name, language=language, variant=variant, lines=card.lines)) <= LONGEST_CARD


@pytest.mark.parametrize(("choice", "language", "variant"), list(product(Choice, Language, range(VARIANTS))))
def test_every_answer_has_words_and_a_number(book: CardBook, choice: Choice, language: Language, variant: int) -> None:
    text = book.card(answered(book, choice, language=language, variant=variant), language=language)
    assert re.search(r"\b(?:3114|15|17|119)\b", text)
    assert "{" not in text


@pytest.mark.parametrize(("language", "variant"), list(product(Language, range(VARIANTS))))
def test_card_of_another_who_fails_speaks_to_whoever_is_there(book: CardBook, language: Language, variant: int) -> None:
    card = made(book, RESCUE, language=language, variant=variant)
    text = book.card(card, language=language)
    assert re.findall(r"\d+", text)[:2] == ["15", "112"]
    assert "114" in text
    assert PROGRAM[language] in text
    assert re.search(r"[Rr]este[rz] (?:avec|auprès)|[Ss]tay with", text)
    assert text != book.card(made(book, Level.IMMINENT, language=language, variant=variant), language=language)


def test_writing_again_turns_the_wording(book: CardBook) -> None:
    words = {book.card(made(book, Level.EXPLICIT, variant=at), language=Language.FRENCH) for at in range(VARIANTS)}
    assert len(words) == VARIANTS
    assert made(book, Level.EXPLICIT, variant=VARIANTS) == made(book, Level.EXPLICIT, variant=0)


def test_direct_question_follows_thoughts_of_suicide_only(book: CardBook) -> None:
    asked = {level for level in LEVELS if Note.QUESTION in made(book, level).notes}
    assert asked == {Level.EXPLICIT, Level.IMPLICIT}


def test_doubt_is_answered_like_danger(book: CardBook) -> None:
    for choice in (Choice.DANGER, Choice.UNSURE):
        text = book.card(answered(book, choice), language=Language.FRENCH)
        assert re.findall(r"\d+", text)[:2] == ["15", "112"]


def test_no_answer_closes_the_door(book: CardBook) -> None:
    for choice in Choice:
        assert answered(book, choice).choices != ()


def test_closed_line_is_never_before_an_open_one(book: CardBook) -> None:
    lines = made(book, Level.VIOLENCE, now=NIGHT).lines
    assert [(line.key, line.is_open) for line in lines] == [
        ("3919", True),
        ("119", True),
        ("3133", False),
        ("3018", False),
    ]
    assert made(book, Level.VIOLENCE, now=NIGHT, local_lines=("unafam",)).lines[0].key == "3919"


def test_closed_line_is_said_to_be_closed(book: CardBook) -> None:
    night = book.card(made(book, Level.THIRD_PARTY, now=NIGHT), language=Language.FRENCH)
    day = book.card(made(book, Level.THIRD_PARTY), language=Language.FRENCH)
    assert "Fermé en ce moment." in night
    assert "Fermé en ce moment." not in day


def test_local_lines_come_before_national_ones(book: CardBook) -> None:
    lines = made(book, Level.THIRD_PARTY, local_lines=("sos_amitie",)).lines
    assert [line.key for line in lines] == ["sos_amitie", "unafam"]


def test_unknown_local_line_does_not_stop_the_card(book: CardBook) -> None:
    assert [line.key for line in made(book, Level.THIRD_PARTY, local_lines=("absent",)).lines] == ["unafam"]


def test_english_card_offers_a_line_in_english(book: CardBook) -> None:
    keys = [line.key for line in made(book, Level.EXPLICIT, language=Language.ENGLISH).lines]
    assert keys == ["sos_help"]
    assert made(book, Level.EXPLICIT).lines == ()


def test_overseas_card_says_which_numbers_answer_there(book: CardBook) -> None:
    assert Note.OVERSEAS in made(book, Level.EXPLICIT, zone=REUNION).notes
    assert Note.OVERSEAS not in made(book, Level.EXPLICIT).notes


def test_emergency_page_is_offered_by_the_sentences_that_follow(book: CardBook) -> None:
    assert all(
        "/urgence" in book.words("after", language=language, variant=variant)
        for language, variant in product(Language, range(VARIANTS))
    )


def test_group_is_told_nothing(book: CardBook) -> None:
    for language in Language:
        assert re.search(r"\d|suicid|dang|urgen|aide|help", book.words("group_public", language=language)) is None


def broken(tmp_path: Path, old: str, new: str) -> Path:
    for path in (CONTENT / "safety").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace(old, new, 1) if path.stem == "fr" else text, encoding="utf-8")
    assert old in (CONTENT / "safety" / "fr.yml").read_text(encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{3114}", "{3141}", "names no help line"),
        ("  level_1:", "  level_9:", "level_1 is missing"),
        ("**Appelez le {15} ou le {112} maintenant.**", "Courage.", "begins with a number"),
        ("Ne restez pas seul·e.", "Ne restez pas seul·e. " * 20, "characters"),
        ('  again: "Revoir les numéros"', "", "again is missing"),
        ("  question:", "  questions:", "question"),
    ],
)
def test_mistake_in_the_cards_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ContentRefused, match=rf"fr\.yml:\d+: .*{said}"):
        load_cards(broken(tmp_path, old, new), register=load_helplines(CONTENT / "helplines.yml"))
