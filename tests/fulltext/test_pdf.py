"""Strangers' PDFs: facts of good ones, words for bad ones, and no harm from any."""

import pymupdf
import pytest

from tamis.pdf import worker as pdf
from tamis.pdf.worker import PdfFacts, inspect, inspect_all


@pytest.fixture
def files(tmp_path):
    """Return the paths of PDFs, good and bad, by name."""
    with pymupdf.open() as document:
        document.new_page()
        document.new_page().insert_text((72, 72), "Families after care")
        document.set_metadata({"title": "A title"})
        document.save(tmp_path / "text.pdf")
        document.save(
            tmp_path / "locked.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="u", owner_pw="o"
        )
        # May be read by anyone, printed by the owner only: what publishers send.
        document.save(tmp_path / "owned.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o")
    with pymupdf.open() as document:
        document.new_page()
        document.save(tmp_path / "scan.pdf")
    (tmp_path / "cut.pdf").write_bytes((tmp_path / "text.pdf").read_bytes()[:300])
    (tmp_path / "page.pdf").write_bytes(b"<html>You are not logged in</html>")
    (tmp_path / "empty.pdf").write_bytes(b"")
    return {path.stem: path for path in tmp_path.glob("*.pdf")} | {"absent": tmp_path / "absent.pdf"}


def test_facts_of_good_and_bad_files_from_one_process(files):
    names = ["text", "cut", "locked", "owned", "page", "scan", "empty", "absent"]
    none = PdfFacts(problem="is not a PDF")
    assert dict(zip(names, inspect_all([files[name] for name in names], 60), strict=True)) == {
        "text": PdfFacts(pages=2, has_text=True, title="A title"),
        "cut": PdfFacts(problem="cannot be opened: it is broken"),
        "locked": PdfFacts(encrypted=True),
        "owned": PdfFacts(pages=2, has_text=True, title="A title"),
        "page": none,
        "scan": PdfFacts(pages=1, has_text=False),
        "empty": none,
        "absent": PdfFacts(problem="there is no such file"),
    }


def test_a_file_that_takes_too_long_costs_itself_only(files, monkeypatch):
    ask = pdf._Reader.ask

    def slow_on_scans(reader, path, seconds):
        return ask(reader, path, 0 if path.stem == "scan" else seconds)

    monkeypatch.setattr(pdf._Reader, "ask", slow_on_scans)
    slow, good = inspect_all([files["scan"], files["text"]], 60)
    assert slow.problem == "took more than 0 seconds to open"
    assert good.pages == 2


def test_a_file_that_makes_the_reader_fall_costs_itself_only(files, monkeypatch):
    ask = pdf._Reader.ask

    def falls_on_scans(reader, path, seconds):
        if path.stem == "scan":
            reader._process.kill()
        return ask(reader, path, seconds)

    monkeypatch.setattr(pdf._Reader, "ask", falls_on_scans)
    fallen, good = inspect_all([files["scan"], files["text"]], 60)
    assert fallen.problem == "cannot be opened: it makes the reader fall over"
    assert good.pages == 2


def test_a_reader_that_does_not_start_is_not_the_files_fault(files, monkeypatch):
    monkeypatch.setattr(pdf.sys, "executable", "false")
    assert [facts.problem for facts in inspect_all([files["text"], files["scan"]], 60)] == [
        "could not be opened: the process that reads PDFs does not start"
    ] * 2


def test_one_file_alone(files):
    assert inspect(files["text"], 60).pages == 2
