"""A body that fails, or an act already done by somebody: the rescue services come first, whoever it is about.

The trained model knows these as somebody else's danger, whose card names a listening line before the rescue services.
"""

from __future__ import annotations

import re

from actions.safety.normalise import plain_words

_SOMEBODY = r"(?:il|elle|on|he|she|they|(?:mon|ma|mes|un|une|notre|son|sa|my|a|our|the|le|la) \w+(?: \w+)?)"
_PILLS = r"(?:cachets?|comprimes?|medocs?|medicaments?|medics?|pilules?|somniferes?|anxiolytiques?|pills?|tablets?)"
_PACK = r"(?:boites?|plaquettes?|tubes?|flacons?|boxe?s?|packs?|bottles?)"
_MANY = r"(?:toute|tout|toutes|une|deux|trois|quatre|des|plusieurs|\d+|a|the whole|whole|two|three|several|all)"
_FAILING = re.compile(
    rf"\b{_SOMEBODY} (?:ne |n )?(?:respire (?:plus|pas|mal|a peine|presque plus|difficilement)"
    r"|(?:se )?reveille (?:plus|pas)|reagit (?:plus|pas)|bouge plus)\b"
    r"(?! (?:le|la|les|a|de|du|pour|en|avant|tot|chez)\b)"
    rf"|\b{_SOMEBODY} (?:est|is) (?:tombee? )?(?:inconsciente?|dans le coma|unconscious)\b"
    rf"|\b{_SOMEBODY} (?:a |vient de )?(?:perdu|perdre) connaissance\b"
    rf"|\b{_SOMEBODY} (?:fait|fais|is having|vient de faire) une? (?:overdose|od|arret cardiaque|crise cardiaque)\b"
    rf"|\b{_SOMEBODY} (?:is not|isn t|isnt|s not|stopped) breathing\b|\b{_SOMEBODY} (?:won t|wont|doesn t|can t) wake\b"
)
_TAKEN = re.compile(
    rf"\b{_SOMEBODY} (?:a |has |just |vient d |vient de )*(?:avale\w*|gobe\w*|vide\w*|swallowed)"
    rf" (?:\w+ ){{0,3}}{_PACK}(?: \w+){{0,2}} {_PILLS}\b"
    rf"|\b{_SOMEBODY} (?:a |has |just )*(?:pris|took|taken) {_MANY} (?:\w+ )?{_PACK}(?: \w+){{0,2}} {_PILLS}\b"
    rf"|\b{_SOMEBODY} (?:a |has |just |vient d )*(?:avale\w*|gobe\w*|swallowed) (?:\w+ ){{0,3}}{_PILLS}\b"
)
_LONG_AGO = re.compile(
    r"\b(?:il y a (?:\w+ )?\w+ (?:ans?|mois|semaines?)|l (?:an|annee) (?:dernier|derniere|passee?)|"
    r"\w+ (?:years?|months?) ago|last year|en (?:19|20)\d\d|in (?:19|20)\d\d|autrefois|a l epoque)\b"
)


def needs_rescue(text: str) -> bool:
    """True where a message says that somebody's body fails now, or that somebody has swallowed something."""
    words = plain_words(text)
    return bool(_FAILING.search(words) or _TAKEN.search(words)) and not _LONG_AGO.search(words)
