"""The suite: the real application, driven through the simulator."""
