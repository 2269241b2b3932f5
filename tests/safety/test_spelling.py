import pytest

from actions.safety.normalise import canonical
from actions.safety.spelling import Speller, load_abbreviations, one_slip_apart, sound

WORDS = ("je", "me", "veux", "plus", "mourir", "suicide", "tuer", "vivre", "quitter", "nourrir")


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(WORDS, abbreviations=load_abbreviations())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mouriiir", ("mourir",)),
        ("jveu", ("je", "veux")),
        ("mtuer", ("me", "tuer")),
        ("m0urir", ("mourir",)),
        ("5uicide", ("suicide",)),
        ("jeveuxmourir", ("je", "veux", "mourir")),
        ("suicde", ("suicide",)),
        ("vvivr", ("vivre",)),
        ("zzkrq", ("zkrq",)),
    ],
)
def test_speller_repairs_what_is_typed(speller: Speller, typed: str, meant: tuple[str, ...]) -> None:
    assert speller.repair(canonical(typed)) == meant


def test_speller_leaves_known_words_alone(speller: Speller) -> None:
    assert speller.repair("nourrir") == ("nourir",)


def test_slip_in_a_short_word_is_repaired_towards_a_common_word_only() -> None:
    speller = Speller((*WORDS, "rien", "mont"), abbreviations={}, common=("rien", "mourir"))
    assert speller.repair("rein") == ("rien",)
    assert speller.repair("mnot") == ("mnot",)


def test_slip_is_repaired_towards_the_commonest_word() -> None:
    speller = Speller(("porte", "poste"), abbreviations={}, common=("poste", "porte"))
    assert speller.repair("pote") == ("poste",)


def test_left_out_apostrophe_is_read_as_if_it_stood_there() -> None:
    common = ("hopital", "utile", "mutile", *(f"x{letter}x" for letter in "abcdefgh"), "lhopital")
    speller = Speller(common, abbreviations=load_abbreviations(), common=common, real={"lhopital", "dhopital"})
    assert speller.repair("lhopital") == ("le", "hopital")
    assert speller.repair("dhopital") == ("de", "hopital")
    assert speller.repair("mutile") == ("mutile",)
    assert speller.repair("nai") == ("ne", "ai")


def test_real_word_that_begins_like_a_swallowed_one_stays_itself() -> None:
    speller = Speller(("avait",), abbreviations={}, real={"savait"})
    assert speller.repair("savait") == ("savait",)
    assert speller.repair("navait") == ("ne", "avait")


def test_one_slip_apart_accepts_a_swap_and_refuses_two_slips() -> None:
    assert one_slip_apart("suicide", "suicied")
    assert not one_slip_apart("suicide", "sucidee")


def test_sound_is_the_same_for_words_pronounced_alike() -> None:
    assert sound("avaler") == sound("avalez")
    assert sound("mort") == sound("mor")
