from . import load

globals().update(load("log"))
