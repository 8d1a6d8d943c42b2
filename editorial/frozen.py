"""Frozen dataclasses that share their methods.

`dataclasses.dataclass` writes six methods a class as text and compiles them: 0.3 ms, at every start. Two hundred of
these classes were a tenth of a publish. Here they share methods that look up the fields; `fields`, `replace`, `asdict`
and pattern matching work as ever. An instance of few fields takes half a microsecond longer to make, one of eighty no
longer; what there are tens of thousands of is a NamedTuple, or a dataclass of the standard library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, NamedTuple, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


class _Shape(NamedTuple):
    """The names of the fields, those by which two are told apart, those that are shown, and what stands for the absent.

    makers: what makes the value of an absent one, as `field(default_factory=…)` says
    """

    names: tuple[str, ...]
    compared: tuple[str, ...]
    shown: tuple[str, ...]
    defaults: Mapping[str, Any]
    makers: Mapping[str, Callable[[], Any]]

    @classmethod
    def of(cls, kind: type) -> _Shape:
        every: tuple[Field[Any], ...] = fields(kind)
        return cls(
            tuple(one.name for one in every),
            tuple(one.name for one in every if one.compare),
            tuple(one.name for one in every if one.repr),
            {one.name: one.default for one in every if one.default is not MISSING},
            {one.name: one.default_factory for one in every if one.default_factory is not MISSING},
        )


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[T]) -> type[T]:
    """Make a class a frozen dataclass, as `dataclass(frozen=True)` does. Its fields are all given when it is made."""
    kind.__doc__ = kind.__doc__ or kind.__name__  # else dataclass would take long to find out how it is called
    dataclass(init=False, repr=False, eq=False)(kind)
    shape = _Shape.of(kind)
    methods = {"__init__": _init(shape), "__eq__": _eq, "__hash__": _hash, "__repr__": _repr}
    for name, method in {**methods, "__setattr__": _refuse, "__delattr__": _refuse, "_shape": shape}.items():
        setattr(kind, name, method)
    return kind


def _init(shape: _Shape) -> Callable[..., None]:
    names, known, defaults, makers = shape.names, frozenset(shape.names), shape.defaults, shape.makers

    def __init__(self: Any, *given: Any, **named: Any) -> None:
        values = self.__dict__
        values.update(defaults)
        values.update(zip(names, given, strict=False))
        values.update(named)
        for name in makers:
            if name not in values:
                values[name] = makers[name]()
        twice = len(given) > len(names) or (named and not named.keys().isdisjoint(names[: len(given)]))
        if twice or values.keys() != known:
            kind = type(self).__qualname__
            raise TypeError(f"expected {', '.join(names)} for {kind}, got {len(given)} values and {sorted(named)}")

    return __init__


def _eq(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return _compared(self) == _compared(other)


def _hash(self: Any) -> int:
    return hash(_compared(self))


def _compared(one: Any) -> tuple[Any, ...]:
    return tuple([getattr(one, name) for name in one._shape.compared])


def _repr(self: Any) -> str:
    told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._shape.shown)
    return f"{type(self).__qualname__}({told})"


def _refuse(self: Any, name: str, value: object = None) -> NoReturn:
    raise FrozenInstanceError(f"cannot change {name!r} of {type(self).__qualname__}")
