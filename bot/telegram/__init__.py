"""The Telegram edge: the only place, with the post room, that knows Telegram."""
