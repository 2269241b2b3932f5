"""Understanding what people write: the Rasa server as a child process, its client, and what to do with its answers."""
