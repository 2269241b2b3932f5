"""The understanding pipeline: everything here runs in Rasa's environment, nothing of it in the bot's."""
