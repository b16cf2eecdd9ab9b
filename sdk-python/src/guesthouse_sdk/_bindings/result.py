from . import load

globals().update(load("componentize_py_types"))
