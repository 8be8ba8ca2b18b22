"""What all tests share: Hypothesis without deadlines and the same cases every time."""

import hypothesis

hypothesis.settings.register_profile("tamis", deadline=None, derandomize=True)
hypothesis.settings.load_profile("tamis")
