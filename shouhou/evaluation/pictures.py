"""The pictures of a report, as PNG. Only names of intents and styles stand in them, so no Chinese font is needed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Optional

from shouhou.evaluation.answers import FALLBACK, OUT_OF_SCOPE
from shouhou.evaluation.calibration import BINS, Bin
from shouhou.evaluation.scores import Answers, confusions, rejection_curve

_MANY = 60  # intents in one picture
_INK, _BLUE, _GREY, _RED = "#333333", "#3572b0", "#c9d3de", "#b5443c"
_LOOK = {
    "font.size": 9,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": "#999999",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _INK,
    "ytick.color": _INK,
}


def bars_picture(shares: Sequence[tuple[str, float, int]]) -> bytes:
    """Shares with their names and the number of sentences behind each, as lying bars."""
    with _drawing(6.5, 0.6 + 0.27 * len(shares)) as (figure, axes):
        names = [f"{_plain(name)} ({count})" for name, _, count in shares]
        values = [share for _, share, _ in shares]
        axes.barh(names, values, color=_BLUE, height=0.65)
        for place, value in enumerate(values):
            axes.text(value + 0.008, place, f"{value:.3f}", va="center")
        axes.set_xlim(0, 1.1)
        axes.invert_yaxis()
        axes.tick_params(left=False)
        return _png(figure)


def reliability_picture(bins: Sequence[Bin]) -> bytes:
    """Above: how often a confidence was right, beside the line where both agree. Below: how many answers had it."""
    with _drawing(5, 5.5, ratios=[3, 1]) as (figure, (above, below)):
        above.plot([0, 1], [0, 1], color=_GREY, linewidth=1.2, label="perfect")
        above.plot([b.confidence for b in bins], [b.right for b in bins], "o-", color=_BLUE, label="model")
        above.set(xlim=(0, 1), ylim=(0, 1.02), ylabel="share right")
        above.legend(frameon=False, loc="upper left")
        below.bar([b.low + 0.5 / BINS for b in bins], [b.count for b in bins], width=0.9 / BINS, color=_GREY)
        below.set(xlim=(0, 1), xlabel="confidence", ylabel="answers")
        return _png(figure)


def rejection_picture(inside: Answers, outside: Answers, shipped: tuple[float, float]) -> bytes:
    """Out-of-scope recall against false fallback as the margin grows; `shipped` is (false fallback, recall)."""
    with _drawing(5, 3.8) as (figure, axes):
        curve = rejection_curve(inside, outside)
        false, recall = zip(*curve, strict=True)
        axes.plot(false, recall, color=_BLUE, label="margin from 0 to 1")
        axes.plot(*shipped, "o", color=_RED, label="as shipped")
        axes.axvline(0.04, color=_GREY, linewidth=1)
        axes.set(xlim=(0, 0.25), ylim=(0.5, 1.01), xlabel="false fallback in scope", ylabel="out-of-scope recall")
        axes.legend(frameon=False, loc="lower right")
        return _png(figure)


def confusion_picture(answers: Answers) -> bytes:
    """Rows: what was wanted; columns: what was answered; shaded by the share of the row, empty where nothing fell.

    Intents that were never taken for another, nor another for them, are left out where there are many.
    """
    counts = confusions(answers)
    columns = sorted({name for pair in counts for name in pair}, key=_last_the_rejected)
    if len(columns) > _MANY:
        mixed = {name for pair in counts if pair[0] != pair[1] for name in pair}
        columns = [name for name in columns if name in mixed] or columns[:_MANY]
    rows = [name for name in columns if name != FALLBACK]  # nobody wants a fallback
    totals = {wanted: sum(counts[wanted, got] for got in columns) for wanted in rows}
    shares = [[counts[wanted, got] / (totals[wanted] or 1) for got in columns] for wanted in rows]
    size = 2.8 + 0.27 * len(columns)
    with _drawing(size, size) as (figure, axes):
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        for y, wanted in enumerate(rows):
            for x, got in enumerate(columns):
                if count := counts[wanted, got]:
                    colour = "white" if shares[y][x] > 0.5 else _INK if wanted == got else _RED
                    axes.text(x, y, str(count), ha="center", va="center", fontsize=7, color=colour)
        axes.set_xticks(range(len(columns)), [_plain(name) for name in columns], rotation=90)
        axes.set_yticks(range(len(rows)), [_plain(name) for name in rows])
        axes.set(xlabel="answered", ylabel="wanted")
        return _png(figure)


def _last_the_rejected(name: str) -> tuple[int, str]:
    return (OUT_OF_SCOPE, FALLBACK).index(name) + 1 if name in (OUT_OF_SCOPE, FALLBACK) else 0, name


def _plain(name: str) -> str:
    """A name as the font can draw it; a dollar sign would begin a formula."""
    return name.encode("ascii", "replace").decode().replace("$", r"\$")


@contextmanager
def _drawing(width: float, height: float, ratios: Optional[list[int]] = None) -> Iterator[tuple[Any, Any]]:
    """A figure of so many inches and its axes; of several, one below the other, where heights are given.

    Without pyplot, which keeps figures and looks for a screen.
    """
    # Loading it takes a second that the other commands need not wait for.
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_LOOK):
        figure = Figure(figsize=(width, height), dpi=130, facecolor="white")
        FigureCanvasAgg(figure)
        yield figure, figure.subplots(len(ratios or [1]), gridspec_kw={"height_ratios": ratios} if ratios else None)


def _png(figure: Any) -> bytes:
    file = BytesIO()
    figure.savefig(file, format="png", bbox_inches="tight")
    return file.getvalue()
