"""Replaces functions of the standard library wherever a module already holds them."""

import sys


def replace(original: object, substitute: object) -> None:
    """Makes every name of a loaded module that is bound to `original` refer to `substitute`.

    The module that defines `substitute` keeps the original.
    """
    own = getattr(substitute, "__module__", None)
    for module in [module for name, module in list(sys.modules.items()) if name != own]:
        names = getattr(module, "__dict__", {})
        for name in [name for name, value in names.items() if value is original]:
            names[name] = substitute
