from enum import Enum

Level = Enum("Level", ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"], start=0)
lines = []


def write(level, message, fields):
    lines.append([level.name, message, {field.name: field.value for field in fields}])
