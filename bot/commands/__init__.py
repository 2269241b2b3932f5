"""Commands of the operator, one module a feature; `bot.cli` joins them."""
