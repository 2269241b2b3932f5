from pathlib import Path

import pytest

from bot.evaluation.shares import Share
from bot.evaluation.testset import BadTestSet, read_test_set


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "set.tsv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("header", ["", "text\tintent\tstyle\n", "Text\tLabel\tStyle\n", "\ufefftext\tlabel\n"])
def test_test_set_is_read_with_or_without_header(tmp_path: Path, header: str) -> None:
    messages = read_test_set(write(tmp_path, header + "bonjour\tsaluer\tplain\r\n\nhello\tsaluer\tenglish\n"))
    assert [(each.text, each.label, each.style, each.language) for each in messages] == [
        ("bonjour", "saluer", "plain", "fr"),
        ("hello", "saluer", "english", "en"),
    ]
    assert [each.line for each in messages] == ([1, 3] if not header else [2, 4])


def test_test_set_needs_no_style(tmp_path: Path) -> None:
    (message,) = read_test_set(write(tmp_path, "bonjour\tsaluer\n"))
    assert message.style == ""


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("text\tlabel\nbonjour\n", ":2: has 1 column"),
        ("bonjour\tsaluer\tplain\tmore\n", ":1: has 4 column"),
        ("bonjour\tsaluer\n\tsaluer\n", ":2: has no text"),
        ("bonjour\t\tplain\n", ":1: has no label"),
        ("bonjour\tvous allez bien\n", ":1: has no label"),
        (b"bonjour\tsaluer\n\xe9t\xe9\tsaluer\n", ":2: is not UTF-8"),
        ("text\tlabel\n", "holds no message"),
    ],
)
def test_test_set_with_a_bad_line_is_refused_by_number(tmp_path: Path, content: str | bytes, fault: str) -> None:
    with pytest.raises(BadTestSet) as refused:
        read_test_set(write(tmp_path, content))
    assert fault in str(refused.value)


def test_test_set_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTestSet, match="No such file"):
        read_test_set(tmp_path / "none.tsv")


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(9, 10, 0.5958, 0.9821), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (0, 0, 0, 1), (8, 10, 0.4902, 0.9433)],
)
def test_share_has_the_wilson_interval(count: int, of: int, low: float, high: float) -> None:
    assert Share(count, of).interval == pytest.approx((low, high), abs=1e-4)


def test_share_of_nothing_is_no_number() -> None:
    assert Share(0, 0).as_json() == {"count": 0, "n": 0, "share": None, "wilson95": [0.0, 1.0]}
    assert str(Share(0, 0)) == "- (0)"
