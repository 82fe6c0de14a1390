from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from answers_made import answer

from shouhou.evaluation.answers import Answer
from shouhou.evaluation.bars import Bar
from shouhou.evaluation.contents import Measured
from shouhou.evaluation.labels import Span
from shouhou.evaluation.report import write_report

NASTY = "<script>alert(1)</script> 退|货\n*了* & `x`"
ANSWERS = [
    answer("deny", "deny", [Span("date", 0, 1)], pair="1"),
    answer("stop", "deny", pair="1", style="typo$", text=NASTY),
    answer("out_of_scope", "nlu_fallback", confidence=0.6),
]


def reported(folder: Path, answers: Sequence[Answer], bars: Sequence[Bar] = ()) -> tuple[str, str]:
    model = folder / "model.tar.gz"
    model.write_bytes(b"0" * 1_200_000)
    run = Measured(model, (Path("somewhere/held.jsonl"),), datetime(2026, 11, 23, tzinfo=timezone.utc), answers, bars)
    text, html = write_report(run, folder / "reports")
    return text.read_text(encoding="utf-8"), html.read_text(encoding="utf-8")


def test_both_reports_tell_the_figures_and_their_bars(tmp_path: Path) -> None:
    bars = [Bar("intent_accuracy", 0.9, True), Bar("model_mb", 5, False)]
    text, html = reported(tmp_path, ANSWERS, bars)
    assert "| intent right, in scope | 0.500 | at least 0.9 | MISSED |" in text
    assert "| model, MB | 1.2 | at most 5 | met |" in text
    assert '<td class="missed">MISSED</td>' in html
    for part in ("Styles", "Out of scope", "Entities", "Calibration", "Confusions", "Minimal pairs", "Worst sentences"):
        assert f"## {part}" in text
        assert f"<h2>{part}</h2>" in html
    assert "3 sentences of held.jsonl" in text


def test_what_came_into_scope_has_a_part_of_its_own(tmp_path: Path) -> None:
    newly = [answer("request_invoice", "deny", was="out_of_scope", also=["stop"], text="开票")]
    text, _ = reported(tmp_path, [*ANSWERS, *newly])
    assert "## Newly in scope" in text
    assert r"| request\_invoice | 0.000 | 1 |" in text
    assert "| sentences newly in scope | 1 |" in text
    assert r"| 开票 | request\_invoice or stop | deny 0.90, greet 0.10 |" in text


def test_pictures_stand_beside_the_markdown_and_inside_the_html(tmp_path: Path) -> None:
    text, html = reported(tmp_path, ANSWERS)
    pictures = sorted((tmp_path / "reports").glob("*.png"))
    assert [picture.name for picture in pictures] == [
        f"evaluation-{name}.png" for name in ("calibration", "confusion", "rejection", "styles")
    ]
    for picture in pictures:
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert f"]({picture.name})" in text
    assert html.count("data:image/png;base64,") == len(pictures)


def test_what_buyers_wrote_stands_in_reports_as_mere_text(tmp_path: Path) -> None:
    text, html = reported(tmp_path, ANSWERS)
    assert "<script" not in text and "<script" not in html
    assert r"| &lt;script&gt;alert(1)&lt;/script&gt; 退\|货 \*了\* &amp; \`x\` | stop | deny 0.90, greet 0.10 |" in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 退|货" in html


def test_half_a_surrogate_pair_does_not_stop_a_report(tmp_path: Path) -> None:
    text, _ = reported(tmp_path, [answer("deny", "stop", text="好\ud83d")])
    assert "好?" in text


def test_what_was_not_measured_has_no_part(tmp_path: Path) -> None:
    text, _ = reported(tmp_path, [answer("deny", "deny")])
    for part in ("Out of scope", "Entities", "Minimal pairs"):
        assert f"## {part}" not in text
    assert "0 of 1 sentences are wrong" in text
