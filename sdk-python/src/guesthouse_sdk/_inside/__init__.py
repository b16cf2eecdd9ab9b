"""What makes Python libraries work inside a plugin, where there are no files, sockets or threads.

`prepare` runs before the author's module is imported, `seal` when the snapshot is taken, and
`begin` before each event.
"""
