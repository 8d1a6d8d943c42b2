"""The theme's Jinja environment: it notes what templates read, and spends little where a page asks hundreds of times.

What it writes are the bytes that plain Jinja would write. A site of ten thousand pages escapes a million values, so
1. what is escaped is not wrapped as markup again before it is joined;
2. macros, kept pieces and methods of built-in types are called at once, other things in Jinja's own way;
3. a template that was loaded is found by its name alone: nothing is reloaded while a site is built.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from types import BuiltinMethodType
from typing import Any

from jinja2 import Environment, Template, nodes, pass_eval_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.filters import do_xmlattr
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from markupsafe import Markup, _escape_inner, escape

from plugins.readings import Traced, note, note_all, recorded_apart

_ESCAPED = "escaped"
"""By which name compiled templates know the function."""


_NOTHING = Markup("")

_as_markup = str.__new__
"""Makes markup of a plain string; Markup() first asks whether it is markup already."""


def escaped(value: Any) -> str:
    """Return the text of a value as a page shows it, what is markup as it is; good for joining, being no Markup."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)  # what escape() would wrap at ten times the cost
    return value if kind is Markup else escape(value)


@pass_eval_context
def attributes(context: EvalContext, values: Mapping[str, Any]) -> str:
    """Return the attributes of an element; most texts are in the site's own language and have none to tell of."""
    if all(value is None for value in values.values()):
        return _NOTHING
    return do_xmlattr(context, values)


MOST_KEPT = 16_000
"""Pieces that a process keeps; those of pages that are made one after the other are some thousands."""


class Kept:
    """Calls a macro once for the same arguments; what it read then is noted for every page that shows it."""

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], tuple[str, frozenset[str], tuple[Any, ...]]] = {}

    def __call__(self, macro: Macro, *arguments: Any) -> str:
        key = (macro.name, *[one if type(one) is str else id(one) for one in arguments])
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= MOST_KEPT:
                self._made.clear()
            with recorded_apart() as read:
                made = macro(*arguments)
            # The arguments stay alive, so that no other has their id.
            found = self._made[key] = made, frozenset(read), arguments
        note_all(found[1])
        return found[0]

    def forget(self) -> None:
        """Call every macro anew: what it shows has changed under the same name."""
        self._made.clear()


_CALLED_AT_ONCE = frozenset({Kept, BuiltinMethodType})
"""Kinds of things that never ask for a context of their own."""


class DirectContext(Context):
    """Calls a macro without asking first what else it might be: a page calls forty."""

    @internalcode
    def call(self, called: Any, /, *arguments: Any, **named: Any) -> Any:
        if type(called) in _CALLED_AT_ONCE:
            named.pop("_block_vars", None)
            named.pop("_loop_vars", None)
            return called(*arguments, **named)
        if type(called) is not Macro:
            return super().call(called, *arguments, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        caller = named.pop("caller", None) if called.caller else None
        if named or len(arguments) != len(called.arguments) or called.catch_varargs or called.catch_kwargs:
            return called(self.eval_ctx, *arguments, **named, **({"caller": caller} if caller else {}))
        if called.caller:
            arguments = (*arguments, caller or self.environment.undefined("No caller defined", name="caller"))
        return _as_markup(Markup, called._func(*arguments))


class DirectTemplate(Template):
    """A template whose macros are made once: all templates of the environment have the same globals."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is None:
            self._module = self.make_module()
        return self._module


class DirectGenerator(CodeGenerator):
    """Compiles templates so that they write with `escaped`."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self.writeline(f"from {__name__} import {_ESCAPED}")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"{_ESCAPED}(")


class TracingEnvironment(Environment):
    """Notes what templates read of traced things."""

    context_class = DirectContext
    template_class = DirectTemplate
    code_generator_class = DirectGenerator

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.filters["xmlattr"] = attributes
        self._found: dict[str, Template] = {}

    @internalcode
    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        if isinstance(name, Template) or globals:
            return super().get_template(name, parent, globals)
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return one table for all templates, which have no globals of their own: every import compares them."""
        if d:
            raise TypeError("globals are given to the environment, not to a template")
        return self.globals

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Traced):
            note(obj.reading(attribute))
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: str | Any) -> Any:
        if isinstance(obj, Traced):
            note(obj.reading(str(argument)))
        return super().getitem(obj, argument)
