"""The colleges of a CLSM, as people place themselves.

One enum, and yet a person's college is kept twice: with their wish to be invited to meetings, and with their agreement
to be asked for feedback. That is meant. « Personne concernée » is a word about health, told for one purpose under one
consent: what was told to be invited is not used to sort opinions, each goes with its own consent, and who sits among
the elected may answer a survey as a carer without the attendance sheets ever showing it.
"""

from __future__ import annotations

from enum import StrEnum


class College(StrEnum):
    """The four colleges the steering committee must gather, and everybody else."""

    ELECTED = "elected"
    PSYCHIATRY = "psychiatry"
    CONCERNED = "concerned"
    CARERS = "carers"
    OTHERS = "others"
