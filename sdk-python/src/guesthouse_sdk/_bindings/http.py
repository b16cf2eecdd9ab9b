from . import load

globals().update(load("http"))
