"""Writing to the coordination, and the coordination's side of it."""
