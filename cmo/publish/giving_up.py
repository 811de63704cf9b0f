"""A time limit on what users write: a template can loop without end."""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from threading import Event, Lock, Thread, get_ident
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class TooLong(BaseException):
    """The time is up: no `Exception`, which code on its way may catch."""


class TimeLimit:
    """Seconds that some code may take.

    Another thread raises `TooLong` in the one that made the limit. That works on every
    platform and in every thread, as signals do not; it stops what is written in
    Python, between two steps of it.
    """

    def __init__(self, seconds: float) -> None:
        """Take the time that there is."""
        self._left = seconds
        self._thread = ctypes.c_ulong(get_ident())
        self._lock = Lock()
        self._over = Event()
        self._start = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let the time run within.

        Raises:
            TooLong: The time is up.
        """
        self._run()
        try:
            yield
        finally:
            self._stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let no time pass within, in the midst of what is `running`."""
        self._stop()
        try:
            yield
        finally:
            self._run()

    def _run(self) -> None:
        self._start, self._over = monotonic(), Event()
        watching = (self._over, max(self._left, 0))
        Thread(target=self._watch, args=watching, daemon=True).start()

    def _stop(self) -> None:
        with self._lock:
            self._over.set()
        # What was raised just before comes up here, and not later: Python looks for it
        # whenever a function begins. (To take it back would make it look for ever.)
        _begin()
        self._left -= monotonic() - self._start

    def _watch(self, over: Event, wait: float) -> None:
        # What is raised where nothing can be raised, as in a finaliser, is lost:
        # so it is raised until somebody hears.
        while not over.wait(wait):
            with self._lock:
                if not over.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        self._thread, ctypes.py_object(TooLong)
                    )
            wait = 1


def _begin() -> None:
    """Do nothing."""
