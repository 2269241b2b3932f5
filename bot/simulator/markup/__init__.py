"""Formatted text: parse modes, entities, and what a client finds by itself in a text."""
