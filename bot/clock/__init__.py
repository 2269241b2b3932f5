"""Time: what now is, and the ticks that look for work that has become due."""
