from . import load

globals().update(load("state"))
