"""Sites that are built once for all tests that only read them."""

from tests.site_fixture import real, small, trial

__all__ = ["real", "small", "trial"]
