"""The long forms of properties: `make soak` runs them, `make test` reports them as not run."""

import os

import pytest

LONG = [
    pytest.mark.soak,
    pytest.mark.skipif(not os.environ.get("JIUYE_SOAK"), reason="the long form: make soak"),
]
