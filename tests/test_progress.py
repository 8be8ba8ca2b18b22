"""A bar for whoever waits at a terminal, and for nobody else."""

import io
import subprocess
import sys

import pytest

from tamis import progress


class Terminal(io.StringIO):
    """A terminal that keeps what is shown."""

    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """A terminal on which bars are shown without delay."""
    shown = Terminal()
    monkeypatch.setattr(sys, "__stderr__", shown)
    monkeypatch.setattr(progress, "_DELAY", 0)
    return shown


@pytest.mark.parametrize("total", [None, 3])
def test_what_is_worked_on_is_told_to_a_terminal_and_wiped_away(terminal, total):
    seen = []
    for item in progress.shown("abc" if total is None else iter("abc"), "reading a.ris", total):
        seen.append((item, terminal.getvalue()))
    assert [item for item, _ in seen] == ["a", "b", "c"]
    assert "reading a.ris:   0%" in seen[0][1] and "0/3" in seen[0][1]
    assert terminal.getvalue().endswith("\r") and not terminal.getvalue().split("\r")[-2].strip()


def test_what_comes_in_parts_is_counted_by_their_size(terminal):
    said = [terminal.getvalue() for _ in progress.shown(["ab", "c"], "reading a.ris", 3, size=len)]
    assert len(said) == 2 and "0/3" in said[0]
    assert not terminal.getvalue().split("\r")[-2].strip()


def test_what_is_over_within_a_second_shows_nothing(terminal, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(sys, "__stderr__", terminal)
    assert list(progress.shown("abc", "reading")) == ["a", "b", "c"]
    assert not terminal.getvalue().strip()


@pytest.mark.parametrize("total", [None, 3])
def test_the_items_are_called_what_they_are(terminal, total):
    list(progress.shown(iter("abc"), "reading a.ris", total, unit="entries"))
    assert " entries" in terminal.getvalue() and "it/s" not in terminal.getvalue()


def test_a_bar_has_its_width_whatever_it_is_called(terminal, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    name = "reading records/searches/a name that is longer than any bar.ris"
    items = progress.shown(range(3), name)
    next(items)
    (line,) = filter(str.strip, terminal.getvalue().split("\r"))
    items.close()
    assert line.startswith("reading record...") and " bar.ris:   0%|" in line and "| 0/3 records" in line
    assert len(line.split("|")[1]) == 20 and len(line) <= 80


@pytest.mark.parametrize("stream", [io.StringIO(), None])
def test_where_nobody_watches_there_is_no_bar(monkeypatch, stream):
    monkeypatch.setattr(sys, "__stderr__", stream)
    monkeypatch.setattr(progress, "_DELAY", 0)
    assert list(progress.shown(iter([1, 2]), "reading")) == [1, 2]
    assert not stream or not stream.getvalue()


def test_the_library_is_loaded_for_a_terminal_only():
    code = "import sys; from tamis.progress import shown; list(shown([1], 'x')); print('tqdm' in sys.modules)"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_items_are_taken_one_at_a_time_and_given_up_when_nobody_asks(terminal):
    taken = []
    items = progress.shown((taken.append(n) or n for n in range(9)), "reading")
    assert [next(items), next(items)] == [0, 1]
    items.close()
    assert taken == [0, 1]
