"""A value that is reckoned when it is first asked for and then kept."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):
    """`functools.cached_property` as Python 3.12 has it: 3.11 takes a lock for every first look, and an order has ten of them."""

    def __init__(self, reckon: Callable[[Any], T]) -> None:
        self._reckon = reckon
        self.__doc__ = reckon.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, of: None, owner: type) -> "lazy[T]": ...
    @overload
    def __get__(self, of: object, owner: type | None = None) -> T: ...
    def __get__(self, of: object | None, owner: type | None = None) -> "lazy[T] | T":
        if of is None:
            return self
        value = of.__dict__[self._name] = self._reckon(of)
        return value
