"""Bodies: every known payload reads, and whatever is not exactly a small document is refused in one way."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shouhou.channels.wechat.documents import MAX_BODY, MAX_DEPTH, MAX_ELEMENTS, BadBody, is_storable, read_document

PAYLOADS = Path(__file__).parents[2] / "wechat" / "payloads"
FILES = sorted(path for path in PAYLOADS.iterdir() if path.name != "INDEX.json")
# Tencent's own example: it says "FromUserName": :mycreate".
MALFORMED = "real_wecom-json-decryptmsg.json"
GOOD = [path for path in FILES if path.name != MALFORMED]
BODIES = [path.read_bytes() for path in FILES]


def xml(inside: str) -> bytes:
    return f"<xml>{inside}</xml>".encode()


def nested(depth: int) -> bytes:
    """Elements one in the other, the root among them."""
    return xml("<a>" * (depth - 1) + "</a>" * (depth - 1))


def refusal(body: bytes) -> BadBody:
    with pytest.raises(BadBody) as refused:
        read_document(body)
    return refused.value


def test_every_payload_is_here_with_its_source() -> None:
    index = json.loads((PAYLOADS / "INDEX.json").read_text("utf-8"))
    assert len(FILES) == 115
    assert {entry["file"] for entry in index} == {path.name for path in FILES}
    assert all(entry["source"] for entry in index)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_every_payload_reads(path: Path) -> None:
    document = read_document(path.read_bytes())
    if path.suffix == ".json":
        expected = json.loads(path.read_text("utf-8"))
        if "MsgId" in expected:
            expected["MsgId"] = str(expected["MsgId"])
        assert document == expected
    else:
        assert {"ToUserName", "CreateTime", "MsgType"} <= document.keys()


def test_the_payload_that_is_no_json_is_refused() -> None:
    assert refusal((PAYLOADS / MALFORMED).read_bytes()).status == 400


def test_text_is_kept_to_the_letter() -> None:
    body = xml("<a>  x\ty </a><b><![CDATA[ <x>&amp;]] ]]></b><c>&lt;&#22909;</c><d><![CDATA[1]]>2<![CDATA[3]]></d>")
    assert read_document(body) == {"a": "  x\ty ", "b": " <x>&amp;]] ", "c": "<好", "d": "123"}


def test_an_empty_element_is_an_empty_text() -> None:
    assert read_document(xml("<a/><b></b><c><![CDATA[]]></c>")) == {"a": "", "b": "", "c": ""}
    assert read_document(b"<xml/>") == {} == read_document(b"<xml> \n </xml>") == read_document(b"{}")


def test_what_repeats_becomes_a_list_and_what_is_nested_a_dict() -> None:
    body = xml("<l> <i>1</i>\n<i>2</i> <i><j>3</j></i> </l><k>1</k><k/>")
    assert read_document(body) == {"l": {"i": ["1", "2", {"j": "3"}]}, "k": ["1", ""]}


def test_attributes_comments_and_the_declaration_are_passed_over() -> None:
    body = b'\n<?xml version="1.0" encoding="utf-8"?><!-- c --><xml v="1"><?p i?><a x="2">1<!-- c -->2</a></xml>\n'
    assert read_document(body) == {"a": "12"}


def test_a_byte_order_mark_and_blanks_around_are_tolerated() -> None:
    assert read_document("\ufeff \r\n<xml><a>1</a></xml>\n".encode()) == {"a": "1"}
    assert read_document('\ufeff\t{"a": "1"}\n'.encode()) == {"a": "1"}


def test_numbers_in_json_stay_exact() -> None:
    document = read_document(b'{"MsgId": 6054768590064713729, "n": {"id": 9007199254740993}, "f": 0.5, "t": true}')
    assert document == {"MsgId": "6054768590064713729", "n": {"id": 9007199254740993}, "f": 0.5, "t": True}
    assert read_document(b'{"MsgId": "007_x"}') == {"MsgId": "007_x"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"\xef\xbb\xbf",
        b"success",
        b"[]",
        b'"{}"',
        b"7",
        b"null",
        b"{",
        b"{}{}",
        b"{'a': 1}",
        b'{"a": 1,}',
        b"<",
        b"<xml>",
        b"</xml>",
        b"<xml></XML>",
        b"<XML></XML>",
        b"<html><xml/></html>",
        b"<xml/><xml/>",
        b"<xml/>text",
        b"<xml><a>1</xml></a>",
        b"<xml><a x=1/></xml>",
        b"<xml><p:a/></xml>",
        b'<xml xmlns="http://x"/>',
        b'<?xml version="1.0"?><?xml version="1.0"?><xml/>',
        b"<xml>&nbsp;</xml>",
        b"a=1&b=2",
    ],
)
def test_what_is_no_document_is_refused(body: bytes) -> None:
    assert refusal(body).status == 400


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_another_encoding_than_utf8_is_refused(encoding: str) -> None:
    assert refusal('<?xml version="1.0"?><xml><Content>你好</Content></xml>'.encode(encoding)).status == 400
    assert refusal('{"Content": "你好"}'.encode(encoding)).status == 400


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "iso-8859-1", "utf-7", "no-such"])
def test_what_a_declaration_says_of_the_encoding_changes_nothing(encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?><xml><a>+ADw-你好</a></xml>'.encode()
    assert read_document(body) == {"a": "+ADw-你好"}


@pytest.mark.parametrize("cut", [1, 2])
def test_half_a_character_is_refused(cut: int) -> None:
    assert "UTF-8" in str(refusal(b"<xml><a>" + "好".encode()[:cut] + b"</a></xml>"))


def test_text_between_elements_is_refused() -> None:
    assert "between" in str(refusal(xml("text")))
    assert "between" in str(refusal(xml("<a>text<b/></a>")))
    assert "between" in str(refusal(xml("<a/>text")))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "body",
    [
        f'<!DOCTYPE xml [<!ENTITY l0 "lol">{LAUGHS}]><xml><a>&l9;</a></xml>',
        f'<!DOCTYPE xml [<!ENTITY a "{"x" * 1000}">]><xml>{"&a;" * 1000}</xml>',
        '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><a>&a;</a></xml>',
        '<!DOCTYPE xml [<!ENTITY a PUBLIC "x" "http://127.0.0.1:1/">]><xml><a>&a;</a></xml>',
        '<!DOCTYPE xml [<!ENTITY % a SYSTEM "http://127.0.0.1:1/"> %a;]><xml/>',
        '<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/x.dtd"><xml/>',
        '<!DOCTYPE xml [<!ATTLIST a b CDATA "c">]><xml><a/></xml>',
        "<!DOCTYPE xml><xml/>",
        "<!DOCTYPE xml [",
    ],
)
def test_no_body_brings_a_dtd_or_entities(body: str) -> None:
    for text in (body, f'<?xml version="1.0"?>\n{body}', f"\ufeff{body}"):
        assert refusal(text.encode()).status == 400


def test_a_body_of_the_full_size_is_read_and_a_byte_more_is_not() -> None:
    frame = len(xml("<a></a>"))
    assert len(read_document(xml(f"<a>{'x' * (MAX_BODY - frame)}</a>"))["a"]) == MAX_BODY - frame
    for body in (xml(f"<a>{'x' * (MAX_BODY - frame + 1)}</a>"), b"{" + b" " * MAX_BODY, b"\xff" * (MAX_BODY + 1)):
        assert refusal(body).status == 413


def test_a_body_of_the_full_depth_is_read_and_no_deeper_one() -> None:
    read_document(nested(MAX_DEPTH))
    assert "deep" in str(refusal(nested(MAX_DEPTH + 1)))
    read_document(b'{"a":' * MAX_DEPTH + b"1" + b"}" * MAX_DEPTH)
    assert "deep" in str(refusal(b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1)))
    assert "deep" in str(refusal(b'{"a":' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}"))


@pytest.mark.parametrize("opening", ["<a>", "<xml>", '{"a":', "[", '{"a":['])
@pytest.mark.parametrize("start", ["", "<xml>", '{"a":'])
def test_no_depth_breaks_the_reader(opening: str, start: str) -> None:
    for times in (1_000, (MAX_BODY - 10) // len(opening)):
        assert refusal((start + opening * times).encode()).status == 400
    closed = {"<a>": "</a>", "<xml>": "</xml>", '{"a":': "}", "[": "]", '{"a":[': "]}"}[opening]
    assert refusal((opening * 3_000 + closed * 3_000).encode()).status == 400


def test_a_body_of_all_its_elements_is_read_and_one_more_is_not() -> None:
    assert len(read_document(xml("<a/>" * (MAX_ELEMENTS - 1)))["a"]) == MAX_ELEMENTS - 1
    assert "elements" in str(refusal(xml("<a/>" * MAX_ELEMENTS)))
    assert "values" in str(refusal(json.dumps({"a": [0] * (MAX_ELEMENTS - 1)}).encode()))
    read_document(json.dumps({"a": [0] * (MAX_ELEMENTS - 2)}).encode())


@pytest.mark.parametrize("name", ["ToUserName", "FromUserName", "MsgType", "MsgId", "Encrypt", "Event"])
def test_what_must_be_said_once_is_refused_when_it_is_said_twice(name: str) -> None:
    assert str(refusal(xml(f"<{name}>a</{name}><b/><{name}>a</{name}>"))) == f"{name} stands twice"
    assert "twice" in str(refusal(f'{{"{name}": "a", "b": 1, "{name}": "a"}}'.encode()))
    assert read_document(xml(f"<l><{name}>a</{name}><{name}>b</{name}></l>")) == {"l": {name: ["a", "b"]}}


def test_in_json_no_name_repeats() -> None:
    assert "twice" in str(refusal(b'{"a": {"b": 1, "b": 1}}'))
    assert "twice" in str(refusal(b'{"encrypt": "a", "\\u0065ncrypt": "b"}'))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "nan", "inf", "1" * 50_000])
def test_what_is_no_finite_number_is_refused(number: str) -> None:
    assert refusal(f'{{"a": {number}}}'.encode()).status == 400


@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800", "\\udfff", "x\\udc00\\ud800"])
def test_what_no_database_takes_is_refused_in_json(escape: str) -> None:
    for body in (f'{{"a": "{escape}"}}', f'{{"{escape}": 1}}', f'{{"a": [{{"b": "{escape}"}}]}}'):
        assert "stored" in str(refusal(body.encode()))


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert read_document(b'{"a": "\\ud83d\\ude00"}') == {"a": "😀"}


@pytest.mark.parametrize("reference", ["\x00", "\x08", "\ufffe", "&#0;", "&#xD800;", "&#x8;", "&#x110000;"])
def test_what_xml_itself_does_not_allow_is_refused(reference: str) -> None:
    assert refusal(xml(f"<a>{reference}</a>")).status == 400


def test_a_refusal_does_not_quote_the_body() -> None:
    for body in (xml("<a>secret"), b'{"secret": secret}', xml("<Encrypt>secret</Encrypt><Encrypt/>"), b"secret"):
        assert "secret" not in str(refusal(body))


def reads_or_refuses(body: bytes) -> None:
    """The whole promise: a dict that can be stored, or BadBody with one of two statuses."""
    document: Any = {}
    status = None
    try:
        document = read_document(body)
    except BadBody as error:
        status = error.status
    assert status in ((413,) if len(body) > MAX_BODY else (None, 400))
    assert isinstance(document, dict)
    assert is_storable(json.dumps(document, ensure_ascii=False, allow_nan=False))


@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf<xml><a>\xed\xa0\x80</a></xml>")
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    reads_or_refuses(body)


PIECES = st.sampled_from(
    [
        *("<xml>", "</xml>", "<a>", "</a>", "<a/>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml", "?>", "xmlns:"),
        *("<!DOCTYPE xml", "&a;", "&#0;", "&lt;", "<ToUserName>", "</ToUserName>"),
        *("{", "}", "[", "]", ":", ",", '"', '"MsgId"', '"a"', "NaN", "1e999", "-1", "null"),
        *("\\ud800", "\\u0000", " ", "\n", "\ufeff", "\x00", "好"),
    ]
)


@given(st.sampled_from(["", "<xml>", "{"]), st.lists(PIECES, max_size=30), st.sampled_from(["", "</xml>", "}"]))
def test_any_pieces_of_documents_are_read_or_refused(start: str, pieces: list[str], end: str) -> None:
    reads_or_refuses((start + "".join(pieces) + end).encode())


@st.composite
def mutated(draw: Callable[[st.SearchStrategy[Any]], Any]) -> bytes:
    """A real payload of which some stretches are cut, doubled or replaced."""
    body: bytes = draw(st.sampled_from(BODIES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(len(body), start + 40)))
        other = draw(st.one_of(st.binary(max_size=8), PIECES.map(str.encode), st.just(body[start:end] * 2)))
        body = body[:start] + other + body[end:]
    return body


@given(mutated())
def test_any_payload_that_was_tampered_with_is_read_or_refused(body: bytes) -> None:
    reads_or_refuses(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=30,
)


@given(st.dictionaries(st.text(max_size=8) | st.just("MsgId"), JSON, max_size=5))
def test_any_object_is_read_or_refused(document: dict[str, Any]) -> None:
    reads_or_refuses(json.dumps(document).encode())
