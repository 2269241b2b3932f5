"""Export to data·inclusion, schema v1: one structure and one service for each place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.directory.kinds import USUAL, Cost, Kind, Referral
from actions.directory.models import Resource

SHORTEST_TEXT = 5
SAYS_LITTLE = "Lieu d’aide en santé mentale."
SOURCE_PATTERN = re.compile(r"[^a-z0-9-]+")

NETWORK_OF: Mapping[Kind, str] = {
    Kind.CMP: "cmp",
    Kind.ADDICTION_CARE: "csapa",
    Kind.HARM_REDUCTION: "caarud",
    Kind.TOWN_SOCIAL_AID: "ccas-cias",
    Kind.DISABILITY_OFFICE: "mdph",
    Kind.SHELTERED_WORK: "esat",
    Kind.SHELTER: "chrs",
}
THEME_OF: Mapping[Kind, str] = {
    Kind.ADDICTION_CARE: "sante--addictions",
    Kind.HARM_REDUCTION: "sante--addictions",
    Kind.YOUNG_CONSUMERS: "sante--addictions",
    Kind.DISABILITY_OFFICE: "sante--constituer-un-dossier-mdph-invalidite",
    Kind.SEXUAL_HEALTH: "sante--sante-sexuelle",
    Kind.FAMILIES: "famille--soutien-aidants",
    Kind.CARE_WITHOUT_COVER: "sante--acces-aux-soins",
    Kind.MEETING_PLACE: "remobilisation--lien-social",
    Kind.SHELTER: "logement-hebergement--rechercher-une-solution-dhebergement-temporaire",
    Kind.HOUSING_FIRST: "logement-hebergement--rechercher-une-solution-dhebergement-temporaire",
}
MENTAL_HEALTH = "sante--sante-mentale"
TRAINING, SUPPORT = "formation", "accompagnement"


def structure_of(resource: Resource) -> dict[str, Any]:
    """The structure; fields without a value are left out."""
    network = NETWORK_OF.get(Kind(resource.kind))
    return _known(
        {
            "id": _id(resource),
            "source": _source(resource),
            "date_maj": _day(resource).isoformat(),
            "nom": resource.name,
            "description": _description(resource),
            "reseaux_porteurs": [network] if network else None,
            **_contact(resource),
            "site_web": resource.site,
            "accessibilite_lieu": resource.accessibility if _is_uri(resource.accessibility) else None,
        }
    )


def service_of(resource: Resource) -> dict[str, Any]:
    """The service; what the schema requires is always there."""
    kind = Kind(resource.kind)
    cost = Cost(resource.cost)
    return _known(
        {
            "id": f"{_id(resource)}-service",
            "structure_id": _id(resource),
            "source": _source(resource),
            "date_maj": _day(resource).isoformat(),
            "nom": resource.name,
            "description": _description(resource) or SAYS_LITTLE,
            "type": TRAINING if kind is Kind.FIRST_AID_TRAINING else SUPPORT,
            "thematiques": [THEME_OF.get(kind, MENTAL_HEALTH)],
            "frais": {Cost.FREE: "gratuit", Cost.PAYING: "payant"}.get(cost),
            "frais_precisions": resource.cost_note,
            "publics": _publics(resource, kind),
            "publics_precisions": resource.for_whom,
            "conditions_acces": resource.referral_note,
            "mobilisable_par": _who(resource),
            "modes_mobilisation": _ways(resource),
            "modes_accueil": ["en-presentiel"],
            "zone_eligibilite": list(resource.serves) or None,
            **_contact(resource),
        }
    )


def _contact(resource: Resource) -> dict[str, Any]:
    return {
        "adresse": resource.address,
        "code_postal": resource.postcode,
        "code_insee": resource.commune_code,
        "commune": resource.commune,
        "latitude": None if resource.is_approximate else resource.latitude,
        "longitude": None if resource.is_approximate else resource.longitude,
        "telephone": resource.phone,
        "courriel": resource.email,
        "horaires_accueil": resource.hours,
    }


def _publics(resource: Resource, kind: Kind) -> list[str]:
    youngest = resource.youngest if resource.youngest is not None else USUAL[kind].youngest
    oldest = resource.oldest if resource.oldest is not None else USUAL[kind].oldest
    if kind in (Kind.STUDENTS_OFFICE, Kind.STUDENT_SESSIONS, Kind.NIGHT_LINE):
        return ["etudiants"]
    if oldest is not None and oldest <= 30:  # noqa: PLR2004 - the young, in the words of that schema
        return ["jeunes"]
    return ["seniors"] if youngest is not None and youngest >= 60 else ["tous-publics"]  # noqa: PLR2004


def _who(resource: Resource) -> list[str]:
    return ["professionnels"] if resource.referral == Referral.NEEDED.value else ["usagers", "professionnels"]


def _ways(resource: Resource) -> list[str]:
    ways = [("telephoner", resource.phone), ("envoyer-un-courriel", resource.email), ("se-presenter", resource.address)]
    return [way for way, exists in ways if exists] or ["se-presenter"]


def _description(resource: Resource) -> str | None:
    text = resource.description
    return text if text and len(text) >= SHORTEST_TEXT else None


def _id(resource: Resource) -> str:
    return f"{_source(resource)}--{resource.source_id}"


def _source(resource: Resource) -> str:
    return SOURCE_PATTERN.sub("-", resource.source.lower()).strip("-")


def _day(resource: Resource) -> date:
    return resource.checked_on or resource.updated_on or resource.created_at.date()


def _is_uri(text: str | None) -> bool:
    return text is not None and text.startswith(("http://", "https://"))


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [])}
