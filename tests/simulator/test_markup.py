"""Parse modes: what they mean, their errors, and what holds for any text."""

import html
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.errors import ApiError
from bot.simulator.markup.formatted import FormattedText, utf16_length, utf16_slice
from bot.simulator.markup.html import parse_html
from bot.simulator.markup.markdown import RESERVED, parse_markdown
from bot.simulator.markup.reading import Markup, read_text

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)
TAGS = ("b", "i", "u", "s", "code", "tg-spoiler", "blockquote")


def is_sound(parse: Callable[[str], FormattedText], source: str) -> bool:
    """Whether the source is read with entities inside the text, or refused in Telegram's words."""
    try:
        parsed = parse(source)
    except ApiError as error:
        return error.description.startswith("Bad Request: can't parse entities: ")
    return all(entity["offset"] + entity["length"] <= utf16_length(parsed.text) for entity in parsed.entities)


def covered(parsed: FormattedText, kind: str) -> list[str]:
    found = (entity for entity in parsed.entities if entity["type"] == kind)
    return [utf16_slice(parsed.text, offset=entity["offset"], length=entity["length"]) for entity in found]


def test_html_tags_become_entities() -> None:
    parsed = parse_html('<b>gras <i>😀</i></b> &lt;3 &amp; <a href="https://a.example/?x=1&amp;y">lien</a>')
    assert parsed.text == "gras 😀 <3 & lien"
    assert covered(parsed, "bold") == ["gras 😀"]
    assert covered(parsed, "italic") == ["😀"]
    link: dict[str, Any] = next(entity for entity in parsed.entities if entity["type"] == "text_link")
    assert link["url"] == "https://a.example/?x=1&y"


def test_html_keeps_the_language_of_code_and_expandable_quotations() -> None:
    parsed = parse_html('<pre><code class="language-ics">BEGIN</code></pre><blockquote expandable>long</blockquote>')
    assert parsed.entities == (
        {"type": "pre", "language": "ics", "offset": 0, "length": 5},
        {"type": "expandable_blockquote", "offset": 5, "length": 4},
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("é<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("é</b>", "Unexpected end tag at byte offset 2"),
        ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("é<b", "Unclosed start tag at byte offset 2"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href=é>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_errors_are_telegrams(source: str, words: str) -> None:
    with pytest.raises(ApiError) as error:
        parse_html(source)
    assert error.value.description == f"Bad Request: can't parse entities: {words}"


def test_markdown_marks_become_entities() -> None:
    parsed = parse_markdown("*gras _it_* __souligné__ ||caché|| `a*b` [lien](https://a.example/\\)) \\.\n>cité\nfin")
    assert parsed.text == "gras it souligné caché a*b lien .\ncité\nfin"
    kinds = [entity["type"] for entity in parsed.entities]
    assert kinds == ["bold", "italic", "underline", "spoiler", "code", "text_link", "blockquote"]
    assert covered(parsed, "blockquote") == ["cité\n"]
    assert parsed.entities[5]["url"] == "https://a.example/)"


def test_markdown_code_block_and_expandable_quotation() -> None:
    parsed = parse_markdown("```ics\nBEGIN```\n**>un\n>deux||\nfin")
    assert parsed.text == "BEGIN\nun\ndeux\nfin"
    assert parsed.entities[0] == {"type": "pre", "language": "ics", "offset": 0, "length": 5}
    assert parsed.entities[1]["type"] == "expandable_blockquote"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("fin.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a|b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("🏟 🏟_a", "Can't find end of Italic entity at byte offset 9"),
        ("🏟 🏟*a", "Can't find end of Bold entity at byte offset 9"),
        ("🏟 🏟`", "Can't find end of Code entity at byte offset 9"),
        ("```a", "Can't find end of Pre entity at byte offset 0"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
    ],
)
def test_markdown_errors_are_telegrams(source: str, words: str) -> None:
    with pytest.raises(ApiError) as error:
        parse_markdown(source)
    assert error.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("/start abc", "bot_command", ["/start"]),
        ("voir /aide@clsm_demo_bot.", "bot_command", ["/aide@clsm_demo_bot"]),
        ("et/ou 1/2 /é", "bot_command", []),
        ("voir https://ville.example/a?b=1.", "url", ["https://ville.example/a?b=1"]),
        ("voir ville.fr, puis fin.Ensuite", "url", ["ville.fr"]),
        ("écrire à clsm@ville.fr", "email", ["clsm@ville.fr"]),
        ("écrire à clsm@ville.fr", "url", []),
        ("😀 @clsm_demo_bot", "mention", ["@clsm_demo_bot"]),
        ("les #SISM2026 et #1", "hashtag", ["#SISM2026"]),
    ],
)
def test_clients_find_entities(text: str, kind: str, found: list[str]) -> None:
    assert covered(read_text(text, Markup()), kind) == found


def test_nothing_is_found_inside_code_or_links() -> None:
    parsed = read_text('<code>/start</code> <a href="https://a.example">ville.fr</a>', Markup("HTML"))
    assert [entity["type"] for entity in parsed.entities] == ["code", "text_link"]


def test_trimming_moves_entities() -> None:
    parsed = read_text(" \n😀 <b> gras </b> ", Markup("HTML"))
    assert parsed.text == "😀  gras"
    assert covered(parsed, "bold") == [" gras"]


@given(TEXTS)
def test_escaped_html_reads_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)) == FormattedText(text)


@given(TEXTS)
def test_escaped_markdown_reads_as_it_was(text: str) -> None:
    escaped = "".join(
        f"\\{character}" if character in RESERVED or character == "\\" else character for character in text
    )
    assert parse_markdown(escaped) == FormattedText(text)


@given(st.lists(st.tuples(st.sampled_from(TAGS), TEXTS.filter(bool)), max_size=6))
def test_html_entities_cover_what_their_tags_covered(parts: list[tuple[str, str]]) -> None:
    parsed = parse_html("".join(f"<{tag}>{html.escape(text, quote=False)}</{tag}>" for tag, text in parts))
    assert parsed.text == "".join(text for _, text in parts)
    found = [utf16_slice(parsed.text, offset=each["offset"], length=each["length"]) for each in parsed.entities]
    assert found == [text for _, text in parts]


@given(st.text(st.sampled_from("<>/=\"'abi &;é😀"), max_size=40))
def test_any_html_is_read_or_refused(source: str) -> None:
    assert is_sound(parse_html, source)


@given(st.text(st.sampled_from("*_~`|[]()>!\\ab\n😀"), max_size=40))
def test_any_markdown_is_read_or_refused(source: str) -> None:
    assert is_sound(parse_markdown, source)


@given(TEXTS)
def test_length_is_that_of_javascript(text: str) -> None:
    assert utf16_length(text) == sum(2 if ord(character) > 0xFFFF else 1 for character in text)
