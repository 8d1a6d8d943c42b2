"""What makes a regulation unfit for use though it can be read.

Rules that were adopted stay readable for good, so this is asked of those in use, and before any are adopted.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from editorial.addresses import is_page_address
from editorial.problem import Problem
from editorial.profile import Profile
from editorial.toml_document import read_document


def check_profile(path: Path, profile: Profile) -> Iterator[Problem]:
    """Yield sections at addresses of the product's own, and a chain that asks nobody for some texts.

    path: the file that the profile was read from
    """
    for index, section in enumerate(profile.sections):
        if not is_page_address(f"/{section.slug}/"):
            where = read_document(path).at(("content", "sections", index))
            yield Problem("profile-section-taken", "fail", where, section.clause, {"slug": section.slug})
    steps = profile.approval.steps
    if steps and all(step.unless or step.when for step in steps):
        where = read_document(path).at(("approval", "steps"))
        yield Problem("profile-steps-conditional", "fail", where, steps[0].clause)
