"""The kinds of places, with what is usual for each: ages, price, whether one comes by oneself.

What is usual stands in for what a record does not say, and is shown as usual, never as a promise of that place.
Ages and codes follow the nomenclatures read in November 2026 (FINESS: TRE_R66); check them again before an import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a place is."""

    CMP = "cmp"
    CMPP = "cmpp"
    CAMSP = "camsp"
    GROUP_THERAPY = "cattg"
    AFTERCARE = "cespa"
    DAY_HOSPITAL = "hopital_de_jour"
    PSYCHIATRIC_HOSPITAL = "hopital_psychiatrique"
    PSYCHIATRIC_EMERGENCY = "urgences_psychiatriques"
    CRISIS_CENTRE = "centre_crise"
    PRISON_PSYCHIATRY = "smpr"
    THERAPEUTIC_HOUSING = "logement_therapeutique"
    TEENAGERS_HOUSE = "mda"
    YOUTH_LISTENING = "paej"
    YOUNG_CONSUMERS = "cjc"
    STUDENTS_OFFICE = "bapu"
    STUDENT_SESSIONS = "sante_psy_etudiant"
    NIGHT_LINE = "nightline"
    PSYCHOLOGIST_SESSIONS = "mon_soutien_psy"
    SEXUAL_HEALTH = "sante_sexuelle"
    MOTHER_AND_CHILD = "pmi"
    SCHOOL_HEALTH = "centre_medico_scolaire"
    MUTUAL_AID = "gem"
    CLUBHOUSE = "clubhouse"
    ADDICTION_CARE = "csapa"
    HARM_REDUCTION = "caarud"
    HOME_SUPPORT = "savs_samsah"
    DISABILITY_OFFICE = "mdph"
    SHELTERED_WORK = "esat"
    DISABLED_CHILDREN = "enfance_handicap"
    OLD_AGE_INFORMATION = "clic"
    CASE_COORDINATION = "dac"
    STREET_TEAM = "empp"
    CARE_WITHOUT_COVER = "pass"
    HOUSING_FIRST = "un_chez_soi"
    SHELTER = "hebergement"
    TOWN_SOCIAL_AID = "ccas"
    FAMILIES = "unafam"
    FIRST_AID_TRAINING = "pssm"
    HEALTH_CENTRE = "maison_de_sante"
    EXPERT_CENTRE = "centre_expert"
    HOME_DOCTOR = "sos_medecins"
    MEETING_PLACE = "lieu_de_lien"
    OTHER = "autre"  # a place of help that no importer could name; its own description speaks


class Cost(StrEnum):
    """What it costs the person."""

    FREE = "free"
    COVERED = "covered"  # paid by the health insurance
    MEMBERSHIP = "membership"
    PAYING = "paying"
    UNKNOWN = "unknown"


class Referral(StrEnum):
    """Whether somebody must send the person."""

    NOT_NEEDED = "not_needed"
    NEEDED = "needed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual for a kind. Ages in years, both included; `sectorised` places serve a list of streets only."""

    cost: Cost = Cost.UNKNOWN
    referral: Referral = Referral.UNKNOWN
    youngest: int | None = None
    oldest: int | None = None
    sectorised: bool = False
    finess: tuple[str, ...] = ()


FREE, OPEN, SENT = Cost.FREE, Referral.NOT_NEEDED, Referral.NEEDED

USUAL: Mapping[Kind, Usual] = {
    Kind.CMP: Usual(Cost.COVERED, OPEN, sectorised=True, finess=("156",)),
    Kind.CMPP: Usual(Cost.COVERED, OPEN, 0, 20, finess=("189",)),
    Kind.CAMSP: Usual(Cost.COVERED, OPEN, 0, 6, finess=("190",)),
    Kind.GROUP_THERAPY: Usual(Cost.COVERED, SENT, sectorised=True, finess=("425",)),
    Kind.AFTERCARE: Usual(Cost.COVERED, SENT, finess=("430",)),
    Kind.DAY_HOSPITAL: Usual(Cost.COVERED, SENT, sectorised=True),
    Kind.PSYCHIATRIC_HOSPITAL: Usual(Cost.COVERED, Referral.UNKNOWN, finess=("292", "161")),
    Kind.PSYCHIATRIC_EMERGENCY: Usual(Cost.COVERED, OPEN),
    Kind.CRISIS_CENTRE: Usual(Cost.COVERED, OPEN, finess=("444",)),
    Kind.PRISON_PSYCHIATRY: Usual(Cost.COVERED, SENT, finess=("415",)),
    Kind.THERAPEUTIC_HOUSING: Usual(Cost.UNKNOWN, SENT, finess=("412", "366")),
    Kind.TEENAGERS_HOUSE: Usual(FREE, OPEN, 11, 25),
    Kind.YOUTH_LISTENING: Usual(FREE, OPEN, 12, 25),
    Kind.YOUNG_CONSUMERS: Usual(FREE, OPEN, 12, 25),
    Kind.STUDENTS_OFFICE: Usual(Cost.COVERED, OPEN, 17, 30, finess=("221",)),
    Kind.STUDENT_SESSIONS: Usual(FREE, OPEN, 17, 30),
    Kind.NIGHT_LINE: Usual(FREE, OPEN, 17, 30),
    Kind.PSYCHOLOGIST_SESSIONS: Usual(Cost.PAYING, OPEN, 3),
    Kind.SEXUAL_HEALTH: Usual(Cost.UNKNOWN, OPEN, finess=("228",)),
    Kind.MOTHER_AND_CHILD: Usual(FREE, OPEN, finess=("223",)),
    Kind.SCHOOL_HEALTH: Usual(FREE, Referral.UNKNOWN, 3, 18, finess=("268",)),
    Kind.MUTUAL_AID: Usual(Cost.MEMBERSHIP, OPEN, 18),
    Kind.CLUBHOUSE: Usual(FREE, OPEN, 18),
    Kind.ADDICTION_CARE: Usual(FREE, OPEN, finess=("197",)),
    Kind.HARM_REDUCTION: Usual(FREE, OPEN, finess=("178",)),
    Kind.HOME_SUPPORT: Usual(Cost.UNKNOWN, SENT, 18, finess=("446", "445")),
    Kind.DISABILITY_OFFICE: Usual(FREE, OPEN, finess=("609",)),
    Kind.SHELTERED_WORK: Usual(Cost.UNKNOWN, SENT, 18, finess=("246",)),
    Kind.DISABLED_CHILDREN: Usual(Cost.COVERED, SENT, 0, 20, finess=("182", "183", "186")),
    Kind.OLD_AGE_INFORMATION: Usual(FREE, OPEN, 60, finess=("463",)),
    Kind.CASE_COORDINATION: Usual(FREE, OPEN),
    Kind.STREET_TEAM: Usual(FREE, Referral.UNKNOWN),
    Kind.CARE_WITHOUT_COVER: Usual(FREE, OPEN),
    Kind.HOUSING_FIRST: Usual(Cost.UNKNOWN, SENT, 18),
    Kind.SHELTER: Usual(Cost.UNKNOWN, SENT, 18, finess=("214", "258", "180", "165")),
    Kind.TOWN_SOCIAL_AID: Usual(FREE, OPEN),
    Kind.FAMILIES: Usual(FREE, OPEN),
    Kind.FIRST_AID_TRAINING: Usual(Cost.PAYING, OPEN, 18),
    Kind.HEALTH_CENTRE: Usual(Cost.COVERED, OPEN, finess=("603", "124", "604")),
    Kind.EXPERT_CENTRE: Usual(Cost.UNKNOWN, SENT),
    Kind.HOME_DOCTOR: Usual(Cost.COVERED, OPEN),
    Kind.MEETING_PLACE: Usual(FREE, OPEN, finess=("220",)),
    Kind.OTHER: Usual(),
}

OF_FINESS: Mapping[str, Kind] = {code: kind for kind, usual in USUAL.items() for code in usual.finess}
SECTORISED: frozenset[Kind] = frozenset(kind for kind, usual in USUAL.items() if usual.sectorised)
