"""What is needed: said in words or by the intent of a question, and the kinds of places that may help."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from actions.directory.audiences import Audience, Group
from actions.directory.kind_names import kind_of_name
from actions.directory.kinds import Kind
from actions.territories.folding import fold


class Need(StrEnum):
    """What a person looks for."""

    TALK = "talk"
    CMP = "cmp"
    EMERGENCY = "emergency"
    ADDICTION = "addiction"
    STREET = "street"
    PEERS = "peers"
    RIGHTS = "rights"
    FAMILY = "family"
    CHILDHOOD = "childhood"
    YOUTH = "youth"
    STUDENT = "student"
    BIRTH = "birth"
    OLD_AGE = "old_age"
    EXILE = "exile"
    HOSPITAL = "hospital"
    HOUSING = "housing"
    DOCTOR = "doctor"
    SEXUALITY = "sexuality"
    LINK = "link"
    TRAINING = "training"
    PROFESSIONAL = "professional"


KINDS: Mapping[Need, tuple[Kind, ...]] = {
    Need.TALK: (
        Kind.CMP,
        Kind.HEALTH_CENTRE,
        Kind.PSYCHOLOGIST_SESSIONS,
        Kind.MUTUAL_AID,
        Kind.CRISIS_CENTRE,
        Kind.OTHER,
    ),
    Need.CMP: (Kind.CMP, Kind.PSYCHIATRIC_HOSPITAL),
    Need.EMERGENCY: (Kind.PSYCHIATRIC_EMERGENCY, Kind.CRISIS_CENTRE, Kind.PSYCHIATRIC_HOSPITAL),
    Need.ADDICTION: (Kind.ADDICTION_CARE, Kind.YOUNG_CONSUMERS, Kind.HARM_REDUCTION),
    Need.STREET: (Kind.STREET_TEAM, Kind.CARE_WITHOUT_COVER, Kind.SHELTER, Kind.TOWN_SOCIAL_AID, Kind.HARM_REDUCTION),
    Need.PEERS: (Kind.MUTUAL_AID, Kind.CLUBHOUSE),
    Need.RIGHTS: (Kind.DISABILITY_OFFICE, Kind.HOME_SUPPORT, Kind.TOWN_SOCIAL_AID, Kind.SHELTERED_WORK),
    Need.FAMILY: (Kind.FAMILIES, Kind.OLD_AGE_INFORMATION, Kind.TOWN_SOCIAL_AID),
    Need.CHILDHOOD: (
        Kind.CMPP,
        Kind.CMP,
        Kind.CAMSP,
        Kind.MOTHER_AND_CHILD,
        Kind.SCHOOL_HEALTH,
        Kind.DISABLED_CHILDREN,
    ),
    Need.YOUTH: (Kind.TEENAGERS_HOUSE, Kind.YOUTH_LISTENING, Kind.YOUNG_CONSUMERS, Kind.CMPP, Kind.CMP),
    Need.STUDENT: (
        Kind.STUDENTS_OFFICE,
        Kind.STUDENT_SESSIONS,
        Kind.NIGHT_LINE,
        Kind.TEENAGERS_HOUSE,
        Kind.YOUTH_LISTENING,
    ),
    Need.BIRTH: (Kind.MOTHER_AND_CHILD, Kind.SEXUAL_HEALTH, Kind.CMP),
    Need.OLD_AGE: (
        Kind.OLD_AGE_INFORMATION,
        Kind.CMP,
        Kind.HEALTH_CENTRE,
        Kind.TOWN_SOCIAL_AID,
        Kind.MEETING_PLACE,
    ),
    Need.EXILE: (Kind.CARE_WITHOUT_COVER, Kind.STREET_TEAM, Kind.HEALTH_CENTRE, Kind.TOWN_SOCIAL_AID),
    Need.HOSPITAL: (Kind.PSYCHIATRIC_HOSPITAL, Kind.PSYCHIATRIC_EMERGENCY, Kind.CRISIS_CENTRE),
    Need.HOUSING: (Kind.HOUSING_FIRST, Kind.SHELTER, Kind.TOWN_SOCIAL_AID, Kind.HOME_SUPPORT),
    Need.DOCTOR: (Kind.HEALTH_CENTRE, Kind.HOME_DOCTOR),
    Need.SEXUALITY: (Kind.SEXUAL_HEALTH,),
    Need.LINK: (Kind.MEETING_PLACE, Kind.MUTUAL_AID, Kind.TOWN_SOCIAL_AID),
    Need.TRAINING: (Kind.FIRST_AID_TRAINING,),
    Need.PROFESSIONAL: (Kind.CASE_COORDINATION, Kind.EXPERT_CENTRE, Kind.STREET_TEAM),
}

# Somebody to talk to is not the same place for everybody.
_TALK_FOR: Mapping[Group, Need] = {
    Group.CHILD: Need.CHILDHOOD,
    Group.TEENAGER: Need.YOUTH,
    Group.YOUNG_ADULT: Need.YOUTH,
    Group.STUDENT: Need.STUDENT,
    Group.NEW_PARENT: Need.BIRTH,
    Group.ELDERLY: Need.OLD_AGE,
    Group.CARER: Need.FAMILY,
    Group.HOMELESS: Need.STREET,
    Group.EXILED: Need.EXILE,
    Group.PROFESSIONAL: Need.PROFESSIONAL,
}

OF_INTENT: Mapping[str, Need] = {
    "aide_trouver_localement": Need.TALK,
    "mal_etre_premier_pas": Need.TALK,
    "psy_remboursement_mon_soutien_psy": Need.TALK,
    "psy_choisir_deroulement": Need.TALK,
    "cmp_fonctionnement": Need.CMP,
    "cmp_delais_attente": Need.CMP,
    "aide_enfant": Need.CHILDHOOD,
    "aide_ado_jeune": Need.YOUTH,
    "aide_etudiant": Need.STUDENT,
    "aide_perinatalite": Need.BIRTH,
    "aide_personnes_agees": Need.OLD_AGE,
    "aide_travail_burnout": Need.TALK,
    "aide_addictions": Need.ADDICTION,
    "aide_precarite_empp_pass": Need.STREET,
    "aide_exil_langue": Need.EXILE,
    "logement_un_chez_soi": Need.HOUSING,
    "gem_entraide_pairs": Need.PEERS,
    "handicap_psychique_mdph": Need.RIGHTS,
    "hospitalisation_parcours": Need.HOSPITAL,
    "proche_aider": Need.FAMILY,
    "proche_refus_soins": Need.FAMILY,
    "aidants_soutien": Need.FAMILY,
    "pssm_formation": Need.TRAINING,
    "pro_orientation_coordination": Need.PROFESSIONAL,
}

INTENT_OF: Mapping[Need, str] = {need: intent for intent, need in reversed(list(OF_INTENT.items()))}
"""The question that stands nearest to a need: the first of those that lead to it."""

# In order: the narrower need stands before the wider one.
_WORDS: tuple[tuple[Need, str], ...] = (
    (Need.EMERGENCY, r"urgences?|tout de suite|immediatement|emergency|en crise|crise psychi\w*"),
    (Need.CMP, r"cmp|medico psychologique|(?:mon|quel|le) secteur psychi\w*"),
    (
        Need.ADDICTION,
        (
            r"alcool\w*|drogues?|cannabis|shit|beuh|joints?|cocaine|coke|crack|heroine|addict\w*|"
            r"boi[ts] (?:trop|beaucoup)|boire|"
            r"alcohol|drugs?|drinking|weed|ecrans?|jeux? (?:d argent|video)|csapa|caarud|cjc|sevrage|toxico\w*|tabac"
        ),
    ),
    (
        Need.STREET,
        (
            r"a la rue|sdf|sans abri|dehors|homeless|dormir (?:ce soir|dehors|dans)|sans toit|"
            r"expulse\w*|empp|pass|precarite|"
            r"sans (?:secu|couverture|mutuelle|carte vitale)|sleep outside|on the street"
        ),
    ),
    (Need.PEERS, r"gem|entraide|pairs?|pair aidan\w*|clubhouse|club house|groupe de parole|peer support|self help"),
    (Need.RIGHTS, r"mdph|aah|handicap\w*|rqth|savs|samsah|esat|droits?|dossier|disabilit\w*"),
    (Need.HOUSING, r"logements?|logement|appartement|un chez soi|loger|housing|hlm|heberge\w*"),
    (Need.STUDENT, r"etudiante?s?|bapu|fac|universite|students?|nightline|campus"),
    (Need.BIRTH, r"enceinte|grossesse|accouch\w*|post ?partum|bebe|pmi|pregnan\w*|baby"),
    (
        Need.EXILE,
        r"refugie\w*|exile\w*|migrant\w*|demandeur\w* d asile|sans papiers?|interprete|"
        r"parle (?:pas|mal|peu)(?: \w+)? (?:le )?francais|(?:don t|dont|not) speak french|asylum|refugees?",
    ),
    (
        Need.PROFESSIONAL,
        r"dac|dispositif d appui|mon patient|ma patiente|cas complexes?|orienter (?:un|une) (?:patient|personne)",
    ),
    (Need.TRAINING, r"pssm|premiers secours|formation|me former|secouriste\w*"),
    (Need.SEXUALITY, r"planning familial|contracepti\w*|sante sexuelle|sexualite|avortement|ivg"),
    (Need.HOSPITAL, r"hopital|hospitalis\w*|clinique|psychiatric hospital|hospital|epsm"),
    (Need.FAMILY, r"unafam|aidante?s?|soutien (?:aux|pour les) (?:familles|proches)|carers?"),
    (Need.OLD_AGE, r"personnes? agees?|agee?s?|seniors?|grand mere|grand pere|mamie|papy|papi|elderly|clic"),
    (Need.CHILDHOOD, r"cmpp|camsp|enfants?|child|children|kids?|ecole|maternelle|pedopsy\w*|fillette"),
    (Need.YOUTH, r"ados?|adolescente?s?|jeunes?|mda|paej|teen\w*|lyceen\w*|collegien\w*|mineure?s?|lycee|college"),
    (Need.DOCTOR, r"medecins?|docteur|generaliste|doctor|maison de sante|centre de sante|gp"),
    (
        Need.LINK,
        (
            r"seule?s?|solitude|isole\w*|rencontrer du monde|voir du monde|sortir de chez|lonely|"
            r"bibliotheque|centre social"
        ),
    ),
    (
        Need.TALK,
        (
            r"parler|psy|psys|psychologues?|psychiatres?|ecoute|ecouter|talk|therapist|counsell?or|"
            r"psychologist|psychiatrist|"
            r"mal|depress\w*|deprime\w*|angoiss\w*|anxi\w*|burn ?out|epuise\w*|stress\w*|triste\w*|"
            r"moral|aide|help|soutien|consulter"
        ),
    ),
)
_COMPILED = tuple((need, re.compile(rf"\b(?:{pattern})\b")) for need, pattern in _WORDS)


def need_of_words(text: str) -> Need | None:
    """What a message says is needed, or None."""
    folded = fold(text)
    return next((need for need, pattern in _COMPILED if pattern.search(folded)), None)


_PSYCHOLOGIST = re.compile(r"\b(?:psys?|psychologues?|psychotherap\w*|psychologists?|therapists?|counsell?ors?)\b")

_WITH_PSYCHOLOGISTS = frozenset(
    {Kind.PSYCHOLOGIST_SESSIONS, Kind.CMP, Kind.CMPP, Kind.STUDENTS_OFFICE, Kind.STUDENT_SESSIONS}
)


def kinds_of_words(text: str) -> frozenset[Kind]:
    """The kinds of places a message asks for by their name, as « un GEM » or « un psy »; empty where it names none."""
    if _PSYCHOLOGIST.search(fold(text)):
        return _WITH_PSYCHOLOGISTS
    kind = kind_of_name(text)
    return frozenset({kind}) if kind else frozenset()


_SOMEBODY = re.compile(
    r"\b(?:parler|discuter|talk|speak) (?:a|avec|to|with) (?:quelqu un|une personne|une oreille|un pro\w*|some(?:one|body))\b"
)


def wants_somebody(text: str) -> bool:
    """Whether a message asks for somebody to talk to, whoever it is: not for a coordination one could write to."""
    return _SOMEBODY.search(fold(text)) is not None


def need_for(need: Need, audience: Audience | None) -> Need:
    """The need as that audience has it: somebody to talk to means another place for a child than for an adult."""
    if audience is None:
        return need
    if need is Need.LINK and audience.group is Group.ELDERLY:
        return Need.OLD_AGE
    return _TALK_FOR.get(audience.group, need) if need is Need.TALK else need
