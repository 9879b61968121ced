"""The examples in the docstrings hold."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import shk_xl

MODULES = [module.name for module in pkgutil.walk_packages(shk_xl.__path__, "shk_xl.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    result = doctest.testmod(import_module(name))
    assert result.failed == 0


def test_there_are_examples_at_all() -> None:
    domain = [name for name in MODULES if name.startswith("shk_xl.domain.")]
    assert sum(doctest.testmod(import_module(name)).attempted for name in domain) > 10
