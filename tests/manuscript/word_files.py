"""Word documents made for tests, their runs split as Word splits them."""

import io
import zipfile

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def docx(fill) -> bytes:
    """Return a document that `fill(document)` has written."""
    document = Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def split(document, *parts, style=None):
    """Add a paragraph of so many runs."""
    paragraph = document.add_paragraph(style=style)
    for part in parts:
        paragraph.add_run(part)
    return paragraph


def xml(document, text):
    """Add a paragraph given as XML, `w:` declared."""
    paragraph = parse_xml(f"<w:p {nsdecls('w')}>{text}</w:p>")
    body = document.element.body
    body.insert(len(body) - 1, paragraph)
    return paragraph


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(data: bytes) -> list[str]:
    """Return what the paragraphs of the body say."""
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def repacked(data: bytes, change) -> bytes:
    """Return a package whose parts `change(name, content)` has changed; None leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in package.infolist():
            content = change(info.filename, package.read(info))
            if content is not None:
                new.writestr(info.filename, content)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, content)
    return out.getvalue()
