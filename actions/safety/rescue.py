"""A body that fails, or an act already done by somebody: the rescue services come first, whoever it is about.

The trained model knows these as somebody else's danger, whose card names a listening line before the rescue services.
"""

from __future__ import annotations

import re

from actions.safety.normalise import plain_words

_PERSON = (
    r"(?:fils|filles?|fillette|garcons?|enfants?|bebes?|petite?s?|gamine?|meres?|peres?|mari|femme|freres?|soeurs?|"
    r"conjointe?|compagnon|compagne|copain|copine|amie?s?|pote|voisine?|dame|monsieur|homme|gars|type|mec|meuf|"
    r"coloc\w*|collegue|patiente?|residente?|mamie|mamy|papi|papy|oncle|tante|cousine?|neveu|niece|ado\w*|eleve|"
    r"personne|passante?|sdf|daronne?|son|sons|daughters?|wife|husband|brothers?|sisters?|mother|father|mum|mom|dad|"
    r"friends?|baby|child|children|kids?|girl|boy|man|woman|neighbou?r|colleague|uncle|aunt|nephew|roommate|flatmate|"
    r"partner|boyfriend|girlfriend|grandm\w+|grandp\w+|grandfather)"
)
_MORE_OF_THEM = r"(?: (?!(?:je|j|i|on|nous|me|a|ai|as|has|had)\b)\w+){0,4}?"  # « mon fils de quatre ans »
_SOMEBODY = (
    r"\b(?:ils?|elles?|he|she|they|maman|papa|mum|mom|dad|quelqu un|someone|somebody|"
    r"(?:mon|ma|mes|un|une|notre|nos|son|sa|ses|l|le|la|les|ce|cet|cette|my|a|our|the|his|her) "
    rf"(?:\w+ ){{0,2}}?{_PERSON}\b{_MORE_OF_THEM})"
)
_NOT = r"(?:ne |n )?"
_PILLS = r"(?:cachets?|comprimes?|medocs?|medicaments?|medics?|pilules?|somniferes?|anxiolytiques?|pills?|tablets?)"
_PACK = r"(?:boites?|plaquettes?|tubes?|flacons?|boxe?s?|packs?|bottles?)"
_PACK_OF_PILLS = rf"{_PACK}(?: \w+){{0,2}} {_PILLS}\b"
_MANY = r"(?:tou(?:te?s?|s)|plein|plusieurs|several|all|the whole|whole)"
_MANY_PACKS = rf"(?:{_MANY}|une|deux|trois|quatre|des|\d+|a|two|three)"
_MANY_PILLS = rf"(?:{_MANY}|des|trop|too many|dix|quinze|vingt|trente|quarante|cinquante|\d*[5-9]|\d\d+)"
_HAS = r"(?:a|ont|has|have|vient d|vient de)(?: (?:tout|deja|just))?"
_SWALLOWED = rf"(?:{_HAS} (?:avale\w*|gobe\w*)|(?:has |have |just )*swallowed)"
_TOOK = rf"(?:{_HAS} pris|(?:has |have |just )*(?:took|taken))"
_FADES = r"(?:ne |n |se )*(?:reveille|respire|repond|bouge) (?:plus|pas|mal|a peine|presque plus)\b"
_STOP = r"(?:overdose|od|arret cardiaque|crise cardiaque)"

# What may follow a cry: nothing, what to do, since when, what else is seen. Not « … le matin », « … aux reproches ».
_CRY_ENDS = (
    r"(?= *$| (?:du tout|que (?:faire|dois)|quoi faire|what|help|aide\w*|au secours|svp|please|vite|urgent\w*|"
    r"appel\w+|alors|je (?:fais|dois|sais|suis)|il y a|and (?:the|there|i)|"
    r"(?:et |and )?(?:il|elle|he|she) (?:est|a|ne|n|respire|bouge|repond|is|has|s)|"
    r"depuis (?:ce matin|une|deux|trois|cinq|dix|\d+|tout a l heure|quelques))\b)"
)
_NOT_OF_IT = r"(?! (?:du|de|des|d|que|of)\b)"  # « inconscient du danger »
_NOT_FOR_LONG = r"(?! (?:depuis|for) (?:\w+ )?(?:semaines?|mois|ans?|annees?|weeks|months|years|longtemps)\b)"
_NOT_OF_MEETINGS = rf"(?! (?:de|d|of)\b(?! (?:{_PILLS}|drogues?|drugs|heroine|cocaine)\b))"  # « overdose de réunions »
_NOT_AS_PRESCRIBED = r"(?! pour (?:la|le|les|l|sa|son|ses)\b)"
_NOT_AWAY = r"(?!(?: \w+){0,3} (?:poubelle|toilettes|evier|lavabo|bin|trash|toilet|sink)\b)"
_FAILING = (
    rf"{_NOT}respire(?:nt)? (?:plus|pas|presque plus|a peine)\b(?! (?:bien|par|correctement|assez|l|le|la|les)\b)",
    rf"respire (?:mal|difficilement)\b{_CRY_ENDS}",
    rf"{_NOT}(?:(?:se )?(?:reveille(?:nt)?|reagi(?:t|ssent)) (?:plus|pas)|bouge(?:nt)? plus)\b{_CRY_ENDS}",
    rf"(?:est|sont|is|are) (?:tombee?s? )?(?:inconsciente?s?|dans le coma|unconscious)\b{_NOT_OF_IT}{_NOT_FOR_LONG}",
    rf"(?:fait|fais|is having|vient de faire) (?:une?|an?) {_STOP}\b{_NOT_OF_MEETINGS}",
    r"(?:is not|isn t|isnt|s not|are not|aren t|stopped|has stopped) breathing\b(?! (?:well|right|through)\b)",
    rf"(?:won t|wont|can t|cannot) wake(?: up)?\b{_CRY_ENDS}",
)
_HAPPENED = (
    r"(?:a perdu|vient de perdre) connaissance\b(?! (?:hier|avant hier|la semaine|le mois)\b)",
    rf"a fait une? {_STOP}\b{_CRY_ENDS}",
    rf"{_SWALLOWED} (?:\w+ ){{0,3}}{_PACK_OF_PILLS}",
    rf"{_HAS} vide (?:\w+ ){{0,3}}{_PACK_OF_PILLS}{_NOT_AWAY}",
    rf"{_TOOK} {_MANY_PACKS} (?:\w+ )?{_PACK_OF_PILLS}",
    rf"{_SWALLOWED} {_MANY_PILLS} (?:\w+ ){{0,2}}{_PILLS}\b{_NOT_AS_PRESCRIBED}",
    rf"{_TOOK} (?:plein|trop|too many) (?:\w+ )?{_PILLS}\b",
    rf"{_SWALLOWED} les {_PILLS} de (?:sa|son|ma|mon|mes|ses)\b",
    rf"{_TOOK} (?:\w+ ){{1,3}}{_PILLS} (?:\w+ )?(?:il|elle) {_FADES}",
)
_FAILS_NOW = re.compile(rf"{_SOMEBODY} (?:{'|'.join(_FAILING)})")
_HAS_HAPPENED = re.compile(rf"{_SOMEBODY} (?:{'|'.join(_HAPPENED)})")
_AGO = (
    r"(?:il y a (?:\w+ )?\w+ (?:ans?|annees?|mois|semaines?)|l (?:an|annee) (?:dernier|derniere|passee?)|"
    r"\w+ (?:years?|months?) ago|last year|(?:en|in) (?:19|20)\d\d|autrefois|a l epoque)\b"
)
_AGO_BEFORE = re.compile(rf"\b{_AGO}")
_AGO_AFTER = re.compile(rf"(?: (?!(?:avait|deja|had|already)\b)\w+){{0,5}}? {_AGO}")
_DEAD = re.compile(r"\b(?:mort|morte|decede\w*|deces|died|passed away|enterre\w*|obseques|deuil|veu(?:f|ve))\b")
_IN_GENERAL = re.compile(r"\b(?:que|quoi|comment|what|how)\b(?: \w+){0,3} (?:si|s|quand|lorsqu|lorsque|if|when)\b")


def needs_rescue(text: str) -> bool:
    """True where a message says that somebody's body fails now, or that somebody has swallowed far too much.

    Only what can hardly mean anything else: all other messages are the model's.
    """
    words = plain_words(text)
    if any(not _IN_GENERAL.search(words[: cry.start()]) for cry in _FAILS_NOW.finditer(words)):
        return True
    return any(not _is_over(words, told) for told in _HAS_HAPPENED.finditer(words))


def _is_over(words: str, told: re.Match[str]) -> bool:
    """Whether what is `told` was long ago, ended in a death, or is only supposed."""
    before, after = words[: told.start()], words[told.end() :]
    return bool(
        _AGO_BEFORE.search(before) or _AGO_AFTER.match(after) or _DEAD.search(words) or _IN_GENERAL.search(before)
    )
