"""What all tests share: Hypothesis without deadlines and the same cases every time, and one browser."""

import hypothesis
import pytest

from browser import Browser

hypothesis.settings.register_profile("tamis", deadline=None, derandomize=True)
hypothesis.settings.load_profile("tamis")


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """Start a browser when a test first asks for one; its pages keep what they store to themselves."""
    with Browser(tmp_path_factory.mktemp("browser") / "profile") as browser:
        yield browser
