"""What several modules of tests read, made once for all processes of a run of the tests."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

#: For how long, in seconds, a process waits for what another one makes.
_PATIENCE = 300


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that `make` has filled: the first process that asks makes it, the others wait.

    It is for reading only; a test that changes it takes a copy.

    Args:
        factory: pytest's; the processes of pytest-xdist have folders beside each other.
        name: of the folder; it does not exist before `make` is called.
        make: fills it.
    """
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, made, failed = base / name, base / f"{name}.made", base / f"{name}.failed"
    try:
        # Whoever makes this file makes the folder: of several, on every system, one alone can.
        os.close(os.open(base / f"{name}.begun", os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        end = time.monotonic() + _PATIENCE
        while not made.exists():
            assert not failed.exists(), f"{name} could not be made, as the test that asked first says"
            assert time.monotonic() < end, f"{name} is not made after {_PATIENCE} seconds"
            time.sleep(0.1)
        return folder
    try:
        make(folder)
    except BaseException:
        failed.touch()
        raise
    made.touch()
    return folder
