"""Frozen dataclasses that share their methods.

`dataclasses.dataclass` writes six methods a class as text and compiles them: 0.3 ms, every time a program starts. Some
two hundred of these classes were a tenth of a publish. Here the classes share methods that look up the fields, and
`fields`, `replace`, `asdict` and pattern matching work as ever; an instance takes a little longer to make (2 µs), so
what there are tens of thousands of stays with `dataclass` or is a NamedTuple.
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
    dataclass(init=False, repr=False, eq=False)(kind)
    shape = _Shape.of(kind)
    methods = {"__init__": _init(shape), "__eq__": _eq, "__hash__": _hash, "__repr__": _repr}
    for name, method in {**methods, "__setattr__": _refuse, "__delattr__": _refuse, "_shape": shape}.items():
        setattr(kind, name, method)
    return kind


def _init(shape: _Shape) -> Callable[..., None]:
    names, count, defaults, makers = shape.names, len(shape.names), shape.defaults, shape.makers

    def __init__(self: Any, *given: Any, **named: Any) -> None:
        values = self.__dict__
        values.update(zip(names, given, strict=False))
        twice = len(given) > count or any(name in values for name in named)
        values.update(named)
        for name in names[len(given) :] if len(values) < count else ():
            if name not in values and name in defaults:
                values[name] = defaults[name]
            elif name not in values and name in makers:
                values[name] = makers[name]()
        if twice or len(values) != count or any(name not in values for name in names):
            kind = type(self).__qualname__
            raise TypeError(f"expected {', '.join(names)} for {kind}, got {len(given)} values and {sorted(named)}")

    return __init__


def _eq(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    mine, theirs, compared = self.__dict__, other.__dict__, self._shape.compared
    return [mine[name] for name in compared] == [theirs[name] for name in compared]


def _hash(self: Any) -> int:
    values = self.__dict__
    return hash(tuple([values[name] for name in self._shape.compared]))


def _repr(self: Any) -> str:
    told = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._shape.shown)
    return f"{type(self).__qualname__}({told})"


def _refuse(self: Any, name: str, value: object = None) -> NoReturn:
    raise FrozenInstanceError(f"cannot change {name!r} of {type(self).__qualname__}")
