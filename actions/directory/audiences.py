"""For whom help is sought: said by the person in their own words, with or without an age."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from actions.territories.folding import fold


class Group(StrEnum):
    """The groups that places are made for."""

    CHILD = "child"
    TEENAGER = "teenager"
    YOUNG_ADULT = "young_adult"
    STUDENT = "student"
    ADULT = "adult"
    ELDERLY = "elderly"
    NEW_PARENT = "new_parent"
    CARER = "carer"
    HOMELESS = "homeless"
    EXILED = "exiled"
    PROFESSIONAL = "professional"


# Ages in years that stand for a group when nobody says one: a place must receive at least one of them.
AGES: dict[Group, tuple[int, int]] = {
    Group.CHILD: (3, 10),
    Group.TEENAGER: (11, 17),
    Group.YOUNG_ADULT: (18, 25),
    Group.STUDENT: (18, 28),
    Group.ADULT: (18, 64),
    Group.ELDERLY: (62, 90),
    Group.NEW_PARENT: (18, 45),
    Group.CARER: (18, 75),
    Group.HOMELESS: (18, 64),
    Group.EXILED: (18, 64),
    Group.PROFESSIONAL: (18, 64),
}
FIRST_TEENAGE_YEAR = 11
MAJORITY = 18
END_OF_YOUTH = 26
OLD_AGE = 62
OLDEST = 110


@dataclass(frozen=True, slots=True)
class Audience:
    """Who help is for; `age` in years where it was said."""

    group: Group
    age: int | None = None

    @property
    def ages(self) -> tuple[int, int]:
        """The ages a place must receive, from and to."""
        return (self.age, self.age) if self.age is not None else AGES[self.group]

    @property
    def token(self) -> str:
        """A short form for buttons and the memory of a conversation."""
        return self.group.value if self.age is None else f"{self.group.value}-{self.age}"


def audience_of_token(token: str | None) -> Audience | None:
    """The audience of its short form; None for none or for an unknown one."""
    name, _, age = (token or "").partition("-")
    if name not in set(Group):
        return None
    return Audience(Group(name), int(age) if age.isdecimal() and int(age) <= OLDEST else None)


_KIN = r"fils|fille|enfant|gamin|gamine|petit|petite|garcon|son|daughter|child|kid|neveu|niece|frere|soeur|eleve"
_AGE = re.compile(r"\b(\d{1,2})\s?(?:ans|an|years?(?: old)?|yo|a)\b")
_MONTHS = re.compile(r"\b\d{1,2}\s?(?:mois|months?)\b")
_WORDS: tuple[tuple[Group, str], ...] = (
    (Group.NEW_PARENT, r"enceinte|grossesse|accouch\w+|post ?partum|bebe|nourrisson|pregnan\w+|newborn|jeune maman"),
    (Group.STUDENT, r"etudiante?s?|fac|universite|campus|students?|universitaire"),
    (Group.TEENAGER, r"ados?|adolescente?s?|lyceenne?|lyceen|lycee|collegienne?|collegien|college|teen\w*|mineure?"),
    (
        Group.CHILD,
        (
            r"(?:mon|ma|mes|un|une|my|petit\w*) (?:petit\w* )?(?:enfants?|gamine?s?|kids?|"
            r"child\w*)|maternelle|cm[12]|ce[12]\b|fillette"
        ),
    ),
    (
        Group.ELDERLY,
        (
            r"agee?s?|personnes? agee?s?|senior\w*|retraite\w*|grand mere|grand pere|mamie|papi|"
            r"papy|elderly|vieux|vieille|ehpad"
        ),
    ),
    (Group.YOUNG_ADULT, r"jeunes?|young"),
    (Group.HOMELESS, r"sdf|sans abri|a la rue|dehors|sans domicile|homeless|dort dans (?:la|sa) (?:rue|voiture)"),
    (Group.EXILED, r"refugie\w*|exile\w*|migrant\w*|demandeur\w* d asile|sans papiers?|asylum|refugees?"),
    (
        Group.PROFESSIONAL,
        (
            r"(?:mon|ma|notre) patiente?|je suis (?:infirmier\w*|medecin|educ\w*|"
            r"assistante? sociale?|travailleu\w+ social\w*)|professionnel\w*"
        ),
    ),
    (
        Group.CARER,
        (
            r"(?:mon|ma) (?:mari|femme|conjointe?|compagne|compagnon|mere|pere|frere|soeur|proche|"
            r"cousine?|oncle|tante|epoux|epouse)|"
            r"aidante?s?|my (?:husband|wife|mother|father|brother|sister|partner)|famille|relatives?"
        ),
    ),
)
_COMPILED = tuple((group, re.compile(rf"\b(?:{pattern})\b")) for group, pattern in _WORDS)
_SOMEBODYS = re.compile(rf"\b(?:{_KIN})\b")


def audience_of_words(text: str) -> Audience | None:
    """Who a message says that help is for, or None. An age said with it decides between child, teenager and adult."""
    folded = fold(text)
    if _MONTHS.search(folded):
        return Audience(Group.CHILD, 0)
    said = _AGE.search(folded)
    age = int(said.group(1)) if said else None
    group = next((group for group, pattern in _COMPILED if pattern.search(folded)), None)
    if age is not None and group not in (Group.STUDENT, Group.NEW_PARENT, Group.HOMELESS, Group.EXILED):
        return Audience(_group_of_age(age), age)
    if group is None and _SOMEBODYS.search(folded):
        return (
            Audience(Group.CHILD)
            if re.search(r"\b(?:enfant|child|kid|gamine?|fils|fille|daughter)\b", folded)
            else None
        )
    return Audience(group) if group is not None else None


def _group_of_age(age: int) -> Group:
    if age < FIRST_TEENAGE_YEAR:
        return Group.CHILD
    if age < MAJORITY:
        return Group.TEENAGER
    if age < END_OF_YOUTH:
        return Group.YOUNG_ADULT
    return Group.ELDERLY if age >= OLD_AGE else Group.ADULT
