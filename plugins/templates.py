"""The theme's templates: which others each one takes in, and what they read of the site.

Rules
1. A template is known by the bytes of itself and of all that it extends, includes or imports, however deep; one that
   takes in another by a name made while rendering is known by the whole tree.
2. What a template reads of an entry or of SITE is noted attribute by attribute; the other globals are found in its
   source. A component reads no global: a macro is kept for all pages of a process, and what it read once would be noted
   once.
3. Compiled templates are kept below the state folder under the engine's key, since compiling folds what filters make
   of constants into them.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, Template, TemplateSyntaxError, meta
from jinja2.bccache import Bucket
from jinja2.defaults import DEFAULT_NAMESPACE

from editorial.file_index import Memory
from editorial.parallel import forked
from plugins.marks import digest_of
from plugins.readings import Traced
from plugins.tracing import Kept, TracingEnvironment

SUFFIX = ".html"
FEW = 16
"""Templates that are worth a process to be parsed."""
KEPT_FOLDERS = 4
"""Folders of compiled templates that stay: a preview and a publish may run side by side."""

Source = tuple[list[str] | None, list[str]]
"""What a template takes in, None when that is known only while it renders; the names that it reads from outside."""


class _Compiled(BytecodeCache):
    """Compiled templates, each a Memory: one flipped bit would be other words on every page, or no page at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        if content := Memory.load(self._folder / bucket.key, bucket.checksum):
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        Memory.save(self._folder / bucket.key, bucket.checksum, bucket.bytecode_to_string())


class Templates:
    """The templates of a theme. state: the folder for what is compiled; engine: key of all code and settings

    mark: tells whether any template has changed
    """

    def __init__(self, theme: Path, state: Path, engine: str, settings: Mapping[str, Any]) -> None:
        self._root = theme / "templates"
        self._contents = {
            path.relative_to(self._root).as_posix(): path.read_bytes()
            for path in sorted(self._root.rglob(f"*{SUFFIX}"))
        }
        self._compiled = state / "templates" / engine[:16]
        self._environment_settings = settings["JINJA_ENVIRONMENT"]
        self._filters = settings["JINJA_FILTERS"]
        self.globals: Mapping[str, Any] = settings["JINJA_GLOBALS"]
        self.kept = Kept()
        self._sources = self._read_sources(state / "templates" / "sources", engine)
        self.key = cache(self._key)
        self.mark = digest_of(sorted(self._contents.items()))
        self.globals_read = cache(self._globals_read)

    def get(self, name: str) -> Template:
        """Return a template ready to render. Raises: TemplateNotFound"""
        return self._environment.get_template(name + SUFFIX)

    def warm(self, name: str) -> None:
        """Compile a template and all that it takes in."""
        for one in self.closure(name):
            self._environment.get_template(one)

    @property
    def are_compiled(self) -> bool:
        """True when this engine has compiled templates before."""
        return self._compiled.is_dir()

    def compile(self) -> None:
        """Compile all of them, for whoever loads them afterwards; what an unfinished theme breaks, it breaks there."""
        for one in self._contents:
            with suppress(TemplateSyntaxError):
                self._environment.get_template(one)

    def _key(self, name: str) -> bytes:
        """Return what tells whether a template, or anything that it takes in, has changed."""
        return digest_of([name, *((one, self._contents[one]) for one in self.closure(name))])

    def _globals_read(self, name: str) -> frozenset[str]:
        """Return the globals that a template may read; SITE is traced by attribute instead."""
        read = {word for one in self.closure(name) for word in self.reads_from_outside(one)}
        traced = {word for word, value in self.globals.items() if isinstance(value, Traced)}
        return frozenset(f"global:{word}" for word in read & self.globals.keys() - traced)

    def reads_from_outside(self, file: str) -> Sequence[str]:
        """Return the names that the source of one file takes from what surrounds it."""
        return self._sources[file][1]

    def closure(self, name: str) -> tuple[str, ...]:
        """Return, sorted, a template's file and all that it takes in. Raises: KeyError for what is not there"""
        found: set[str] = set()
        waiting = [name + SUFFIX]
        while waiting:
            one = waiting.pop()
            if one in found:
                continue
            found.add(one)
            taken_in = self._sources[one][0]
            if taken_in is None:
                return tuple(self._contents)
            waiting += taken_in
        return tuple(sorted(found))

    @cached_property
    def _environment(self) -> TracingEnvironment:
        """Made when the first page is rendered: a build in which nothing changed needs none."""
        if not self.are_compiled:
            compiled = sorted(self._compiled.parent.glob("*/"), key=lambda folder: folder.stat().st_mtime)
            for old in compiled[:-KEPT_FOLDERS]:
                shutil.rmtree(old, ignore_errors=True)
            self._compiled.mkdir(parents=True, exist_ok=True)
        made = TracingEnvironment(
            loader=FileSystemLoader(self._root),
            bytecode_cache=_Compiled(self._compiled),
            cache_size=-1,
            **self._environment_settings,
        )
        made.filters.update(self._filters)
        made.globals.update(self.globals, kept=self.kept)
        return made

    def _read_sources(self, kept: Path, engine: str) -> Mapping[str, Source]:
        """Return what each template takes in, remembered while no byte of them changes: parsing costs 2 ms each."""
        key = digest_of([engine, *sorted(self._contents.items())]).hex()
        found: Mapping[str, Source] | None = Memory.load(kept, key)
        if found is None:
            environment = Environment(**self._environment_settings)
            environment.filters.update(self._filters)
            texts = [content.decode() for content in self._contents.values()]
            parsed = forked(partial(_source, environment), texts, FEW)
            found = dict(zip(self._contents, parsed, strict=True))
            Memory.save(kept, key, found)
        return found


def _source(environment: Environment, text: str) -> Source:
    tree = environment.parse(text)
    taken_in = list(meta.find_referenced_templates(tree))
    names = sorted(meta.find_undeclared_variables(tree) - DEFAULT_NAMESPACE.keys())
    return (None if None in taken_in else [str(one) for one in taken_in]), names
