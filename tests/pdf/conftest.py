"""What the tests of reading PDFs share: the corpus, made once, and all of it as it was read."""

import corpus
import pytest

from once import once
from tamis.pdf.reader import read_all


@pytest.fixture(scope="session")
def pdfs(tmp_path_factory):
    """The folder of the corpus."""
    return corpus.pdfs(tmp_path_factory)


@pytest.fixture(scope="session")
def texts(tmp_path_factory, pdfs):
    """What was read of each file of the corpus, by its name."""
    paths = [pdfs / name for name in corpus.FILES]

    def read(folder):
        for _ in read_all(paths, folder):
            pass

    folder = once(tmp_path_factory, "pdf-texts", read)
    return dict(zip(corpus.FILES, read_all(paths, folder), strict=True))
