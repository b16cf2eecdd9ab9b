"""The names that componentize-py writes, here over a host in memory."""
