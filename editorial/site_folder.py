"""A built site on disk whose files are known by name, digest and Stat, so that a publish touches what changed only.

Rules
1. Every file has the digest that `files` says: its Stat is as remembered, or its bytes were read when it was opened.
2. A file that is not exactly as the index remembers it (see site_index) is read again.
3. A file is never written into: new bytes are a new file. Two sites may share, by a link, a file that both have.
4. A link of ours moves a file's ctime and nothing else, so what was known before it is known after it.
5. What is no ordinary file, cannot be read, or is an empty folder is *strange*: it is listed and belongs to no site.
"""

from __future__ import annotations

import os
import stat as modes
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path

from editorial.file_index import SLACK_NS, STRANGE, Stat, looking_now, settled, stat_of
from editorial.manifest import PLACE
from editorial.packed_stats import NUMBERS, PACKED, UNKNOWN, as_remembered, cut, state, states_of
from editorial.parallel import beside, cores, forked
from editorial.site_files import (
    FILE_MODE,
    FOLDER_MODE,
    created,
    folders_of,
    link,
    make_folder,
    moment_on,
    read,
    refuse_change,
    sync_disk,
    unlink,
)
from editorial.site_index import SiteIndex, index_of
from editorial.store import forget, sync_file, sync_folder, write_whole

MANY = 4_096
"""From so many files on it is worth a process of its own to look at them."""

FEW = 256
"""Up to so many new files are made durable one by one; of more, the whole disk."""

_MANIFEST_FOLDER = os.path.dirname(PLACE)


class SiteFolder:
    """The files of a site below `path`, the manifest left out; there are two ways to have it, `open` and `kept`.

    files: name ("van-ban/x/index.html") to SHA-256; changed: names put, taken or removed since
    strange: what must not lie in a site
    """

    def __init__(self, path: Path, index: Path) -> None:
        self.path = path
        self.changed: set[str] = set()
        self.strange: set[str] = set()
        self._index = index
        self._looked_at: dict[str, int] = {}
        self._last_put = 0
        self._base = f"{os.fspath(path)}/"

    @classmethod
    def open(cls, path: Path, state: Path) -> SiteFolder:
        """Return the folder as it is; it is made where there is none. Raises: OSError when it cannot be read"""
        path.mkdir(parents=True, exist_ok=True)
        folder = cls(path, index_of(path, state))
        folder._look(SiteIndex.load(folder._index))
        return folder

    @classmethod
    def kept(cls, path: Path, state: Path) -> SiteFolder:
        """Return the folder as it was kept: nothing is looked at, and what is remembered is read when it is asked for.

        It may have changed since, so it is good for take(), which proves what it copies, and for going with follow().
        """
        return cls(path, index_of(path, state))

    @cached_property
    def files(self) -> dict[str, str]:
        return dict(self._remembered.files)

    @cached_property
    def _stats(self) -> dict[str, bytes]:
        return self._remembered.known_files

    @cached_property
    def _folders(self) -> dict[str, bytes]:
        return self._remembered.known_folders

    @cached_property
    def _remembered(self) -> SiteIndex:
        return SiteIndex.load(self._index)

    def follow(self, source: SiteFolder, others: Collection[SiteFolder] = ()) -> None:
        """Hold the files of a site that was opened, by links, and no others. Raises: OSError; look at it anew then

        others: folders that may share files with the two; what was known of any folder is known of it afterwards
        """
        for name in self.files.keys() - source.files.keys():
            self._let_go(name, others)
            self.remove(name)
        for name, digest in sorted(source.files.items()):  # folder by folder
            if self.files.get(name) != digest:
                self._link(name, digest, source, others)

    def _link(self, name: str, digest: str, source: SiteFolder, others: Collection[SiteFolder]) -> None:
        """Have a file of another folder here too, known there by its Stat, so that its bytes need no reading."""
        if name in self.files:
            self._let_go(name, others)
        self._make_folders(name)
        before, doubt = source._stats[name], source._in_doubt(name)
        if before == UNKNOWN or state(source._base + name) != before:
            raise OSError(f"{name} changed since it was looked at")  # the link would hide that in a new ctime
        os.link(source._base + name, self._base + name, follow_symlinks=False)
        self.files[name], self._stats[name] = digest, before
        self._still_known(name, before, (self, source, *others))
        if doubt:
            self._looked_at[name] = source._looked_at[name] = 0
        self._folders[os.path.dirname(name)] = UNKNOWN

    def _let_go(self, name: str, others: Collection[SiteFolder]) -> None:
        """Give a name up; one that changed since it was looked at is then another file to the other folders as well."""
        before = state(self._base + name)
        unlink(self._base + name)
        if before == self._stats[name]:
            self._still_known(name, before, others)

    @staticmethod
    def _still_known(name: str, before: bytes, folders: Iterable[SiteFolder]) -> None:
        """Know a file where it was known: a link or its end, by us, has moved its ctime and nothing else."""
        for folder in folders:
            if folder._stats.get(name) == before != UNKNOWN:
                after = stat_of(os.lstat(folder._base + name))
                refuse_change(PACKED.unpack(before), after)
                folder._stats[name], folder._looked_at[name] = PACKED.pack(*after), after[2] + SLACK_NS + 1

    def put(self, name: str, content: bytes, digest: str = "") -> str:
        """Write a file anew and return its SHA-256, known or not. Raises: ValueError for a name leading out; OSError"""
        digest = digest or sha256(content).hexdigest()
        self._write(name, content, digest)
        return digest

    def take(self, name: str, digest: str, other: SiteFolder) -> bool:
        """Have a file of another folder here too; False, and nothing done, when it does not have this SHA-256 there.

        The file itself, by a link, or a copy of it where the disk or its mode wants one.
        """
        try:
            content = read(other._base + name)
        except OSError:
            return False
        if sha256(content).hexdigest() != digest:
            return False
        self._make_way(name)
        if stat := link(other._base + name, self._base + name):
            self._set(name, digest, stat)
        else:
            self._write(name, content, digest)
        return True

    def remove(self, name: str) -> None:
        """Remove a file, and the folders that it leaves empty."""
        unlink(self._base + name)
        self.files.pop(name, None)
        self._stats.pop(name, None)
        self._looked_at.pop(name, None)
        self.changed.add(name)
        parent = os.path.dirname(name)
        while parent:
            try:
                os.rmdir(self._base + parent)
            except OSError:
                return
            self._folders.pop(parent, None)
            parent = os.path.dirname(parent)

    def written(self) -> dict[str, tuple[str, Stat]]:
        """Return what was put or taken since the folder was opened: what a forked process tells its parent."""
        names = self.changed & self.files.keys()
        return {name: (self.files[name], PACKED.unpack(self._stats[name])) for name in names}

    def adopt(self, written: Mapping[str, tuple[str, Stat]]) -> None:
        """Know what forked processes put, and the folders that they made for it."""
        for name, (digest, stat) in written.items():
            self._set(name, digest, stat)
            for parent in folders_of(name):
                if parent in self._folders:
                    break
                self._folders[parent] = UNKNOWN

    def read(self, name: str) -> bytes:
        """Return the bytes that lie on the disk. Raises: ValueError when they are not those of `files`; OSError"""
        looked_at = self._moment + SLACK_NS
        content = read(self._base + name)
        if sha256(content).hexdigest() != self.files[name]:
            raise ValueError(f"{name} does not hold what was written")
        if name in self._looked_at and state(self._base + name) == self._stats[name]:
            self._looked_at[name] = looked_at
        return content

    @cached_property
    def _moment(self) -> int:
        """A moment after all that was put, by the clock of the disk itself: what is older cannot change unseen."""
        return moment_on(self.path.parent, self._last_put)

    def looks(self, names: Iterable[str]) -> dict[str, int]:
        """Return when files not settled before were last read back: what a forked process tells its parent."""
        return {name: self._looked_at[name] for name in names if name in self._looked_at}

    def adopt_looks(self, looks: Mapping[str, int]) -> None:
        """Know what forked processes read back."""
        self._looked_at |= looks

    def seal(self, manifest: bytes) -> None:
        """Put the manifest in, durable on return: the last file of a site that is whole."""
        self._make_folders(PLACE)
        write_whole(self.path / PLACE, manifest)
        self._folders[_MANIFEST_FOLDER] = UNKNOWN

    def sizes(self) -> set[int]:
        """Return which sizes in bytes its files have."""
        return {size for size, *_ in PACKED.iter_unpack(b"".join(self._stats.values()))}

    def sync(self) -> None:
        """Make durable what changed."""
        written = self.changed & self.files.keys()
        if len(written) > FEW:
            sync_disk(self._base)
            return
        for name in written:
            sync_file(self._base + name)
        for folder in sorted(filter(os.path.isdir, map(self._base.__add__, self._touched_folders())), reverse=True):
            sync_folder(folder)

    def syncing(self) -> AbstractContextManager[Callable[[], None]]:
        """Make durable what changed while a block runs, which puts nothing; what it is given waits, raising OSError."""
        return beside(self.sync)

    def _touched_folders(self) -> set[str]:
        """Return the folders in which a name came or went; of one that is new or gone, those above it too."""
        touched: set[str] = set()
        for name in self.changed:
            for parent in chain(folders_of(name), ("",)):
                if parent in touched:
                    break
                touched.add(parent)
                if self._folders.get(parent, UNKNOWN) != UNKNOWN:
                    break
        return touched

    def moved(self, path: Path) -> None:
        """Follow the folder to another place. Raises: ValueError when another one lies there"""
        if index_of(path, self._index.parent.parent) != self._index:
            raise ValueError(f"{path} is not the folder of {self._index.name}")
        self.path, self._base = path, f"{os.fspath(path)}/"
        self._folders[""] = UNKNOWN  # another name moves the times of the folder itself

    def keep(self) -> None:
        """Remember what is known, for the next time the folder is opened; what is not settled is looked at again."""
        self._look_at_changed_folders()
        doubtful = {name: UNKNOWN for name in self._looked_at if self._in_doubt(name)}
        folders = self._folders | dict.fromkeys(self._strange_folders(), UNKNOWN)
        SiteIndex.save(self._index, self.files, self._stats | doubtful, folders)

    def _strange_folders(self) -> set[str]:
        """Return the folders in which something strange lies, or which are strange: it has to be found again."""
        places = {name.rstrip("/") for name in self.strange}
        return (places | set(map(os.path.dirname, places))) & self._folders.keys()

    def _look_at_changed_folders(self) -> None:
        """Know the folders in which something was put or removed, where nothing is but what we know."""
        looked_at = moment_on(self.path.parent, os.stat(self.path).st_ctime_ns) + SLACK_NS
        young = {name for name, stat in self._folders.items() if stat == UNKNOWN}
        for name in young | (self._touched_folders() & self._folders.keys()):
            if any(self._scan(name, self._folders, looked_at)):
                self._folders[name] = UNKNOWN

    def is_as_kept(self) -> bool:
        """True when every file and folder is as it was kept, to the last of them."""
        files, stats, folders, folder_stats = self._remembered
        paths = [self._base + name for name in (*files, *folders)]
        size = max(len(paths) // cores() + 1, MANY)
        parts = [paths[start : start + size] for start in range(0, len(paths), size)]
        found = b"".join(forked(states_of, parts, least=1))
        return bool(files) and found == stats + folder_stats and UNKNOWN not in cut(found)

    def discard(self) -> None:
        """Forget what is remembered of the folder."""
        forget(self._index)

    def _in_doubt(self, name: str) -> bool:
        """True when a file was touched so shortly before we looked that a change since may not show."""
        return name in self._looked_at and not settled(PACKED.unpack(self._stats[name]), self._looked_at[name])

    def _set(self, name: str, digest: str, stat: Stat) -> None:
        self.files[name], self._stats[name], self._looked_at[name] = digest, PACKED.pack(*stat), 0
        self.changed.add(name)
        self._last_put = max(self._last_put, stat[1], stat[2])

    def _look(self, remembered: SiteIndex) -> None:
        """Find every file; those that are as remembered are known, the others are read."""
        files, stats, folders, _ = remembered
        looked_at = looking_now()
        self._stats, others, gone = as_remembered(files, cut(stats), self._states(files))
        self.files = {name: files[name] for name in self._stats} if others or gone else files
        doubtful = set(others)
        known = remembered.known_folders
        self._folders, pending, _ = as_remembered(known, known.values(), self._states(folders))
        if "" not in known:
            pending.append("")
        while pending:
            unknown, deeper = self._scan(pending.pop(), known, looked_at)
            doubtful.update(unknown)
            pending += deeper
        for name in sorted(doubtful):
            self._know(name)

    def _states(self, names: Collection[str]) -> list[bytes]:
        """Return the packed Stat of each name, UNKNOWN for what is not there.

        By one process: a folder is opened while another one plans the site, and a fork then costs more than it gains.
        """
        return cut(states_of([self._base + name for name in names]))

    def _scan(self, here: str, known: Collection[str], looked_at: int) -> tuple[list[str], list[str]]:
        """Return the files of a folder that are not known, and the folders in it that nobody knew."""
        path = self._base + here
        try:
            status = os.lstat(path)
            if not modes.S_ISDIR(status.st_mode):
                raise NotADirectoryError(path)
            if modes.S_IMODE(status.st_mode) != FOLDER_MODE:
                os.chmod(path, FOLDER_MODE)
                status = os.lstat(path)
            with os.scandir(path) as found:
                entries = [(f"{here}/{entry.name}".lstrip("/"), entry.is_dir(follow_symlinks=False)) for entry in found]
        except OSError:
            self.strange.add(here)
            return [], []
        is_settled = max(status.st_mtime_ns, status.st_ctime_ns) + SLACK_NS < looked_at
        self._folders[here] = PACKED.pack(*NUMBERS(status)) if is_settled else UNKNOWN
        if not entries and here and here != _MANIFEST_FOLDER:
            self.strange.add(f"{here}/")
        files = [name for name, is_folder in entries if not is_folder and name != PLACE and name not in self.files]
        return files, [name for name, is_folder in entries if is_folder and name not in known]

    def _know(self, name: str) -> None:
        """Read a file of which nothing is known."""
        looked_at = looking_now()
        try:
            status = os.lstat(self._base + name)
            if modes.S_ISREG(status.st_mode) and modes.S_IMODE(status.st_mode) != FILE_MODE:
                os.chmod(self._base + name, FILE_MODE)
            stat = stat_of(os.lstat(self._base + name))
            if modes.S_ISDIR(status.st_mode):
                return  # once a file; what it holds now is found by the scan of its parent
            if stat == STRANGE:
                self.strange.add(name)
                return
            self.files[name], self._stats[name] = sha256(read(self._base + name)).hexdigest(), PACKED.pack(*stat)
            self._looked_at[name] = looked_at
        except OSError:
            self.strange.add(name)

    def _write(self, name: str, content: bytes, digest: str) -> None:
        self._make_way(name)
        descriptor = created(self._base + name)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            status = os.fstat(descriptor)
            if modes.S_IMODE(status.st_mode) != FILE_MODE:
                os.fchmod(descriptor, FILE_MODE)
                status = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        self._set(name, digest, stat_of(status))

    def _make_way(self, name: str) -> None:
        """Make the folders of a file of the site. Raises: ValueError for a name that it cannot have"""
        if name == PLACE or name.startswith("/") or ".." in name.split("/"):
            raise ValueError(f"not a name of a file in a site: {name}")
        self._make_folders(name)

    def _make_folders(self, name: str) -> None:
        parent = os.path.dirname(name)
        if parent in self._folders or not parent:
            return
        self._make_folders(parent)
        make_folder(self._base + parent)
        self._folders[parent] = UNKNOWN
