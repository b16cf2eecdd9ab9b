"""The names that componentize-py writes, with an in-memory host."""
