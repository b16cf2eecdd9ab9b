from typing import Generic, TypeVar

E = TypeVar("E")

class Err(Exception, Generic[E]):
    value: E
    def __init__(self, value: E) -> None: ...
