from componentize_py_types import Err


class Error_NotGranted: ...


class Error_InvalidKey: ...


class Error_Unavailable: ...


class Store:
    @classmethod
    def open(cls, name):
        if name != "counts":
            raise Err(Error_NotGranted())
        return cls()

    def __init__(self):
        self.values = {}

    def get(self, key):
        if key == "":
            raise Err(Error_InvalidKey())
        return self.values.get(key)

    def set(self, key, value):
        if key == "later":
            raise Err(Error_Unavailable())
        self.values[key] = value

    def delete(self, key):
        self.values.pop(key, None)

    def keys(self, prefix, after, limit):
        found = (key for key in sorted(self.values) if key.startswith(prefix))
        return [key for key in found if after is None or key > after][: min(limit, 2)]
