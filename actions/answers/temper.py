"""Hard words: recognised so that they get a calm, brief answer instead of "I do not know"."""

from __future__ import annotations

import re

HARD_WORDS = re.compile(
    r"\b(nul|nulle|nuls|nulles|idiote?s?|stupide|debile|cretin|connard|connasse|conne?|merde|merdique|salope|encule|"
    r"abruti|bouffon|ta gueule|ferme la|casse toi|va te faire|degage|inutile|useless|stupid|idiot|dumb|shut up|"
    r"fuck\w*|shit|crap|asshole|moron|rubbish)\b"
)
AIMED = re.compile(r"\b(tu|t|toi|te|ta|tes|vous|votre|ce bot|ce robot|robot|bot|you|your|this bot|machine)\b")
LONGEST = 12  # words: a longer message has something to say besides


def is_outburst(folded: str) -> bool:
    """True for a short message, folded (lower case, no accents), that insults or snaps at the assistant."""
    return len(folded.split()) <= LONGEST and bool(HARD_WORDS.search(folded) and AIMED.search(folded))
