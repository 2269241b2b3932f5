"""Territories: a CLSM, what it covers, its clock and its contacts."""
