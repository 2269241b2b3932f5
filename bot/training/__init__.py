"""The workshop: trains models from nlu_data/. Needed to prepare the assistant, never while it runs."""
