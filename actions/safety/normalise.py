"""One spelling for the many ways of typing the same letters.

`canonical` removes what carries no meaning here: accents, case, look-alike letters of other alphabets, invisible
characters, repeated letters; a link is « lien », whatever it points to. `sentences` then cuts the result into
sentences of tokens. Whoever writes « MOURIIIR », « mоurir » with a Cyrillic o or « m o u r i r » is read like whoever
writes « mourir ».
"""

import re
import unicodedata

LONGEST_TEXT = 4096

_LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("авеорсухкмнтіјѕԁԛԝһӏёзб", "abeopcyxkmhtijsdqwhiezb", strict=True)),
        **dict(zip("αβεικνορτυχγηωσςκ", "abeiknoptuxynwocK".lower(), strict=True)),
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ⅼ": "l", "ⅰ": "i",
        "œ": "oe", "æ": "ae", "ß": "ss",
        "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'", "＇": "'",
    }
)  # fmt: skip

_PICTURES = {
    "laughs": "😂🤣😆😹😁😄😃😀😅😜😝😛🤪😉😏😎🥳🎉🎊🤭😋",
    "weeps": "😭😢😥🥺😿😞😔😟🙁☹😣😖😩😫😓",
    "skulls": "💀☠⚰👻",
    "graves": "🪦",
    "upsides": "🙃🫠😶🫥",
    "breaks": "💔🥀🖤",
    "doves": "🕊👼😇🌈🤍🪽",
    "blades": "🔪🗡🪒🩸🔫",
    "pills": "💊",
    "bandage": "🩹",
    "waves": "👋",
    "fears": "😨😰😱😧",
    "rages": "😡🤬😠👿🤕",
    "alarms": "🆘🚨",
    "loves": "❤💛💚💙💜🧡💖💕🙏😊🙂👍🌸🌻☀🤗😍😘🌞💪👏✨",
}
_PICTURE_WORDS = {symbol: f" emo{name} " for name, symbols in _PICTURES.items() for symbol in symbols}
_ADDRESSES = (
    (re.compile(r"\bhttps?://\S+|\bwww\.\S+"), " lien "),
    (re.compile(r"\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"), " courriel "),
)
_SMILEYS = (
    (re.compile(r"[:;=]'-?\(+"), " emoweeps "),
    (re.compile(r"[:=]-?(?:[(\[]+|/(?!/))"), " emoweeps "),
    (re.compile(r"[:;=]-?[)dp]+(?![a-z])"), " emolaughs "),
    (re.compile(r"<3+"), " emoloves "),
    (re.compile(r"</3+"), " emobreaks "),
    (re.compile(r"\bx+d+\b"), " emolaughs "),
)
_REPEATED_LETTER = re.compile(r"([a-z])\1+")
_REPEATED_PICTURE = re.compile(r"\b(emo[a-z]+)(?:\s+\1\b)+")
_SPELLED_OUT = re.compile(r"(?<![a-z0-9'])(?:[a-z0-9@$!][\s.\-_*,·]{1,3}){3,}[a-z0-9](?![a-z0-9'])")
_SPELLING_GAPS = re.compile(r"[\s.\-_*,·]+")
_MASK = re.compile(r"(?<=[a-z])[*#•·_]+(?=[a-z])")
_PAUSE = re.compile(r"…|\.{2,}")
_SENTENCE_END = re.compile(r"[.!?;]+(?=\s|$)|\n+|\s[-–—]\s")
_ELISIONS = (
    (re.compile(r"aujourd'hui"), "aujourd hui"),
    (re.compile(r"\bcan't\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\b([a-z]{2,6})n't\b"), r"\1 not"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"\b(you|we|they)'re\b"), r"\1 are"),
    (re.compile(r"\b(i|you|he|she|we|they)'d\b"), r"\1 would"),
    (re.compile(r"\b(it|that|he|she|there|what|who)'s\b"), r"\1 is"),
    (re.compile(r"\b([jmtsldnc]|qu)'"), r"\1e "),
)
_NO_WORD = re.compile(r"[^a-z0-9]+")
_TOKEN = re.compile(r"[a-z0-9@$]+")


def canonical(text: str) -> str:
    """Return `text` in plain lower-case Latin letters, pictures named (« emoskulls »), spelled-out words joined."""
    shaped = unicodedata.normalize("NFKC", text[:LONGEST_TEXT])
    visible = "".join(char for char in shaped if unicodedata.category(char) != "Cf" and char not in "\ufe0e\ufe0f")
    lowered = without_accents(visible.casefold()).translate(_LOOK_ALIKES)
    named = "".join(_PICTURE_WORDS.get(char, char) for char in lowered)
    for sign, word in (*_ADDRESSES, *_SMILEYS):
        named = sign.sub(word, named)
    unmasked = _MASK.sub("", named)
    for elision, words in _ELISIONS:
        unmasked = elision.sub(words, unmasked)
    joined = _SPELLED_OUT.sub(lambda found: _SPELLING_GAPS.sub("", found.group()), unmasked)
    return _REPEATED_PICTURE.sub(r"\1", joined)


def without_accents(text: str) -> str:
    """Return `text` with its letters stripped of combining marks."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def plain_words(text: str) -> str:
    """Return `text` as words and figures in plain lower case, one space between: for patterns of whole phrases."""
    return _NO_WORD.sub(" ", without_accents(text[:LONGEST_TEXT].casefold())).strip()


def squeeze(word: str) -> str:
    """Return `word` with every run of one letter reduced to a single letter, in French double letters included."""
    return _REPEATED_LETTER.sub(r"\1", word)


def sentences(text: str) -> list[list[str]]:
    """Cut canonical `text` into sentences, each a list of tokens; punctuation disappears."""
    cut = (_TOKEN.findall(part) for part in _SENTENCE_END.split(_PAUSE.sub(" ", text)))
    return [tokens for tokens in cut if tokens]
