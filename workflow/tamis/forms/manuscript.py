"""A manuscript to begin with, in Word or Markdown: in PRISMA's order, with names where numbers belong."""

from __future__ import annotations

from tamis.config import Config
from tamis.forms.sheet.form import Asked, Filled, Form
from tamis.review import Review

_SAID = (
    "a manuscript in the order of PRISMA 2020; what stands in [square brackets] is for you to write, and "
    "what stands in double braces is filled in by `tamis run`; records/README.md lists the names for it"
)


def fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return the template as a Word document or as Markdown."""
    from tamis.manuscript import source, template

    text = template.markdown()
    place = review.root / source.FOLDER / f"{template.STEM}.{asked.output}"
    content = text.encode() if asked.output == "md" else template.word(text)
    return Filled(place, content, _SAID)


FORM = Form(
    doc="a manuscript to begin with, in PRISMA's order, with names where numbers belong",
    fill=fill,
    outputs=("docx", "md"),
    personal=False,
    says=True,
)
