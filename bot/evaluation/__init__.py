"""The measuring room: how well the assistant does on messages it was not made from."""
