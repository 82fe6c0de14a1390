"""Files over the widget: what they are is decided by their bytes, and they are shown to nobody but their owner."""

import gzip
import time
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from widget_world import Answer, bearer, call

from shouhou.channels.widget.script import BUILT
from shouhou.shared.file_addresses import FILE_SECONDS, signed_address
from shouhou.shared.uploads import KINDS, MAX_FILE
from tests.shop import SECRET, Buyer, Order, Shop

TAKEN = {
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 32 + b"\xff\xd9",
    "image/png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06" + b"\x00" * 35,
    "image/webp": b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 32,
    "image/gif": b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + b"\x00" * 32 + b"\x3b",
    "video/mp4": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 32,
    "application/pdf": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
}
PNG = TAKEN["image/png"]
REFUSED = {
    "nothing": b"",
    "HTML": b"<!doctype html><html><body><script>alert(1)</script></body></html>",
    "SVG": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a Windows program": b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 64,
    "a Linux program": b"\x7fELF\x02\x01\x01" + b"\x00" * 64,
    "a zip": b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + b"\x00" * 64,
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "words": "只是一段文字".encode(),
    "HTML that begins like nothing": b"\x00\x00<html>",
    "a PNG's first bytes alone": PNG[:3],
    "BMP": b"BM" + b"\x00" * 64,
    "TIFF": b"II*\x00" + b"\x00" * 64,
    "AVIF": b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1" + b"\x00" * 32,
    "QuickTime": b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  " + b"\x00" * 32,
}


def upload(buyer: Buyer, content: bytes, name: str = "a", declared: str = "application/octet-stream",
           field: str = "file") -> Answer:
    """Upload as a browser does, under any name and any declared type."""
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {declared}'
    body = head.encode() + b"\r\n\r\n" + content + f"\r\n--{mark}--\r\n".encode()
    headers = bearer(buyer.token) | {"Content-Type": f"multipart/form-data; boundary={mark}"}
    return call(buyer.shop.port, "POST", "/files", body, headers)


def uploaded(buyer: Buyer, content: bytes = PNG) -> str:
    file_id: str = upload(buyer, content).json["file_id"]
    return file_id


@pytest.mark.parametrize("kind", TAKEN)
def test_each_allowed_kind_is_known_by_its_bytes_and_comes_back_whole(shop: Shop, kind: str) -> None:
    buyer = shop.buyer(Order())
    answer = upload(buyer, TAKEN[kind], name="a.exe", declared="text/html")
    assert answer.status == 201
    assert answer.json.keys() == {"file_id", "kind", "bytes"}
    assert (answer.json["kind"], answer.json["bytes"]) == (kind, len(TAKEN[kind]))
    read = call(shop.port, "GET", f"/files/{answer.json['file_id']}", headers=bearer(buyer.token))
    assert (read.status, read.body, read.headers["content-type"]) == (200, TAKEN[kind], kind)
    assert read.headers["x-content-type-options"] == "nosniff"
    shown = "attachment" if kind == "application/pdf" else "inline"
    assert read.headers["content-disposition"].startswith(f"{shown}; filename=")
    assert read.headers["content-disposition"].endswith(f'.{KINDS[kind]}"')
    assert "sandbox" in read.headers["content-security-policy"]


def test_the_name_and_the_declared_type_of_a_file_are_believed_in_nothing(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    assert upload(buyer, PNG, name="invoice.pdf", declared="application/pdf").json["kind"] == "image/png"
    answer = upload(buyer, REFUSED["HTML"], name="photo.png", declared="image/png")
    assert answer.status == 415
    assert upload(buyer, PNG, name="../../../etc/passwd").status == 201
    assert upload(buyer, PNG, name="图片 1.png").status == 201


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_everything_else_is_refused_and_leaves_no_file(shop: Shop, content: bytes) -> None:
    before = set(shop.var.glob("uploads/*"))
    answer = upload(shop.buyer(Order()), content)
    assert answer.status == 415 and answer.json["error"]
    assert set(shop.var.glob("uploads/*")) == before


def test_ten_mebibytes_are_taken_and_one_byte_more_is_not(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    assert upload(buyer, PNG + b"\x00" * (MAX_FILE - len(PNG))).json["bytes"] == MAX_FILE
    assert upload(buyer, PNG + b"\x00" * (MAX_FILE + 1 - len(PNG))).status == 413
    assert upload(buyer, PNG + b"\x00" * (12 * 1024 * 1024)).status == 413
    assert buyer.says("我这单还能撤销几次").facts["cancellations_left"] == 3


@pytest.mark.parametrize("content_type, body", [
    ("multipart/form-data; boundary=x", b""),
    ("multipart/form-data; boundary=x", b"--x\r\n\r\n"),
    ("multipart/form-data", b"--x--"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nhi\r\n--x--\r\n'),
    ("multipart/form-data; boundary=x", b"\xff\xfe" * 50),
    ("application/json", b"{}"),
    ("image/png", PNG),
    ("", PNG),
])
def test_an_upload_without_a_file_field_is_unprocessable(shop: Shop, content_type: str, body: bytes) -> None:
    headers = bearer(shop.buyer(Order()).token) | {"Content-Type": content_type}
    answer = call(shop.port, "POST", "/files", body, headers)
    assert answer.status == 422 and answer.json["error"]


def test_a_file_in_another_field_is_not_taken(shop: Shop) -> None:
    assert upload(shop.buyer(Order()), PNG, field="picture").status == 422


def test_a_sent_file_stands_in_the_history_under_an_address_that_needs_no_token(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    assert buyer.sends_file(PNG).status == 200
    image = buyer.history()["messages"][0]["image"]
    read = call(shop.port, "GET", image)
    assert (read.status, read.body) == (200, PNG)
    assert read.headers["x-content-type-options"] == "nosniff"
    expires = int(parse_qs(urlsplit(image).query)["exp"][0])
    assert 0 < expires - time.time() <= FILE_SECONDS


def test_an_address_that_is_wrong_or_has_run_out_is_forbidden(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    file_id, other = uploaded(buyer), uploaded(buyer)
    good = signed_address(file_id, SECRET, time.time())
    assert call(shop.port, "GET", good).status == 200
    query = urlsplit(good).query
    expires, signature = (parse_qs(query)[name][0] for name in ("exp", "sig"))
    later = f"exp={int(expires) + 1}&sig={signature}"
    for bad in (
        signed_address(file_id, SECRET, time.time() - FILE_SECONDS - 1),
        signed_address(file_id, "another secret, long enough to sign addresses", time.time()),
        f"/files/{other}?{query}",
        f"/files/{file_id}?{later}",
        f"/files/{file_id}?exp={expires}&sig=",
        f"/files/{file_id}?exp={expires}",
        f"/files/{file_id}?sig={signature}",
        f"/files/{file_id}?exp=soon&sig={signature}",
        f"/files/{file_id}?exp={'9' * 5000}&sig={signature}",
        f"/files/{file_id}?exp={expires}&sig=%FF%00",
        f"/files/{file_id}?exp={expires}&sig={signature}x",
    ):
        assert call(shop.port, "GET", bad).status == 403, bad
    # A token does not mend a bad signature, and a good one opens its own file alone.
    assert call(shop.port, "GET", f"/files/{file_id}?exp=1&sig=0", headers=bearer(buyer.token)).status == 403
    assert call(shop.port, "GET", signed_address("unknown", SECRET, time.time())).status == 404


def test_another_buyers_file_is_not_there_at_all(shop: Shop) -> None:
    owner, stranger, guest = shop.buyer(Order()), shop.buyer(Order()), shop.guest()
    file_id = uploaded(owner)
    missing = call(shop.port, "GET", "/files/nothing", headers=bearer(stranger.token))
    for other in (stranger, guest):
        answer = call(shop.port, "GET", f"/files/{file_id}", headers=bearer(other.token))
        assert (answer.status, answer.body) == (404, missing.body)
        status, _ = other.call("POST", "/messages", f'{{"id": "m-1", "file_id": "{file_id}"}}'.encode())
        assert status == 404
        assert other.history()["messages"] == []
    for nothing in ("", "?exp=&sig=", "?after=1"):
        assert call(shop.port, "GET", f"/files/{file_id}{nothing}").status == 401


@pytest.mark.parametrize("path", [
    "../shouhou.db", "..%2Fshouhou.db", "%2e%2e%2fshouhou.db", "..%5Cshouhou.db", "%2Fetc%2Fpasswd", "%00", "%FF%FE",
    "a%00b", ".", "..", "%2e%2e", "x" * 300,
], ids=lambda path: path[:20])
def test_a_path_in_place_of_a_file_leads_nowhere(shop: Shop, path: str) -> None:
    buyer = shop.buyer(Order())
    answer = call(shop.port, "GET", f"/files/{path}", headers=bearer(buyer.token))
    assert answer.status == 404
    assert b"SQLite" not in answer.body and b"root:" not in answer.body


@pytest.mark.parametrize("name", [
    "..%2Fchannel.py", "../../../policy.yml", "%2e%2e%2f%2e%2e%2ftokens.py", "nothing.js", "api.py", ".", "..",
    "%00.js", "x%00.js", "%2Fetc%2Fpasswd", "index.html%00", "y" * 300 + ".js",
], ids=lambda name: name[:20])
def test_the_demo_page_gives_its_own_parts_and_nothing_else(shop: Shop, name: str) -> None:
    assert call(shop.port, "GET", f"/demo/{name}").status == 404


def test_the_demo_page_and_its_parts_run_nothing_from_elsewhere(shop: Shop) -> None:
    for path, kind in (("/demo", "text/html"), ("/demo/demo.js", "text/javascript"), ("/demo/demo.css", "text/css")):
        answer = call(shop.port, "GET", path)
        assert answer.status == 200 and answer.headers["content-type"].startswith(kind)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_script_needs_no_token_and_is_sent_small_and_once(shop: Shop) -> None:
    plain = call(shop.port, "GET", "/widget.js")
    assert plain.status == 200 and plain.headers["content-type"].startswith("text/javascript")
    assert plain.body == BUILT.read_bytes()
    zipped = call(shop.port, "GET", "/widget.js", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["content-encoding"] == "gzip" and gzip.decompress(zipped.body) == plain.body
    assert len(zipped.body) <= 40 * 1024
    again = call(shop.port, "GET", "/widget.js", headers={"If-None-Match": plain.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
