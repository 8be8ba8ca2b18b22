"""A reader of samples."""

from pathlib import Path

import pytest

from tamis.errors import Problems
from tamis.formats.reading import Reading, read_export

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def read(tmp_path):
    """Read a sample by its name, or a text or bytes as a file without a telling name."""

    def reading(source: str | bytes) -> Reading:
        path = SAMPLES / source if isinstance(source, str) and "\n" not in source else tmp_path / "export"
        if path.parent == tmp_path:
            path.write_bytes(source.encode() if isinstance(source, str) else source)
        problems = Problems()
        found = read_export(path, path.name, problems)
        assert found, list(problems)
        return found

    return reading
