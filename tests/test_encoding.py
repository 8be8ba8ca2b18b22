"""Which encoding a file is in, and its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis import encoding

FRENCH = "Les élèves et leurs familles à l’hôpital, café, forêt, naïve, Müller, Größe, señor, “cité”\n"


def text(data: bytes, size: int | None = None) -> tuple[str, str]:
    """The text and its encoding's name; the data come in pieces of some size."""
    size = size or len(data) or 1

    def pieces():
        return (data[at : at + size] for at in range(0, len(data), size))

    name = encoding.detect(pieces)
    decoder = encoding.decoder(name)
    return "".join([*map(decoder.decode, pieces()), decoder.decode(b"", True)]), name


@pytest.mark.parametrize("size", [None, 7, 50])
@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
        ("mac-roman", "mac-roman"),
    ],
)
def test_what_databases_and_spreadsheets_write_is_known(written, name, size):
    assert text(FRENCH.encode(written), size) == (FRENCH, name)


def test_a_text_in_latin_1_may_hold_what_cp1252_does_not_have():
    assert text("caf\xe9 \x81 na\xefve".encode("latin-1")) == ("caf\xe9 \x81 na\xefve", "latin-1")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_single_bytes_of_cp1252_in_a_text_in_utf8_spoil_no_other_letter(mark):
    data = f"{mark}café naïve ".encode() + b"It\x92s"
    assert text(data) == ("café naïve It’s", encoding.MIXED)


def test_a_text_may_break_off_inside_a_letter():
    cut = "café, naïve".encode()[:-3]
    assert text(cut) == ("café, na\ufffd", "utf-8")
    assert encoding.is_broken_off(cut)
    assert text("cost: 5 €".encode()[:-1]) == ("cost: 5 \ufffd", "utf-8")
    # But a letter at the very end that is the only one is none of UTF-8.
    assert text("record,note\nr1,café".encode("cp1252")) == ("record,note\nr1,café", "cp1252")


@given(st.binary())
def test_any_bytes_at_all_are_read(data):
    found, name = text(data)
    assert name and (found or not data.strip(b"\xef\xbb\xbf\xfe\xff\0"))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff")), st.integers(1, 5))
def test_utf8_is_read_as_it_was_written_in_pieces_of_any_size(written, size):
    assert text(written.encode(), size)[0] == written
