"""The parts of `guesthouse_sdk.json`."""
