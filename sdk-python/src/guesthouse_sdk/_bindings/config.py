from . import load

globals().update(load("config"))
