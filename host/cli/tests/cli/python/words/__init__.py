"""A package with data and a module that nothing imports by name."""
