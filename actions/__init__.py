"""What the assistant can do: the map from what a person means (an intent) to what is done about it."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What is done about a message once it is understood."""

    ANSWER = "answer"
    FIND_HELP = "find_help"
    FIND_COUNCIL = "find_council"
    GREET = "greet"
    THANK = "thank"
    SAY_GOODBYE = "say_goodbye"
    SHOW_MENU = "show_menu"
    WRITE_TO_COORDINATION = "write_to_coordination"
    FOLLOW_REQUEST = "follow_request"
    SHOW_MEETINGS = "show_meetings"
    ANSWER_INVITATION = "answer_invitation"
    PROPOSE_SUBJECT = "propose_subject"
    TURN_REMINDERS_ON = "turn_reminders_on"
    TURN_REMINDERS_OFF = "turn_reminders_off"
    GIVE_FEEDBACK = "give_feedback"
    SHOW_FEEDBACK_RESULTS = "show_feedback_results"
    SHOW_MY_DATA = "show_my_data"
    CHOOSE_LANGUAGE = "choose_language"
    SIMPLIFY = "simplify"
    REPEAT = "repeat"
    SHOW_HELP_CARD = "show_help_card"
    ADMIT_IGNORANCE = "admit_ignorance"


QUESTION_INTENTS: tuple[str, ...] = (
    "clsm_definition",
    "clsm_objectifs",
    "clsm_historique_creation",
    "clsm_nombre_couverture",
    "clsm_cadre_legal_obligation",
    "clsm_referentiel_2025",
    "clsm_membres",
    "clsm_presidence_gouvernance",
    "clsm_instances_reunions",
    "clsm_coordination",
    "clsm_financement",
    "clsm_perimetre_territoire",
    "clsm_creer_etapes",
    "clsm_diagnostic_evaluation",
    "clsm_participation",
    "clsm_themes_actions_exemples",
    "clsm_qpv_politique_ville",
    "clsm_difference_cls_ptsm",
    "clsm_centre_national_ressources",
    "clsm_trouver_contact",
    "clsm_cas_complexes",
    "clsm_limites_role",
    "clsm_covid",
    "clsm_elu_engagement",
    "sism_evenements",
    "pssm_formation",
    "sante_mentale_definition_idees_recues",
    "mal_etre_premier_pas",
    "aide_trouver_localement",
    "lignes_ecoute",
    "cmp_fonctionnement",
    "cmp_delais_attente",
    "psy_remboursement_mon_soutien_psy",
    "psy_differences_professionnels",
    "psy_choisir_deroulement",
    "psy_confidentialite",
    "aide_enfant",
    "aide_ado_jeune",
    "aide_etudiant",
    "aide_perinatalite",
    "aide_personnes_agees",
    "aide_travail_burnout",
    "aide_addictions",
    "aide_precarite_empp_pass",
    "aide_exil_langue",
    "logement_un_chez_soi",
    "gem_entraide_pairs",
    "handicap_psychique_mdph",
    "protection_juridique",
    "hospitalisation_parcours",
    "soins_sans_consentement",
    "droits_patient_recours",
    "maire_soins_sans_consentement",
    "proche_aider",
    "proche_refus_soins",
    "proche_idees_suicidaires",
    "aidants_soutien",
    "voisin_troubles_bailleur",
    "pro_orientation_coordination",
    "assistant_meta_donnees",
)

SERVICE_ACTIONS: dict[str, Action] = {
    "saluer": Action.GREET,
    "remercier": Action.THANK,
    "prendre_conge": Action.SAY_GOODBYE,
    "assistant_capacites": Action.SHOW_MENU,
    "contacter_coordination": Action.WRITE_TO_COORDINATION,
    "suivre_ma_demande": Action.FOLLOW_REQUEST,
    "reunion_prochaine": Action.SHOW_MEETINGS,
    "reunion_repondre": Action.ANSWER_INVITATION,
    "ordre_du_jour_proposer": Action.PROPOSE_SUBJECT,
    "rappels_activer": Action.TURN_REMINDERS_ON,
    "rappels_desactiver": Action.TURN_REMINDERS_OFF,
    "donner_avis": Action.GIVE_FEEDBACK,
    "resultats_avis": Action.SHOW_FEEDBACK_RESULTS,
    "mes_donnees_effacer": Action.SHOW_MY_DATA,
    "langue_changer": Action.CHOOSE_LANGUAGE,
    "texte_simplifie_activer": Action.SIMPLIFY,
    "repeter": Action.REPEAT,
    "crise_suicidaire": Action.SHOW_HELP_CARD,
    "crise_danger": Action.SHOW_HELP_CARD,
    "out_of_scope": Action.ADMIT_IGNORANCE,
}

# Questions that data answers, not a text.
PLACE_ACTIONS: dict[str, Action] = {
    "aide_trouver_localement": Action.FIND_HELP,
    "clsm_trouver_contact": Action.FIND_COUNCIL,
}

ACTIONS: dict[str, Action] = dict.fromkeys(QUESTION_INTENTS, Action.ANSWER) | PLACE_ACTIONS | SERVICE_ACTIONS
