"""Guessing the kind of a place from its name, where a file does not say it."""

from __future__ import annotations

import re

from actions.directory.kinds import Kind
from actions.territories.folding import fold

# In order: the first that fits is taken, so the narrower name stands before the wider one.
_NAMES: tuple[tuple[Kind, str], ...] = (
    (Kind.CMPP, r"\bcmpp\b|medico psycho pedagogique"),
    (Kind.CAMSP, r"\bcamsp\b|action medico sociale precoce"),
    (Kind.GROUP_THERAPY, r"\bcatt[pg]\b|accueil therapeutique a temps partiel|temps de groupe"),
    (Kind.DAY_HOSPITAL, r"hopital de jour|\bhdj\b"),
    (Kind.PSYCHIATRIC_EMERGENCY, r"urgences? psychiatrique|\bcump\b"),
    (Kind.CRISIS_CENTRE, r"centre d accueil et de crise|centre de crise|accueil permanent"),
    (Kind.STREET_TEAM, r"\bempp\b|equipe mobile (de )?psychiatrie|psychiatrie precarite"),
    (Kind.CMP, r"\bcmp(ea|e|a|ij)?\b|medico psychologique"),
    (Kind.TEENAGERS_HOUSE, r"maison des (ados|adolescents)|\bmda\b"),
    (Kind.YOUTH_LISTENING, r"\bpaej\b|accueil (et d )?ecoute jeunes"),
    (Kind.YOUNG_CONSUMERS, r"\bcjc\b|jeunes consommateurs"),
    (Kind.STUDENTS_OFFICE, r"\bbapu\b|aide psychologique universitaire"),
    (Kind.STUDENT_SESSIONS, r"sante psy etudiant"),
    (Kind.NIGHT_LINE, r"\bnightline\b"),
    (Kind.PSYCHOLOGIST_SESSIONS, r"mon soutien psy"),
    (Kind.SEXUAL_HEALTH, r"planning familial|sante sexuelle|\bcpef\b|planification"),
    (Kind.MOTHER_AND_CHILD, r"\bpmi\b|protection maternelle"),
    (Kind.SCHOOL_HEALTH, r"medico scolaire"),
    (Kind.MUTUAL_AID, r"\bgem\b|entraide mutuelle"),
    (Kind.CLUBHOUSE, r"club ?house"),
    (Kind.ADDICTION_CARE, r"\bcsapa\b|addictologie|prevention en addicto"),
    (Kind.HARM_REDUCTION, r"\bcaarud\b|reduction des risques"),
    (Kind.HOME_SUPPORT, r"\bsavs\b|\bsamsah\b"),
    (Kind.DISABILITY_OFFICE, r"\bmdph\b|maison departementale (des personnes handicapees|de l autonomie)|\bmda\d"),
    (Kind.SHELTERED_WORK, r"\besat\b"),
    (Kind.DISABLED_CHILDREN, r"\bsessad\b|\bime\b|\bitep\b|\bditep\b"),
    (Kind.OLD_AGE_INFORMATION, r"\bclic\b|coordination gerontologique"),
    (Kind.CASE_COORDINATION, r"\bdac\b|dispositif d appui a la coordination"),
    (Kind.CARE_WITHOUT_COVER, r"permanence d acces aux soins|\bpass (psy|hopital|generale)|^pass\b"),
    (Kind.HOUSING_FIRST, r"un chez soi d abord"),
    (Kind.SHELTER, r"\bchrs\b|\bsiao\b|\blhss\b|hebergement|pension de famille|accueil de nuit"),
    (Kind.TOWN_SOCIAL_AID, r"\bccas\b|\bcias\b|centre communal d action sociale"),
    (Kind.FAMILIES, r"\bunafam\b"),
    (Kind.FIRST_AID_TRAINING, r"\bpssm\b|premiers secours en sante mentale"),
    (Kind.HEALTH_CENTRE, r"maison de sante|centre de sante|\bcpts\b"),
    (Kind.EXPERT_CENTRE, r"\bcriavs\b|centre ressources? autisme|centre expert"),
    (Kind.HOME_DOCTOR, r"sos medecins"),
    (
        Kind.PSYCHIATRIC_HOSPITAL,
        r"\bepsm\b|\bchs\b|hopital psychiatrique|centre hospitalier specialise|sante mentale.*hopital",
    ),
    (Kind.MEETING_PLACE, r"mediatheque|bibliotheque|centre social|maison de quartier|france services?"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _NAMES)
_FOR_THE_YOUNG = re.compile(r"\bcmp(ea|e)\b|\benfants?\b|\bado(lescents?)?\b|infanto|juvenile|pedopsy")


def kind_of_name(name: str) -> Kind | None:
    """The kind a name speaks of, or None."""
    folded = fold(name)
    return next((kind for kind, pattern in _COMPILED if pattern.search(folded)), None)


def is_for_the_young(name: str) -> bool:
    """True if the name of a CMP or hospital says that it receives children or teenagers."""
    return bool(_FOR_THE_YOUNG.search(fold(name)))
