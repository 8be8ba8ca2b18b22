"""A file's way to its text: archives, encodings, ends of lines, and the borders of pieces it is read in."""

import gzip
import io
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.errors import Problems
from tamis.formats import content as contents
from tamis.formats import medline, ris, wos
from tamis.formats.content import Content, Refused
from tamis.formats.entry import Raw, Stray
from tamis.formats.reading import read_export

TEXT = (
    "TY  - JOUR\nAU  - Müller, José\nTI  - Größe – ein Maß\nAB  - Übung macht\nden Meister, ER sagt es\n"
    "ER  - \n\nTY  - JOUR\nTI  - Zwei\nER  - \n"
)


def titles(reading):
    return [(entry.line, entry.title) for entry in reading.entries]


# --- encodings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_and_line_ends_change_nothing_and_the_encoding_is_told(read, ending, encoding, named):
    reading = read(TEXT.replace("\n", ending).encode(encoding))
    assert titles(reading) == [(1, "Größe – ein Maß"), (8, "Zwei")]
    assert reading.entries[0].authors == "Müller, José"
    assert reading.entries[0].abstract == "Übung macht den Meister, ER sagt es"
    assert (reading.encoding, reading.markers, reading.flaws) == (named, 2, ())


def test_utf16_with_a_mark_of_big_end_first(read):
    reading = read(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert titles(reading) == [(1, "Größe – ein Maß"), (8, "Zwei")]


def test_mac_roman(read):
    text = "TY  - JOUR\rAU  - Müller, José\rTI  - Größe, naïve Façade\rER  - \r"
    reading = read(text.encode("mac-roman"))
    assert (reading.encoding, reading.entries[0].title) == ("mac-roman", "Größe, naïve Façade")


def test_latin1_with_a_letter_that_cp1252_lacks(read):
    reading = read("TY  - JOUR\nTI  - Größe\x81\nAU  - Müller, José\nER  - \n".encode("latin-1"))
    assert reading.encoding == "latin-1"
    assert (reading.entries[0].title, reading.entries[0].authors) == ("Größe\x81", "Müller, José")


def test_letters_of_cp1252_within_utf8_are_read_and_told_line_by_line(read):
    text = "TY  - JOUR\r\nTI  - Müller, Größe, naïve\r\nAB  - it\x80s\r\nN1  - \x81\r\nER  - \r\n"
    reading = read(text.encode().replace(b"\xc2\x80", b"\x92").replace(b"\xc2\x81", b"\x93"))
    assert reading.entries[0].title == "Müller, Größe, naïve"
    assert reading.entries[0].abstract == "it’s"
    assert [flaw.line for flaw in reading.flaws] == [3, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_letter_that_was_lost_before_is_told_with_its_line(read, encoding):
    text = "TY  - JOUR\r\nTI  - M\ufffdller\r\nAB  - a\rb \ufffd\ufffd\r\nER  - \r\n"
    reading = read(text.encode(encoding))
    assert [flaw.line for flaw in reading.flaws] == [2, 4]
    assert all("a letter was lost" in flaw.text for flaw in reading.flaws)


def test_marks_of_files_that_were_put_together_are_left_out(read):
    reading = read("\ufeffTY  - JOUR\nTI  - A\nER  - \n\ufeffTY  - JOUR\nTI  - \ufeffB\nER  - \n")
    assert titles(reading) == [(1, "A"), (4, "B")]
    assert (reading.markers, reading.flaws, reading.strays) == (2, (), ())


def test_utf16_that_breaks_off_inside_a_letter_is_told(read):
    reading = read(TEXT.encode("utf-16")[:-1])
    assert titles(reading) == [(1, "Größe – ein Maß"), (8, "Zwei")]
    assert [flaw.line for flaw in reading.flaws] == [10]


def test_a_file_that_breaks_off_inside_a_letter_keeps_the_others(read):
    reading = read("TY  - JOUR\nTI  - Größe\nER  - \nTY  - JOUR\nTI  - Maß".encode()[:-1])
    assert [entry.title for entry in reading.entries] == ["Größe", "Ma"]
    assert [flaw.line for flaw in reading.flaws] == [4, 5]


# --- ends of lines -------------------------------------------------------------------------------


def test_ends_of_lines_of_every_kind_in_one_file(read):
    reading = read("TY  - JOUR\r\nTI  - A\rAB  - one\ntwo\r\rthree\r\nER  - \n\rTY  - JOUR\nTI  - B\rER  - ")
    assert [(entry.line, entry.title, entry.abstract) for entry in reading.entries] == [
        (1, "A", "one two three"),
        (9, "B", ""),
    ]
    assert (reading.markers, reading.flaws) == (2, ())


def test_other_signs_that_part_lines_elsewhere_are_text(read):
    reading = read("TY  - JOUR\nTI  - A\x0bTY  - B\x0cER  - \x85\u2028TY  - C\nER  - \n")
    assert titles(reading) == [(1, "A TY - B ER - TY - C")]
    assert (reading.markers, reading.flaws, reading.strays) == (1, (), ())


# --- the borders of pieces -----------------------------------------------------------------------

SAMPLES = {
    ris: (
        "Provider: é\nTY  - JOUR\nTI  - Größe 漢字 😀\nAB  - one\rtwo\nER visits\nER  - \n\n"
        "\ufeffTY  - JOUR\nTI  - B \ufffd\n\nKW  - é\nKW  - e\nER\nTY  - JOUR\nTI  - no end\n"
        "TY  - JOUR\nTY  - BOOK\nTY  - CHAP\nKW  - é\nTY  - JOUR\nER  - \n"
    ),
    medline: "\nPMID- 1\nTI  - Größe\n      漢字 😀\nAB  - one\rtwo\n\nPMID- 2\nPMID- 3\nTI  - C\nbroken\n",
    wos: "FN W\nVR 1\nPT J\nTI Größe\n   漢字 😀\nER\n\n\ufeffPT J\nTI B\nAB x\ny\nEF\nPT J\nTI C\nER\n\nEF",
}
NEIGHBOURS = ["\n", "\r\n", "\r"]


def found(format, data):
    """Return all that a format finds in bytes, in a form that can be compared, and what is wrong there."""
    content = Content(data)
    entries = []
    for one in format.scan(content):
        if isinstance(one, Raw):
            entries.append((one.line, one.tags, one.values, list(one.lines), list(one.flaws)))
        else:
            assert isinstance(one, Stray)
            entries.append(one)
    return (
        content.encoding,
        format.recognise(content),
        entries,
        format.count_markers(content),
        content.flaws(),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("ending", NEIGHBOURS)
@pytest.mark.parametrize("format", SAMPLES)
def test_wherever_a_piece_ends_the_same_is_found(monkeypatch, format, ending, encoding):
    data = SAMPLES[format].replace("\n", ending).encode(encoding)
    whole = found(format, data)
    assert len(whole[2]) >= 3
    for size in range(1, 14):
        monkeypatch.setattr(contents, "_PIECE", size)
        assert found(format, data) == whole


@settings(deadline=None)
@given(st.data())
def test_wherever_pieces_of_any_bytes_end_the_same_is_found(data):
    format = data.draw(st.sampled_from(list(SAMPLES)))
    words = st.sampled_from(
        [
            *(b"TY  - JOUR", b"ER  - ", b"TI  - \xc3\xa9", b"\r", b"\n", b"\r\n", b"PMID- 1", b"PT J", b"ER"),
            *(
                b"\xef\xbb\xbf",
                b"\xef\xbf\xbd",
                b"\xe4",
                b"\x92s",
                b"\xf0\x9f\x98\x80",
                b"  ",
                b"x",
                b"\x8ea",
            ),
        ]
    )
    text = b"PMID- 1\n" + b"".join(data.draw(st.lists(words, max_size=20)))
    size = data.draw(st.integers(1, 9))
    whole = found(format, text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contents, "_PIECE", size)
        assert found(format, text) == whole


@given(st.text(st.sampled_from("ab\r\n\ufeffé漢😀")), st.integers(1, 7))
def test_chunks_and_stretches_are_the_text_with_line_feeds(text, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contents, "_PIECE", size)
        content = Content(text.encode())
        # A mark between a return and its line feed parts them.
        expected = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
        chunks = list(content.chunks())
        assert all(chunk.endswith(b"\n") for chunk in chunks)
        joined = b"".join(chunks).decode()
        assert joined in (expected, expected + "\n")
        assert b"".join(content.stretches()).decode().rstrip("\n") == expected.rstrip("\n")


# --- archives ------------------------------------------------------------------------------------


def zipped(**files):
    """Return a zip archive of some files, by their names (two underscores for a full stop)."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return held.getvalue()


def refused(tmp_path, data):
    """Return what a person is told of a file that is refused."""
    path = tmp_path / "export"
    path.write_bytes(data)
    problems = Problems()
    assert read_export(path, "export", problems) is None
    (problem,) = problems
    return str(problem)


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped(search__ris=data)])
def test_an_archive_with_one_export_is_read(read, pack):
    reading = read(pack(TEXT.encode("utf-16")))
    assert titles(reading) == [(1, "Größe – ein Maß"), (8, "Zwei")]
    assert (reading.encoding, reading.markers, reading.flaws) == ("utf-16", 2, ())


def test_gzip_of_several_parts_is_one_text(read):
    cut = len(TEXT.encode()) // 2
    data = gzip.compress(TEXT.encode()[:cut]) + gzip.compress(TEXT.encode()[cut:])
    assert titles(read(data)) == [(1, "Größe – ein Maß"), (8, "Zwei")]


def test_what_systems_put_beside_an_export_in_an_archive_is_no_export(read):
    junk = {
        "__MACOSX/._search.ris": b"\x00\x05",
        ".DS_Store": b"\x00",
        "Thumbs.db": b"\x00",
        "desktop.ini": b"",
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.mkdir("folder")
        for name, data in junk.items():
            archive.writestr(name, data)
        archive.writestr("folder/search.ris", TEXT.encode())
    assert titles(read(held.getvalue())) == [(1, "Größe – ein Maß"), (8, "Zwei")]


def test_an_archive_of_several_exports_is_refused_and_says_so(tmp_path):
    told = refused(tmp_path, zipped(one__ris=TEXT, two__ris=TEXT))
    assert "holds 2 files, not one; unpack it, and keep each export as a file of its own" in told


def test_an_archive_of_nothing_is_refused_and_says_so(tmp_path):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.mkdir("folder")
    assert "is a zip archive that holds no file" in refused(tmp_path, held.getvalue())


def test_an_archive_of_what_is_no_export_is_refused_and_says_so(tmp_path):
    assert "it looks like a PDF" in refused(tmp_path, gzip.compress(b"%PDF-1.7\n"))


@pytest.mark.parametrize("cut", [5, 30, 60])
def test_a_damaged_gzip_is_refused_and_says_so(tmp_path, cut):
    assert "is a damaged archive" in refused(tmp_path, gzip.compress(TEXT.encode())[:-cut])


def test_gzip_whose_sum_does_not_agree_is_refused(tmp_path):
    data = bytearray(gzip.compress(TEXT.encode()))
    data[-8] ^= 0xFF
    assert "is a damaged archive" in refused(tmp_path, bytes(data))


@pytest.mark.parametrize("at", [-10, 45])
def test_a_damaged_zip_is_refused_and_says_so(tmp_path, at):
    data = bytearray(zipped(search__ris=TEXT * 20))
    if at < 0:
        del data[at:]
    else:
        data[at] ^= 0xFF
    told = refused(tmp_path, bytes(data))
    assert "damaged" in told and "download it again" in told


def test_an_encrypted_zip_is_refused_and_says_so(tmp_path):
    data = bytearray(zipped(search__ris=TEXT))
    data[6] |= 1  # the mark of an encrypted file, before the file and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    told = refused(tmp_path, bytes(data))
    assert "is a zip archive that cannot be opened" in told and "encrypted" in told


def bomb(pack):
    """Return an archive that unpacks to 100 MB of zeros, a thousand times its size."""
    held = io.BytesIO()
    zeros = b"\0" * (1 << 20)
    if pack == "gzip":
        packer = zlib.compressobj(9, wbits=31)
        for _ in range(100):
            held.write(packer.compress(zeros))
        held.write(packer.flush())
    else:
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.ris", "w") as file:
            for _ in range(100):
                file.write(zeros)
    return held.getvalue()


@pytest.fixture(scope="module", params=["gzip", "zip"])
def packed_bomb(request):
    return bomb(request.param)


def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path, packed_bomb):
    assert len(packed_bomb) < 2 << 20
    tracemalloc.start()
    try:
        told = refused(tmp_path, packed_bomb)
        assert tracemalloc.get_traced_memory()[1] < 50 << 20
    finally:
        tracemalloc.stop()
    assert "unpacks to far too much" in told


def test_a_zip_that_says_it_unpacks_to_more_than_4_gb_is_refused_unread():
    data = bytearray(zipped(a__ris=b"x" * 100, b__ris=b"y" * 100))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 24 : at + 28] = (0xF0000000).to_bytes(4, "little")
    with pytest.raises(Refused, match="more than 4 GB"):
        Content(bytes(data))


def test_blank_lines_and_marks_alone_are_an_empty_file(read):
    for data in (b"", b"\n\r\n \t\n", b"\xef\xbb\xbf", b"\xff\xfe\n\x00", gzip.compress(b"\n")):
        reading = read(data)
        assert (reading.format, reading.entries, reading.markers) == ("", (), 0)
        assert [flaw.text for flaw in reading.flaws] == ["the file is empty"]
