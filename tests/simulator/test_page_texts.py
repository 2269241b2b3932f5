"""The page's words: every key exists in every language, with the same blanks to fill."""

import json
import re
from pathlib import Path

import pytest

from bot.simulator.files import FOLDERS
from bot.simulator.page.actions import ACTIONS
from bot.simulator.page.routes import ASSETS
from bot.simulator.simulator import PAGE_TEXTS

LANGUAGES = ("fr", "en")
LITERAL = re.compile(r"""\bt\("([a-z_.]+)"|data-(?:text|label)="([a-z_.]+)\"""")
CHOSEN = re.compile(r't\([\w.]+ \? "([a-z_.]+)" : "([a-z_.]+)"')
KINDS = {"text", "location", "venue", "contact", "poll", "dice", "service", *FOLDERS}
BLANK = re.compile(r"\{\w+\}")


def words(language: str) -> dict[str, str]:
    loaded: dict[str, str] = json.loads((PAGE_TEXTS / f"page.{language}.json").read_text(encoding="utf-8"))
    return loaded


def used_keys(folder: Path) -> set[str]:
    """The keys the page names, and those it puts together from kinds, tools and verbs."""
    sources = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir() if path.suffix in {".js", ".html"})
    found = {key for match in (*LITERAL.findall(sources), *CHOSEN.findall(sources)) for key in match if key}
    found |= {f"kind.{kind}" for kind in KINDS}
    found |= {f"bubble.{tool}{part}" for tool in ("reply", "edit", "remove") for part in ("", ".label")}
    found |= {f"composer.{verb}" for verb in ("photo", "document", "voice", "video", "latitude", "longitude")}
    found |= {f"composer.{verb}" for verb in {"location", "contact", "block", "unblock"} & ACTIONS.keys()}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_page_exists_and_is_used(language: str) -> None:
    known, used = words(language).keys(), used_keys(ASSETS)
    assert len(used) > 80
    assert used - known == set()
    assert {key for key in known - used if not key.startswith("service.")} == set()


def test_languages_agree_on_keys_and_blanks() -> None:
    blanks = [{key: sorted(BLANK.findall(text)) for key, text in words(each).items()} for each in LANGUAGES]
    assert blanks[0] == blanks[1]
    assert all(text.strip() for each in LANGUAGES for text in words(each).values())
