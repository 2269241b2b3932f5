"""Short questions that make sense only after the last answer: « c'est payant ? », « et pour un ado ? »."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

LONGEST_FOLLOWUP = 8  # words; a longer message says by itself what it means


class Gist(Enum):
    """What a short question asks of the last subject."""

    COST = "cost"
    AUDIENCE = "audience"
    PLACE = "place"
    SIMPLER = "simpler"


@dataclass(frozen=True, slots=True)
class Followup:
    """A short question: what it asks, and the intent it leads to (none where the subject stays the same)."""

    gist: Gist
    intent: str | None


COST = re.compile(
    r"\b(payant|payants|gratuit|gratuits|gratuite|cher|prix|tarifs?|coute|cout|combien ca|rembourse\w*|free|cost|price|"
    r"expensive|how much)\b"
)
SIMPLER = re.compile(
    r"\b(pas compri\w*|j?comprend?s? (pas|rien)|pige (pas|rien)|plus simple\w*|pas clair|trop complique|"
    r"explique\w* mieux|don t understand|didn t understand|dont understand|didnt get|simpler|not clear)\b"
)
BEGINS = re.compile(r"^(et|ok et|mais|and|what about|how about|meme question)\b")
AUDIENCES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(ado|ados|adolescente?s?|jeunes?|lyceen\w*|collegien\w*|teen\w*)\b"), "aide_ado_jeune"),
    (re.compile(r"\b(enfants?|bebes?|petit|petite|petits|child|children|kids?)\b"), "aide_enfant"),
    (re.compile(r"\b(etudiant\w*|fac|universite|students?)\b"), "aide_etudiant"),
    (
        re.compile(r"\b(agee?s?|vieux|vieille|senior\w*|mamie|papi|grand (mere|pere)|elderly|old)\b"),
        "aide_personnes_agees",
    ),
    (re.compile(r"\b(enceinte|grossesse|jeune maman|pregnan\w*)\b"), "aide_perinatalite"),
    (re.compile(r"\b(aidante?s?|carers?)\b"), "aidants_soutien"),
)
COST_OF: tuple[tuple[str, str], ...] = (
    ("cmp_", "cmp_fonctionnement"),
    ("psy_", "psy_remboursement_mon_soutien_psy"),
    ("pssm_", "pssm_formation"),
    ("clsm_", "clsm_financement"),
    ("aide_etudiant", "aide_etudiant"),
    ("aide_ado_jeune", "aide_ado_jeune"),
    ("aide_addictions", "aide_addictions"),
    ("aide_precarite_empp_pass", "aide_precarite_empp_pass"),
    ("aide_", "psy_remboursement_mon_soutien_psy"),
)


def read_followup(text: str, *, about: str | None) -> Followup | None:
    """What a short message asks about the last subject (an intent), or None if it stands by itself."""
    words = _fold(text)
    if about is None or not words or len(words.split()) > LONGEST_FOLLOWUP:
        return None
    if SIMPLER.search(words):
        return Followup(Gist.SIMPLER, None)
    if COST.search(words) and not _names_a_subject(words):
        return Followup(Gist.COST, next((intent for start, intent in COST_OF if about.startswith(start)), about))
    if BEGINS.search(words):
        for pattern, intent in AUDIENCES:
            if pattern.search(words):
                return Followup(Gist.AUDIENCE, intent)
        if re.search(r"^(et|and|what about|how about) (a|au|aux|dans|sur|pour|in|around|near)\b", words):
            return Followup(Gist.PLACE, None)
    return None


def _names_a_subject(words: str) -> bool:
    return bool(re.search(r"\b(clsm|cmp|cmpp|psy\w*|mdph|gem|pssm|formation|hopital|hospital\w*|tutelle)\b", words))


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]+", " ", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip()
