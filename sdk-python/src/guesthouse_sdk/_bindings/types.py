from . import load

globals().update(load("types"))
