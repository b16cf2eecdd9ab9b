from . import load

globals().update(load("wit_world.imports.log"))
