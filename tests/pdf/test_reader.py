"""Strangers' PDFs: each is read once, and a bad one costs its own problem and nothing else."""

import subprocess
import sys
from random import Random

import pytest
from bombs import bomb

from tamis.pdf import process, reader
from tamis.pdf.process import LIMITS, Limits
from tamis.pdf.reader import cached, read_all
from tamis.provenance import bundle

FALLS = "cannot be opened: it makes the reader fall over"


@pytest.fixture
def asked(monkeypatch):
    """The files that a process was asked for."""
    files = []
    ask = process.Process.ask

    def noting(self, task, **given):
        files.append(given["path"])
        return ask(self, task, **given)

    monkeypatch.setattr(process.Process, "ask", noting)
    return files


def test_a_second_run_reads_none_again(pdfs, tmp_path, asked):
    paths = [pdfs / name for name in ("table.pdf", "locked.pdf", "login.pdf")]
    paths.append(tmp_path / "copy.pdf")
    paths[-1].write_bytes(paths[0].read_bytes())
    first = [*read_all(paths, tmp_path / "cache")]
    assert len(asked) == 3 and first[0] == first[3]
    assert [*read_all(paths, tmp_path / "cache")] == first
    assert len(asked) == 3
    assert cached(first[0].sha256.upper(), tmp_path / "cache") == first[0]
    assert sorted(path.suffix for path in (tmp_path / "cache").iterdir()) == [".json"] * 3


def test_a_damaged_text_is_read_anew_and_so_is_one_of_another_reader(pdfs, tmp_path, asked, monkeypatch):
    (good,) = read_all([pdfs / "table.pdf"], tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    for damaged in (whole[:200], whole.replace(b"114", b"115", 1)):
        assert damaged != whole
        kept.write_bytes(damaged)
        assert cached(good.sha256, tmp_path) is None
    assert [*read_all([pdfs / "table.pdf"], tmp_path)] == [good]
    assert kept.read_bytes() == whole
    assert len(asked) == 2
    monkeypatch.setattr(reader, "version", lambda: "another")
    assert cached(good.sha256, tmp_path) is None


def test_of_a_file_that_was_replaced_while_it_was_read_nothing_is_kept(pdfs, tmp_path, monkeypatch):
    path, cache = tmp_path / "report.pdf", tmp_path / "cache"
    path.write_bytes((pdfs / "table.pdf").read_bytes())
    ask = process.Process.ask

    def replaced(self, task, **given):
        path.write_bytes((pdfs / "one.pdf").read_bytes())
        return ask(self, task, **given)

    monkeypatch.setattr(process.Process, "ask", replaced)
    (text,) = read_all([path], cache)
    assert text.problem == reader.CHANGED and not text.pages and not cache.exists()
    assert [*read_all([path], cache)] == [*read_all([pdfs / "one.pdf"], tmp_path / "other")]


def test_only_a_hash_names_a_text(tmp_path):
    (tmp_path / "secret.json").write_text("{}")
    for name in ("", "secret", "../secret", "0" * 63, "0" * 64):
        assert cached(name, tmp_path / "cache") is None


def test_a_file_that_is_not_there(tmp_path):
    (text,) = read_all([tmp_path / "absent.pdf"], tmp_path)
    assert text.problem == "there is no such file"


def test_a_file_that_eats_memory_costs_itself_only(pdfs, tmp_path):
    if sys.platform == "win32":
        pytest.skip("only time is limited on Windows")
    greedy = bomb(
        tmp_path / "bomb.pdf", b"BT /F 9 Tf 9 9 Td (aaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaa) Tj ET\n", 3_000_000
    )
    eaten, good = read_all([greedy, pdfs / "table.pdf"], tmp_path / "cache", Limits(memory=300 * 2**20))
    assert eaten.problem == "needs too much memory to open"
    assert len(good.pages) == 2


def test_a_file_that_hangs_costs_itself_only_and_once(pdfs, tmp_path, asked):
    slow = bomb(tmp_path / "bomb.pdf", b"q 1 0 0 1 0 0 cm Q\n", 600_000_000)
    hung, good = read_all([slow, pdfs / "scan.pdf"], tmp_path / "cache", Limits(seconds=1))
    assert hung.problem == f"took more than 1 seconds to open; {reader.KEPT}"
    assert len(good.pages) == 1
    asked.clear()
    assert [*read_all([slow], tmp_path / "cache", Limits(seconds=1))] == [hung] and not asked
    assert cached(hung.sha256, tmp_path / "cache") is None, "with more time it may go well"


def test_files_that_are_damaged_anywhere_cost_themselves_only(pdfs, tmp_path):
    random, paths = Random(1), []
    for name in ("marked.pdf", "labels.pdf", "two.pdf"):
        for number in range(1, 8, 2):
            damaged = bytearray((pdfs / name).read_bytes())
            for _ in range(4**number):
                damaged[random.randrange(len(damaged))] = random.randrange(256)
            paths.append(tmp_path / f"{number}{name}")
            paths[-1].write_bytes(damaged)
    texts = [*read_all([*paths, pdfs / "table.pdf"], tmp_path / "cache")]
    assert all(bool(text.pages) != bool(text.problem) for text in texts)
    assert 2 < sum(bool(text.problem) for text in texts) < 10
    assert not texts[-1].problem


def test_a_file_that_makes_the_reader_fall_costs_itself_only(pdfs, tmp_path, monkeypatch):
    ask = process._Running.ask

    def falls_on_scans(running, question, seconds):
        if b"scan.pdf" in question:
            running._process.kill()
        return ask(running, question, seconds)

    monkeypatch.setattr(process._Running, "ask", falls_on_scans)
    fallen, good = read_all([pdfs / "scan.pdf", pdfs / "table.pdf"], tmp_path)
    assert fallen.problem == FALLS
    assert len(good.pages) == 2
    assert cached(fallen.sha256, tmp_path) is None, "the computer may have ended it"


def test_a_file_with_too_many_pages_or_letters_is_refused(pdfs, tmp_path):
    paths = [pdfs / name for name in ("printed.pdf", "plain.pdf", "scan.pdf")]
    many, long, good = read_all(paths, tmp_path, Limits(pages=3, letters=3000))
    assert many.problem == "has more than 3 pages" and not many.pages
    assert long.problem == "holds more than 3,000 letters" and not long.pages
    assert len(good.pages) == 1


def test_an_answer_without_an_end_is_not_listened_to(pdfs, tmp_path, monkeypatch):
    monkeypatch.setattr(Limits, "answer", 1000)
    (endless,) = read_all([pdfs / "table.pdf"], tmp_path)
    assert endless.problem.startswith("cannot be opened: it makes the reader say more than a PDF may hold")


def test_a_reader_that_does_not_start_is_not_the_files_fault(pdfs, tmp_path, monkeypatch):
    monkeypatch.setattr(process.sys, "executable", "false")
    texts = [*read_all([pdfs / "table.pdf", pdfs / "scan.pdf"], tmp_path)]
    assert {text.problem for text in texts} == {
        "could not be opened: the process that reads PDFs does not start"
    }
    assert not [*tmp_path.iterdir()]


def test_another_library_is_another_reader_and_rules_that_read_run_again(monkeypatch):
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"another {name}")
    assert reader.version.__wrapped__() != reader.version()
    for rule in ("fulltext", "extraction", "evidence"):
        text = (bundle() / "workflow" / "rules" / f"{rule}.smk").read_text(encoding="utf-8")
        assert "        reader=reader.version(),\n" in text


def test_reading_needs_nothing_heavy_in_this_process():
    program = (
        "import sys, tamis.pdf.reader, tamis.pdf.pages; assert not {'pymupdf', 'pandas'} & {*sys.modules}"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_pdf_may_cost_much_more_than_any_paper_does():
    assert LIMITS.seconds >= 60 and LIMITS.letters >= 10_000_000 and LIMITS.answer > LIMITS.letters
