"""Answers in a person's own words: « je viendrai avec ma sœur », « finalement je ne peux pas ».

The language model has said that this is an answer to an invitation, or the whole message can be nothing else; here we
only read which. What is not plain is left to the person, by buttons.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.meetings.answers import MOST_GUESTS
from actions.meetings.calendar_words import NUMBERS, plain
from actions.meetings.kinds import Answer, Body, Need


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was understood: an answer or None, guests, needs, the kind of meeting named, a wish to be stood for."""

    answer: Answer | None = None
    guests: int = 0
    needs: tuple[Need, ...] = ()
    body: Body | None = None
    by_proxy: bool = False


_NO = re.compile(
    r"\b(?:n[e'] ?)?(?:peux|pourrai[st]?|pourrons|viens|vien|viendrai[st]?|serai[st]?|participerai|assisterai|"
    r"pourra|viendra|peut|pe[uo]|sera)(?: (?:plus|finalement|malheureusement|helas))? (?:pas|plus)\b"
    r"|\babsente?\b|\bexcus|\bempeche|\bindisponible|\bdesist|\bannule(?:r|z)? (?:ma|mon)\b|\bdecommand"
    r"|\b(?:can't|cannot|can not|couldn't|won't|will not|unable|not able|not coming|not be able|not be there|"
    r"not attend|not make it)\b|\bpas (?:dispo|disponible|libre|la)\b|\bretire[rz]?[- ]moi\b|^non\b|^no\b"
)
_MAYBE = re.compile(
    r"\bpeut[ -]etre\b|\bpas (?:encore )?(?:sure?|certaine?)\b|\bsais pas(?: encore)?\b|\bessai|\bmaybe\b|\bperhaps\b"
    r"|\bnot (?:yet )?sure\b|\bmight\b|\bdon't know\b|\bje (?:vous|te) (?:re)?dis\b|\bwill try\b|\btry to\b"
)
_VIDEO = re.compile(
    r"\bvisio|\ben ligne\b|\ba distance\b|\bdistanciel\b|\bzoom\b|\bteams\b|\bonline\b|\b(?:by|on|via) video\b|\bremote"
)
_YES = re.compile(
    r"\bje? ?(?:re)?vien(?:s|drai|drais)?\b|\bj(?:e )?sera[is]* (?:bien )?(?:la|present)|\bpresente?\b|\bparticip"
    r"|\bconfirm|\bcompte[rz]?[- ](?:sur )?(?:moi|nous)\b|\binscri|\boui\b|\bd'accord\b|\bok\b"
    r"|\bpeux (?:finalement )?(?:venir|etre la)\b|\bpourrai(?:s)? (?:finalement )?(?:venir|etre la)\b|\bon vient\b"
    r"|\bnous (?:viendrons|serons|venons)\b|\bon sera\b|\bcan (?:come|make it|attend)\b|\bcoming\b|\b(?:will|'ll) "
    r"(?:come|attend|be there|be present)\b|\bcount me in\b|\byes\b|\battend"
)
_CONTRAST = re.compile(r"\bmais\b|\bplutot\b|\bpar contre\b|\bbut\b|\binstead\b|\brather\b|\bseulement\b")
_PEOPLE = (
    r"(?:soeurs?|freres?|mere|pere|maman|papa|mari|femme|epoux|epouse|conjointe?|compagn\w+|copine?s?|copains?|fils|"
    r"filles?|amie?s?|collegues?|voisine?s?|cousine?s?|tante|oncle|enfants?|parents?|aidante?|educat\w+|tuteur|"
    r"tutrice|curat\w+|accompagna\w+|referente?|infirmi\w+|proches?|quelqu'un|personnes?|sister|brother|mother|mum|"
    r"father|dad|husband|wife|partner|son|daughter|friends?|colleagues?|neighbours?|carer|children|someone|people|"
    r"person)"
)
_COMPANY = re.compile(
    rf"\b(?:avec|with|accompagnee? (?:de|par)|et|and) (?:(?P<number>\d|{'|'.join(map(re.escape, NUMBERS))}|mon|ma|my|"
    rf"mes|un|une|an?|d')[ ]?)?(?P<second>\d|deux|trois|quatre|two|three|four)? ?{_PEOPLE}\b"
)
_SOMEBODY = re.compile(r"\baccompagnee?\b|\bbring(?:ing)? (?:some|a|my)\w*\b|\bj'amene\b")
_TOGETHER = re.compile(
    r"\b(?:on sera|nous serons|on vient|nous viendrons|nous venons|a|there will be|we are) "
    r"(?:a )?(?P<number>[2-5]|deux|trois|quatre|cinq|two|three|four|five)\b(?! (?:h|heure|jour|mois|an))"
)
_NEEDS: dict[Need, re.Pattern[str]] = {
    Need.STEP_FREE: re.compile(r"\bfauteuil|\bmarches\b|\bascenseur|\bescalier|\bwheelchair|\bstep[- ]free|\bstairs\b"),
    Need.SIGN_LANGUAGE: re.compile(r"\blsf\b|\blangue des signes\b|\bsourde?\b|\bsign language\b|\bdeaf\b"),
    Need.INTERPRETER: re.compile(r"\binterprete\b|\btradu|\binterpreter\b|\btranslat"),
    Need.CHILDCARE: re.compile(r"\bgarde(?:r|rie)? (?:d'enfants?|mes enfants|les enfants)|\bchildcare\b|\bbabysit"),
    Need.TRANSPORT: re.compile(
        r"\btransport\b|\bnavette\b|\bpas de voiture\b|\bcovoitur|\b(?:a )?lift\b|\bme deplacer\b"
    ),
    Need.SIMPLIFIED: re.compile(r"\bfalc\b|\bsimplifie|\bfacile a lire\b|\beasy[- ]read\b"),
}
_BODIES: dict[Body, re.Pattern[str]] = {
    Body.COPIL: re.compile(r"\bcopil\b|\bcomite de pilotage\b|\bsteering\b"),
    Body.PLENARY: re.compile(r"\bpleniere\b|\bassemblee\b|\bplenary\b"),
    Body.GROUP: re.compile(r"\bgroupe\b|\bgt\b|\bworking group\b|\batelier\b"),
}
_PROXY = re.compile(r"\bprocuration\b|\bpouvoir a\b|\bproxy\b|\bvote pour moi\b|\bma voix\b")


_POLITE = (
    r"(?:(?:oui|ok|d'accord|bonjour|finalement|desolee?|malheureusement|yes|sorry|hello|actually|unfortunately) )*"
)
_WHOLE_ANSWER = re.compile(
    rf"{_POLITE}(?:"
    r"(?:je (?:viens|viendrai|serai la)|on vient|nous (?:venons|viendrons))(?P<avec> (?:avec|accompagnee? de) .+)?"
    r"|je (?:ne )?(?:peux|pourrai|viendrai|viens) pas(?: (?:venir|y aller|etre la))?(?: finalement)?"
    r"|je (?:ne )?(?:peux|pourrai) plus venir|je ne viendrai plus"
    r"|i(?:'ll| will|'m going to| am going to) (?:come|attend|be there)(?P<with> with .+)?"
    r"|i (?:can't|cannot|can not|won't be able to|will not be able to) (?:come|make it|attend|be there)"
    r"(?: after all| any ?more)?)"
)


def is_whole_answer(text: str) -> bool:
    """True if a whole message says no more than « I come (with so and so) » or « I cannot come ».

    From somebody who is invited that is an answer, whatever it resembles. « Je ne peux plus » alone is not: it can mean
    something else altogether.
    """
    words = re.sub(r" +", " ", re.sub(r"[.,;:!]", " ", plain(text))).strip()
    found = _WHOLE_ANSWER.fullmatch(words)
    company = (found["avec"] or found["with"]) if found else None
    return found is not None and (company is None or _COMPANY.fullmatch(company.strip()) is not None)


def read_answer(text: str) -> Spoken:
    """Read an answer to an invitation."""
    words = plain(text)
    answer = _answer(words)
    coming = answer in (Answer.YES, Answer.VIDEO, Answer.MAYBE)
    return Spoken(
        answer=answer,
        guests=_guests(words) if coming else 0,
        needs=tuple(need for need, pattern in _NEEDS.items() if pattern.search(words)),
        body=next((body for body, pattern in _BODIES.items() if pattern.search(words)), None),
        by_proxy=_PROXY.search(words) is not None,
    )


def _answer(words: str) -> Answer | None:
    refuses, by_video = _NO.search(words) is not None, _VIDEO.search(words) is not None
    if _MAYBE.search(words):
        return Answer.MAYBE
    if refuses and by_video:
        return Answer.VIDEO if _CONTRAST.search(words) else None
    if refuses:
        return Answer.NO
    if by_video:
        return Answer.VIDEO
    return Answer.YES if _YES.search(words) or _COMPANY.search(words) else None


def _guests(words: str) -> int:
    together = _TOGETHER.search(words)
    if together is not None:
        return min(_number(together["number"]) - 1, MOST_GUESTS)
    company = _COMPANY.search(words)
    if company is None:
        return 1 if _SOMEBODY.search(words) else 0
    return min(_number(company["second"] or company["number"] or "1"), MOST_GUESTS)


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return 2 if word == "mes" else NUMBERS.get(word, 1)
