"""What all tests share: Hypothesis without deadlines and the same cases each time; a browser, two reviews."""

import hypothesis
import pytest

from browser import Browser
from once import once

hypothesis.settings.register_profile("tamis", deadline=None, derandomize=True)
hypothesis.settings.load_profile("tamis")


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """Start a browser when a test first asks for one; its pages keep what they store to themselves."""
    with Browser(tmp_path_factory.mktemp("browser") / "profile") as browser:
        yield browser


@pytest.fixture(scope="session")
def worked(tmp_path_factory):
    """The worked example with every stage made, for reading."""
    import pipeline

    return once(tmp_path_factory, "worked", lambda folder: pipeline.make(pipeline.example(folder)))


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """The review in which something takes every way there is, with every stage made, for reading."""
    import whole_review

    from tamis.review import Review

    return Review(once(tmp_path_factory, "whole", whole_review.make))
