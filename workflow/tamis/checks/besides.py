"""What lies beside manuscripts and is none: passed over, with a warning."""

from __future__ import annotations

from tamis.review import Review, written

#: What people keep beside a manuscript.
BESIDE = (".txt", ".pdf", ".csv", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".tif", ".tiff", ".webp")


def warnings(review: Review) -> list[str]:
    """Return one line for each file in `records/manuscript/` that no one takes for a manuscript."""
    return [
        f"{review.place(path)}: is passed over; a manuscript is a .docx or a .md file"
        for path in written(review.records / "manuscript")
        if path.suffix.casefold() in BESIDE
    ]
