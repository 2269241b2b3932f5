"""Mediation: a person's request reaches a human of the coordination, is answered, and is never left in silence."""
