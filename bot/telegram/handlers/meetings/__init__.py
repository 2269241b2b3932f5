"""Meetings in the chat: the living card of each invited person, and the coordinator's side."""
