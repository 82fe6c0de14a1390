"""Where the benchmark keeps its things."""

from shouhou.settings import HOME

WORK = HOME / "var" / "bench"  # models, databases and logs of the bots measured; may be removed at any time
REPORT = HOME / "var" / "reports" / "bench.md"
STOCK_FILES = HOME / "bench" / "stock"

__all__ = ["HOME", "REPORT", "STOCK_FILES", "WORK"]
