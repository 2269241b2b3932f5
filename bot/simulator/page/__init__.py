"""The page that shows the simulated world: several seats side by side, the clock, the calls."""
