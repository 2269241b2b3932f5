"""`python -m bot` is the same as `clsm-bot`."""

from bot.cli import main

main()
