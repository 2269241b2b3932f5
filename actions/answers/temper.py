"""Hard words: recognised so that they get a calm, brief answer instead of "I do not know"."""

from __future__ import annotations

import re

HARD_WORDS = re.compile(
    r"\b(nul|nulle|nuls|nulles|idiote?s?|stupide|debile|cretin|connard|connasse|con|conne|merde|merdique|salope|encule|"
    r"abruti|bouffon|ta gueule|ferme la|casse toi|va te faire|degage|inutile|useless|stupid|idiot|dumb|shut up|"
    r"fuck\w*|shit|crap|asshole|moron|rubbish)\b"
)
SNAPS = re.compile(
    r"\b(sers? a rien|sert a rien|comprends? rien|connais rien|sais rien|(?:tu|vous) (?:ne )?m aide[sz] pas|"
    r"bonne? a rien|perds? mon temps|foutaise|fous de (moi|ma gueule)|marre de (toi|ce bot|ce robot)|"
    r"no help|waste of time)\b"
)
AIMED = re.compile(r"\b(tu|t|toi|te|ta|tes|vous|votre|ce bot|ce robot|robot|bot|you|your|this bot|machine)\b")
LONGEST = 12  # words: a longer message has something to say besides


def is_outburst(folded: str) -> bool:
    """True for a short message, folded (lower case, no accents), that insults or snaps at the assistant."""
    if len(folded.split()) > LONGEST:
        return False
    return bool(AIMED.search(folded) and (HARD_WORDS.search(folded) or SNAPS.search(folded)))
