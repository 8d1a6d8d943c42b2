"""How far a long act has come: one line that is drawn anew, and nothing at all in a pipe."""

from __future__ import annotations

from types import TracebackType

from desk.screen import Screen


class Steps:
    """A bar over a known number of steps; drawn at each step and not in between, and only where a person watches.

    No thread draws it, so that what is built meanwhile may fork.
    """

    def __init__(self, screen: Screen, total: int) -> None:
        self._begun, self._screen = 0, screen
        if not screen.is_live:
            self._bar = None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # here, since pipes start faster

        self._bar = Progress(
            TextColumn("{task.description} …"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            console=screen.out,
            auto_refresh=False,
            transient=True,
        )
        self._task = self._bar.add_task("Chuẩn bị", total=total)

    def __enter__(self) -> Steps:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def say(self, text: str) -> None:
        """Print one line, above the bar where there is one."""
        self._screen.say(text)

    def begin(self, name: str) -> None:
        """Say what is done from now on."""
        if self._bar:
            self._bar.update(self._task, description=name, completed=self._begun, refresh=True)
        self._begun += 1
