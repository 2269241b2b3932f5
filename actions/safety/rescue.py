"""A body that fails, or an act already done by somebody: the rescue services come first, whoever it is about.

The trained model knows these as somebody else's danger, whose card names a listening line before the rescue services.
"""

from __future__ import annotations

import re

from actions.safety.normalise import plain_words

_NO_PERSON = r"(?:chat|chatte|chien|chienne|cat|dog|phone|alarm|computer|laptop|tablet|ordi\w*|telephone|portable|bot)"
_MORE_OF_THEM = r"(?: (?!(?:je|j|i|on|nous|me|a|ai|as|has|had)\b)\w+){0,4}?"  # « mon fils de quatre ans »
_SOMEBODY = (
    r"\b(?:il|elle|he|she|they|maman|papa|mum|"
    rf"(?:mon|ma|mes|un|une|notre|son|sa|my|a|our|the|le|la) (?!{_NO_PERSON}\b)\w+{_MORE_OF_THEM})"
)
_NOT = r"(?:ne |n )?"
_PILLS = r"(?:cachets?|comprimes?|medocs?|medicaments?|medics?|pilules?|somniferes?|anxiolytiques?|pills?|tablets?)"
_PACK = r"(?:boites?|plaquettes?|tubes?|flacons?|boxe?s?|packs?|bottles?)"
_PACK_OF_PILLS = rf"{_PACK}(?: \w+){{0,2}} {_PILLS}\b"
_MANY = (
    r"(?:toute|tous|tout|toutes|une|deux|trois|quatre|des|plusieurs|plein|\d+|a|the whole|whole|two|three|several|all)"
)
_HAS = r"(?:a|has|vient d|vient de)(?: (?:tout|deja|just))?"
_SWALLOWED = rf"(?:{_HAS} (?:avale\w*|gobe\w*|vide)|(?:has |just )*swallowed)"
_TOOK = rf"(?:{_HAS} pris|(?:has |just )*(?:took|taken))"
_STOP = r"(?:overdose|od|arret cardiaque|crise cardiaque)"

# What may follow a cry: nothing, what to do, since when, what else is seen. Not « … le matin », « … aux reproches ».
_CRY_ENDS = (
    r"(?= *$| (?:du tout|que (?:faire|dois)|quoi faire|what|help|aide\w*|au secours|svp|please|vite|urgent\w*|"
    r"appel\w+|alors|je (?:fais|dois|sais|suis)|il y a|and (?:the|there|i)|"
    r"(?:et |and )?(?:il|elle|he|she) (?:est|a|ne|n|respire|bouge|repond|is|has|s)|"
    r"depuis (?:ce matin|une|deux|trois|cinq|dix|\d+|tout a l heure|quelques))\b)"
)
_NOT_OF_IT = r"(?! (?:du|de|des|d|que|of)\b)"  # « inconscient du danger »
_NOT_FOR_LONG = r"(?! (?:depuis|for) \w+ (?:semaines?|mois|ans?|weeks|months|years)\b)"
_NOT_OF_MEETINGS = rf"(?! (?:de|d|of)\b(?! (?:{_PILLS}|drogues?|drugs|heroine|cocaine)\b))"  # « overdose de réunions »
_FAILING = (
    rf"{_NOT}respire (?:plus|pas|presque plus|a peine)\b(?! (?:bien|par|correctement|assez|l|le|la|les)\b)",
    rf"respire (?:mal|difficilement)\b{_CRY_ENDS}",
    rf"{_NOT}(?:(?:se )?(?:reveille|reagit) (?:plus|pas)|bouge plus)\b{_CRY_ENDS}",
    rf"(?:est|is) (?:tombee? )?(?:inconsciente?|dans le coma|unconscious)\b{_NOT_OF_IT}{_NOT_FOR_LONG}",
    r"(?:a perdu|vient de perdre) connaissance\b(?! (?:hier|avant hier|la semaine|le mois)\b)",
    rf"(?:fait|fais|is having|vient de faire) (?:une?|an?) {_STOP}\b{_NOT_OF_MEETINGS}",
    rf"a fait une? {_STOP}\b{_CRY_ENDS}",
    r"(?:is not|isn t|isnt|s not|stopped|has stopped) breathing\b(?! (?:well|right|through)\b)",
    rf"(?:won t|wont|can t|cannot) wake(?: up)?\b{_CRY_ENDS}",
)
_TAKEN = (
    rf"{_SWALLOWED} (?:\w+ ){{0,3}}{_PACK_OF_PILLS}",
    rf"{_TOOK} {_MANY} (?:\w+ )?{_PACK_OF_PILLS}",
    rf"{_SWALLOWED} {_MANY} (?:\w+ ){{0,2}}{_PILLS}\b",
    rf"{_SWALLOWED} les {_PILLS} de (?:sa|son|ma|mon|mes|ses)\b",
    rf"{_TOOK} (?:\w+ ){{1,3}}{_PILLS} (?:\w+ )?(?:il|elle) (?:ne |n |se )*(?:reveille|respire|repond|bouge)\b",
)
_BODY_FAILS = re.compile(rf"{_SOMEBODY} (?:{'|'.join(_FAILING)})")
_HAS_TAKEN = re.compile(rf"{_SOMEBODY} (?:{'|'.join(_TAKEN)})")
_PUT_AWAY = re.compile(r"\b(?:poubelle|toilettes|evier|pharmacie|bin|trash|toilet|sink|pharmacy)\b")
_LONG_AGO = re.compile(
    r"\b(?:il y a (?:\w+ )?\w+ (?:ans?|mois|semaines?)|l (?:an|annee) (?:dernier|derniere|passee?)|"
    r"\w+ (?:years?|months?) ago|last year|en (?:19|20)\d\d|in (?:19|20)\d\d|autrefois|a l epoque)\b"
)


def needs_rescue(text: str) -> bool:
    """True where a message says that somebody's body fails now, or that somebody has swallowed far too much.

    Only what can hardly mean anything else: all other messages are the model's.
    """
    words = plain_words(text)
    if _LONG_AGO.search(words):
        return False
    return bool(_BODY_FAILS.search(words) or (_HAS_TAKEN.search(words) and not _PUT_AWAY.search(words)))
