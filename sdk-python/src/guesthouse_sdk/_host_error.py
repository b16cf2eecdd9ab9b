"""The error values of the host, as exceptions."""

from collections.abc import Callable, Mapping
from typing import ClassVar, ParamSpec, TypeVar

from ._bindings import result
from ._failure import Failed, Failure, GuesthouseError, Unavailable

P = ParamSpec("P")
T = TypeVar("T")


class HostError(GuesthouseError):
    """The host returned an error. `code` says which, `name` is what the plugin requested."""

    code: ClassVar[str]
    interface: ClassVar[str]
    named: ClassVar[str]
    retry: ClassVar[bool] = False

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f'{self.interface}: {self.code} ({self.named} "{self.name}")'

    def failure(self) -> Failure:
        kind = Unavailable if self.retry else Failed
        return kind(f"{self.interface}-{self.code}", str(self))


def by_case(*errors: type[HostError]) -> Mapping[str, type[HostError]]:
    """Maps the names of the bindings' cases to the classes."""
    return {f"Error_{error.__name__}": error for error in errors}


def ask(
    errors: Mapping[str, type[HostError]],
    name: str,
    call: Callable[P, T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Calls the host. `name` is the store or connection that an error names."""
    try:
        return call(*args, **kwargs)
    except result.Err as error:
        raise errors[type(error.value).__name__](name) from None
