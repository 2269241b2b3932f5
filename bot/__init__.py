"""How the assistant runs: its edges and their wiring."""

import os

# Durations of the Telegram library come as timedelta; its old whole seconds are announced as deprecated.
os.environ.setdefault("PTB_TIMEDELTA", "true")
