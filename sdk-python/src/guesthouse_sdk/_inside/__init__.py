"""What makes Python libraries work inside a plugin, where there are no files, sockets or threads.

The module `snapshot` is the way in: it prepares the import of the author's module, the snapshot and
each call. Nothing here knows a contract: the SDKs of all contracts have these modules.
"""
