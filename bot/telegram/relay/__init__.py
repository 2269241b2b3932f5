"""The relay: carries messages between a person and the coordination, so that neither sees the other's account."""
