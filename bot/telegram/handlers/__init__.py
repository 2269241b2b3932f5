"""What is done about each kind of update, one module a feature."""
