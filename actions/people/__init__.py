"""People: who turned something on, under which pseudonym, with which consents and rights."""
