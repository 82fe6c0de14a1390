"""The texts are read last, when the other dialogues have been said."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Move the reading of all texts behind everything else."""
    items.sort(key=lambda item: item.path.name == "test_texts.py")
