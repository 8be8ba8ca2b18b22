"""A file on its way to its entries: unpacked, decoded, with line feeds, and read as often as it is needed."""

from __future__ import annotations

import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import Any, BinaryIO

from tamis import encoding as encodings
from tamis.formats.entry import Flaw
from tamis.progress import shown

_PIECE = 1 << 16
_HEAD = 1 << 20
_ZIP = b"PK\x03\x04"
_MARK, _LOST = "\ufeff".encode(), "\ufffd".encode()
#: A letter, or the end of a line, of which more may follow.
_UNFINISHED = re.compile(rb"(?:[\xc0-\xff][\x80-\xbf]{0,2}|\r)\Z")
#: More than this no search gives; an archive that unpacks to more, or to so many times its size, is a bomb.
_MOST, MOST_TIMES, SMALL = 4 << 30, 300, 64 << 20
#: What lies in an archive and is no export.
JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)", re.I)


#: What Python raises where an archive is damaged, encrypted, or packed in a way that it does not know.
DAMAGED = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    ValueError,
    RuntimeError,  # also NotImplementedError
)


class Refused(Exception):
    """A file that is not read at all; the text says why, and what would help."""

    def __init__(self, text: str, line: int = 1) -> None:
        super().__init__(text)
        self.text = text
        self.line = line


class Content:
    """A file's content.

    Args:
        source: the file, or bytes that stand for one.
        named: headings that a person named for columns of a table, by column (`title`, `authors`, ...).

    Raises:
        Refused: it is an archive that cannot be read, or holds more than one file.
        OSError: it cannot be read.
    """

    def __init__(self, source: Path | bytes, named: Mapping[str, str] | None = None) -> None:
        self.named = dict(named or {})
        self.kept: dict[object, Any] = {}  # what a format found in it, so that it looks once; by its key
        self.task = ""  # what a whole way through the file is for, where somebody may wait for it
        self._open, self.members, self._packed = _opener(source)
        if self._packed is not None and self.start.startswith(_ZIP):  # a document in an archive
            self._open, self.members, self._packed = _opener(b"".join(self.pieces()))

    def open(self) -> BinaryIO:
        """Open the bytes: unpacked, otherwise as they are. The stream can be sought."""
        return self._open()

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes, unpacked, otherwise as they are."""
        with self.open() as stream:
            seen = 0
            try:
                pieces = iter(partial(stream.read, _PIECE), b"")
                for piece in shown(pieces, self.task, unit="pieces") if self.task else pieces:
                    seen += len(piece)
                    if self._packed is not None and seen > max(SMALL, self._packed * MOST_TIMES):
                        raise Refused("unpacks to far too much; it is not an export")
                    yield piece
            except DAMAGED as error:
                raise Refused(f"is a damaged archive ({error}); download it again") from None

    @contextmanager
    def archive(self) -> Iterator[zipfile.ZipFile]:
        """Open a file that `is_zip`, for its parts; raises `Refused` wherever a part shows to be damaged."""
        try:
            with self.open() as stream, zipfile.ZipFile(stream) as archive:
                yield archive
        except (*DAMAGED, OSError, KeyError) as error:
            reason = (str(error).splitlines() or ["it is broken"])[0]
            raise Refused(f"is damaged ({reason}); open it in its own program, and save it again") from None

    @property
    def start(self) -> bytes:
        """The first bytes, 4096 at most."""
        found = b""
        for piece in self.pieces():
            found += piece
            if len(found) >= 4096:
                break
        return found[:4096]

    @property
    def is_zip(self) -> bool:
        """Whether it is a zip file that holds the parts of one document (a workbook, a project)."""
        return bool(self.members)

    @cached_property
    def encoding(self) -> str:
        """The name of the encoding, or `zip`."""
        return "zip" if self.is_zip else encodings.detect(self.pieces)

    @cached_property
    def is_empty(self) -> bool:
        """Whether there is nothing in it but blank lines."""
        return not self.is_zip and not any(chunk.strip() for chunk in self.stretches())

    def chunks(self) -> Iterator[bytes]:
        """Yield the text as valid UTF-8, some ten thousand bytes at a time, each chunk whole lines.

        Every line ends with a line feed, whichever way it ended in the file, also the last one. Byte-order
        marks are left out, also those in the middle of files that were put together.
        """
        return map(_tidy, self._lines())

    def _lines(self) -> Iterator[bytes]:
        """Yield the text in chunks of whole lines, which end as they do in the file."""
        rest: list[bytes] = []
        for piece in self._utf8():
            cut = max(piece.rfind(b"\n"), piece.rfind(b"\r", 0, -1)) + 1
            if rest and rest[-1].endswith(b"\r") and not cut:
                cut = 1 if piece.startswith(b"\n") else 0
            if not cut:
                rest.append(piece)
                continue
            yield b"".join([*rest, piece[:cut]])
            rest = [piece[cut:]] if cut < len(piece) else []
        if last := b"".join(rest).decode("utf-8", "ignore").encode():  # it may break off inside a letter
            yield last if last.endswith((b"\n", b"\r")) else last + b"\n"

    def stretches(self) -> Iterator[bytes]:
        """Yield the text as `chunks` does, but cut anywhere outside of a letter: lines may be long."""
        rest = b""
        for piece in self._utf8():
            piece = rest + piece
            held = _UNFINISHED.search(piece, max(0, len(piece) - 3))
            rest = held[0] if held else b""
            if len(piece) > len(rest):
                yield _tidy(piece.removesuffix(rest))
        if last := rest.decode("utf-8", "ignore").encode():  # as in `chunks`
            yield _tidy(last)

    def _utf8(self) -> Iterator[bytes]:
        if self.encoding in ("utf-8", "utf-8-sig"):
            yield from self.pieces()
            return
        decoder = encodings.decoder(self.encoding)
        for piece in self.pieces():
            yield decoder.decode(piece).encode("utf-8", "replace")
        yield decoder.decode(b"", True).encode("utf-8", "replace")

    @cached_property
    def head(self) -> str:
        """The beginning of the text, about a million characters, after a line feed; empty of a zip file."""
        found, size = ["\n"], 0
        for chunk in () if self.is_zip else self.stretches():
            found.append(chunk.decode())
            size += len(chunk)
            if size >= _HEAD:
                break
        return "".join(found)

    @cached_property
    def text(self) -> str:
        """The whole text, for formats that cannot be read in parts."""
        return b"".join(self.chunks()).decode()

    def find(self, *patterns: re.Pattern[str]) -> int | None:
        """Return where the first of some patterns stands in `head`; each begins with a line feed."""
        return min((found.start() for each in patterns if (found := each.search(self.head))), default=None)

    def has(self, *patterns: re.Pattern[str]) -> bool:
        """Say whether one of some patterns is found in `head`."""
        return any(each.search(self.head) for each in patterns)

    def line(self, number: int) -> int:
        """Return where a line of `head` begins, counted from 1."""
        at = 0
        for _ in range(number - 1):
            at = self.head.find("\n", at + 1)
        return max(at, 0)

    def count(self, pattern: re.Pattern[bytes]) -> int:
        """Return how often a pattern that begins with a line feed is found in the text."""
        return sum(len(pattern.findall(b"\n" + chunk)) for chunk in self.chunks())

    def flaws(self) -> list[Flaw]:
        """Return what is wrong with the file as such: letters that could not be read, or only in some way."""
        if self.is_zip:
            return []
        found = []
        if self.encoding == encodings.MIXED:
            found += [Flaw(line, "a letter is not UTF-8, and was read as cp1252") for line in self._strays()]
        says_lost, end = self.encoding not in ("utf-8", "utf-8-sig"), b""
        for piece in self.pieces():
            # What says so, or a last letter, may be cut in two by the end of a piece.
            says_lost = says_lost or (b"\xef" in piece and _LOST in piece) or _LOST in end + piece[:2]
            end = piece[-8:] if len(piece) >= 8 else (end + piece)[-8:]
        number = 1
        for chunk in self.chunks() if says_lost else ():
            if _LOST[:1] in chunk and _LOST in chunk:
                lost = [at for at, line in enumerate(chunk.split(b"\n"), start=number) if _LOST in line]
                found += [Flaw(at, "a letter was lost: it says \ufffd") for at in lost]
            number += chunk.count(b"\n")
        if self.encoding in ("utf-8", "utf-8-sig") and encodings.is_broken_off(end):
            last = sum(chunk.count(b"\n") for chunk in self.chunks())
            found.append(Flaw(last, "the file breaks off inside a letter"))
        return found

    def _strays(self) -> Iterator[int]:
        with self.open() as stream:
            data = stream.read()
        text = data.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
        for number, line in enumerate(text.split("\n"), start=1):
            if any("\udc80" <= letter <= "\udcff" for letter in line):
                yield number


def _tidy(chunk: bytes) -> bytes:
    if b"\r" in chunk:  # to look for two letters takes Python four times as long
        first, *rest = chunk.split(b"\r")
        chunk = first + b"".join(part if part.startswith(b"\n") else b"\n" + part for part in rest)
    return chunk.replace(_MARK, b"") if _MARK[:1] in chunk else chunk


Opener = Callable[[], BinaryIO]


def _opener(source: Path | bytes) -> tuple[Opener, tuple[str, ...], int | None]:
    """Return what opens a file, the parts of a document that is a zip file, and an archive's packed size."""
    plain: Opener = (lambda: source.open("rb")) if isinstance(source, Path) else partial(io.BytesIO, source)
    with plain() as stream:
        magic = stream.read(4)
    if magic.startswith(b"\x1f\x8b"):
        size = source.stat().st_size if isinstance(source, Path) else len(source)
        # What it opens by its path it closes, too.
        return (lambda: gzip.open(source if isinstance(source, Path) else plain())), (), size  # type: ignore[return-value]
    if magic != _ZIP:
        return plain, (), None
    try:
        with plain() as stream, zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
    except (*DAMAGED, OSError) as error:
        raise Refused(f"is a damaged zip archive ({error}); download it again") from None
    if sum(info.file_size for info in infos) > _MOST:
        raise Refused("is an archive that unpacks to more than 4 GB; it is not an export")
    names = [info.filename for info in infos]
    if _is_document(names):
        return plain, tuple(names), None
    files = [info for info in infos if not info.is_dir() and not JUNK.search(info.filename)]
    if len(files) != 1:
        what = f"holds {len(files)} files, not one" if files else "holds no file"
        raise Refused(f"is a zip archive that {what}; unpack it, and keep each export as a file of its own")
    return partial(_inside, source, files[0].filename), (), files[0].compress_size


def _inside(source: Path | bytes, name: str) -> BinaryIO:
    archive = zipfile.ZipFile(source if isinstance(source, Path) else io.BytesIO(source))
    try:
        return archive.open(name)  # type: ignore[return-value]
    except DAMAGED as error:
        raise Refused(f"is a zip archive that cannot be opened ({error})") from None


def _is_document(names: list[str]) -> bool:
    return any(name.split("/")[-1] in ("[Content_Types].xml", "project.json") for name in names)
