"""Safety: tells when somebody who writes may be in danger, and which help card answers them.

`Detector` reads every text before anything else; `cards.compose` chooses the card. No words for people stand here.
"""

from actions.safety.detector import Detector
from actions.safety.levels import Assessment, Level, Strength
from actions.safety.recent import RecentTexts

__all__ = ["Assessment", "Detector", "Level", "RecentTexts", "Strength"]
