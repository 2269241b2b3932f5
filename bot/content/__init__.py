"""The reading room: loads content/ and refuses what is wrong, naming file and line."""
