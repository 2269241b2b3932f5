"""Feedback between meetings: asked in short rounds, answered without a name, shown in groups, and followed up."""
