"""The small project for each test."""

from pathlib import Path

import pytest

from tests.unit.validation.small_project import SmallProject


@pytest.fixture
def project(tmp_path: Path) -> SmallProject:
    return SmallProject(tmp_path)
