"""Feedback in the chat: answering for everybody, asking and following up for the coordination."""
