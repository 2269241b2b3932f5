"""What tests share: a house with everything real but Telegram."""
