"""Signatures and ciphertexts: Tencent's own examples open and seal to the byte, and nothing else opens at all."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher as BlockCipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from hypothesis import given
from hypothesis import strategies as st

from shouhou.channels.wechat.crypto import BadPush, Cipher, signature_holds, signature_of
from shouhou.channels.wechat.decode import envelope_of
from shouhou.channels.wechat.documents import read_document

SAMPLES = Path(__file__).parents[2] / "wechat"
VECTORS: list[dict[str, Any]] = json.loads((SAMPLES / "vectors.json").read_text("utf-8"))
TOKEN = "a-token"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
RECEIVER = "wx2c2769f8efd9abc2"
TIME, NONCE = "1409735669", "1320562132"
CIPHER = Cipher(TOKEN, KEY, RECEIVER)
RANDOM = b"aaaabbbbccccdddd"
TEXT = "<xml><Content>你好, a secret word</Content></xml>"
AES_KEY = base64.b64decode(KEY + "=")


def of_kind(kind: str) -> list[Any]:
    return [pytest.param(vector, id=vector["id"]) for vector in VECTORS if vector["kind"] == kind]


def cipher_of(vector: dict[str, Any]) -> Cipher:
    return Cipher(vector["token"], vector["encoding_aes_key"], vector["receive_id"])


def plain_of(key: str, encrypt: str) -> bytes:
    """What the bare cipher gives, head and padding and all."""
    aes_key = base64.b64decode(key + "=")
    decryptor = BlockCipher(AES(aes_key), CBC(aes_key[:16])).decryptor()
    return decryptor.update(base64.b64decode(encrypt)) + decryptor.finalize()


def encrypted(plain: bytes) -> str:
    """What the bare cipher makes of any blocks."""
    encryptor = BlockCipher(AES(AES_KEY), CBC(AES_KEY[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def padded(content: bytes) -> bytes:
    pad = 32 - len(content) % 32
    return content + bytes([pad]) * pad


def content_of(message: bytes, receiver: bytes = RECEIVER.encode()) -> bytes:
    return RANDOM + len(message).to_bytes(4, "big") + message + receiver


def open_signed(encrypt: str, cipher: Cipher = CIPHER) -> str:
    """As somebody would ask who knows the token and not the key."""
    return cipher.open(encrypt, signature_of(TOKEN, TIME, NONCE, encrypt), TIME, NONCE)


def test_all_the_examples_are_here() -> None:
    assert len(VECTORS) == 21
    assert {vector["kind"] for vector in VECTORS} == {"plain_signature", "decrypt", "encrypt"}


@pytest.mark.parametrize("vector", of_kind("plain_signature"))
def test_a_plain_signature_is_the_examples(vector: dict[str, Any]) -> None:
    parts = (vector["token"], vector["timestamp"], vector["nonce"])
    assert signature_of(*parts) == vector["signature"]
    assert signature_holds(vector["signature"], *parts)
    assert not signature_holds(vector["signature"], *parts, "a ciphertext")


@pytest.mark.parametrize("vector", of_kind("decrypt"))
def test_a_push_opens_to_what_the_example_says(vector: dict[str, Any]) -> None:
    text = cipher_of(vector).open(vector["encrypt"], vector["msg_signature"], vector["timestamp"], vector["nonce"])
    assert text == vector.get("expected", text)
    assert vector.get("expected_contains", "") in text
    assert len(text.encode()) == vector.get("msg_len", len(text.encode()))
    if "body" in vector:
        envelope = envelope_of(read_document(vector["body"].encode()))
        assert envelope is not None and envelope[1] == vector["encrypt"]
    if vector.get("is_echostr"):
        assert text.isdigit()


@pytest.mark.parametrize("vector", of_kind("decrypt"))
def test_what_was_opened_seals_again_to_the_same_bytes(vector: dict[str, Any]) -> None:
    cipher = cipher_of(vector)
    text = cipher.open(vector["encrypt"], vector["msg_signature"], vector["timestamp"], vector["nonce"])
    plain = plain_of(vector["encoding_aes_key"], vector["encrypt"])
    assert plain[:16].decode("latin-1") == vector.get("random16", plain[:16].decode("latin-1"))
    envelope = cipher.seal(text, vector["timestamp"], vector["nonce"], plain[:16])
    assert (envelope.encrypt, envelope.signature) == (vector["encrypt"], vector["msg_signature"])


@pytest.mark.parametrize("vector", of_kind("encrypt"))
def test_an_answer_seals_to_the_examples_bytes_and_opens_again(vector: dict[str, Any]) -> None:
    cipher = cipher_of(vector)
    timestamp, nonce = vector.get("timestamp", TIME), vector.get("nonce", NONCE)
    envelope = cipher.seal(vector["plaintext"], timestamp, nonce, vector["random16"].encode())
    assert envelope.encrypt == vector["encrypt"]
    assert envelope.signature == vector.get("msg_signature", envelope.signature)
    assert cipher.open(envelope.encrypt, envelope.signature, timestamp, nonce) == vector["plaintext"]


@pytest.mark.parametrize("path", sorted((SAMPLES / "payloads").glob("real_*")), ids=lambda path: path.name)
def test_the_payloads_that_were_decrypted_are_what_the_examples_hold(path: Path) -> None:
    vector = next((vector for vector in VECTORS if vector["id"] == path.stem.removeprefix("real_")), None)
    if vector is None:
        assert path.stem.startswith(("real_miniapp_", "real_oa_"))  # seen in the clear
        return
    text = cipher_of(vector).open(vector["encrypt"], vector["msg_signature"], vector["timestamp"], vector["nonce"])
    assert text == path.read_text("utf-8")


def test_a_signature_is_of_the_sorted_parts_whatever_their_order() -> None:
    assert signature_of("b", "a", "c") == signature_of("c", "b", "a") == hashlib.sha1(b"abc").hexdigest()


@pytest.mark.parametrize("signature", ["", "é", "\ud800", "\x00", "签名", "0" * 40, signature_of("a").upper()])
def test_what_is_no_signature_merely_does_not_hold(signature: str) -> None:
    assert not signature_holds(signature, "a")


def test_parts_may_hold_anything() -> None:
    parts = ("é", "\ud800", "签名")
    assert signature_holds(signature_of(*parts), *parts)


@given(st.text(), st.lists(st.text(), max_size=4))
def test_no_signature_and_no_parts_make_the_check_raise(signature: str, parts: list[str]) -> None:
    assert signature_holds(signature, *parts) == (signature == signature_of(*parts))


@pytest.mark.parametrize("part", range(4))
def test_a_push_of_which_anything_signed_has_changed_does_not_open(part: int) -> None:
    envelope = CIPHER.seal(TEXT, TIME, NONCE)
    said = [envelope.encrypt, envelope.signature, TIME, NONCE]
    said[part] = said[part][:-1] + ("1" if said[part][-1] != "1" else "2")
    with pytest.raises(BadPush, match="signature"):
        CIPHER.open(*said)


def test_the_plain_signature_of_safe_mode_does_not_open_a_push() -> None:
    encrypt = CIPHER.seal(TEXT, TIME, NONCE).encrypt
    with pytest.raises(BadPush, match="signature"):
        CIPHER.open(encrypt, signature_of(TOKEN, TIME, NONCE), TIME, NONCE)


def test_another_token_does_not_open_a_push() -> None:
    envelope = Cipher("b-token", KEY, RECEIVER).seal(TEXT, TIME, NONCE)
    with pytest.raises(BadPush, match="signature"):
        CIPHER.open(envelope.encrypt, envelope.signature, TIME, NONCE)


def test_nothing_is_decrypted_before_the_signature_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    decrypted: list[str] = []
    monkeypatch.setattr(Cipher, "_decrypt", lambda self, encrypt: decrypted.append(encrypt))
    with pytest.raises(BadPush, match="signature"):
        CIPHER.open("AAAA", "0" * 40, TIME, NONCE)
    assert decrypted == []


def test_every_byte_of_the_ciphertext_is_signed() -> None:
    envelope = CIPHER.seal(TEXT, TIME, NONCE)
    sealed = base64.b64decode(envelope.encrypt)
    for place in range(len(sealed)):
        tampered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(BadPush, match="signature"):
            CIPHER.open(base64.b64encode(tampered).decode(), envelope.signature, TIME, NONCE)


def assert_does_not_open(encrypt: str, cipher: Cipher = CIPHER) -> None:
    """Signed, and still refused: in the one way in which whatever does not open is refused, saying nothing more."""
    with pytest.raises(BadPush) as refused:
        open_signed(encrypt, cipher)
    assert type(refused.value) is BadPush and refused.value.args == ("the ciphertext does not open",)
    assert refused.value.__cause__ is None and refused.value.__context__ is None


def test_the_tests_own_ciphertexts_open_when_nothing_is_wrong_with_them() -> None:
    assert open_signed(encrypted(padded(content_of(TEXT.encode())))) == TEXT
    assert open_signed(encrypted(padded(content_of(b"")))) == ""


def test_a_ciphertext_cut_off_anywhere_does_not_open() -> None:
    encrypt = CIPHER.seal(TEXT, TIME, NONCE, RANDOM).encrypt
    sealed = base64.b64decode(encrypt)
    for length in range(len(sealed)):
        assert_does_not_open(base64.b64encode(sealed[:length]).decode())
    for length in range(len(encrypt)):
        assert_does_not_open(encrypt[:length])


@pytest.mark.parametrize("pad", range(1, 33))
def test_every_byte_of_a_padding_counts(pad: int) -> None:
    message = b"x" * ((-len(content_of(b"")) - pad) % 32)
    plain = padded(content_of(message))
    assert plain[-1] == pad and open_signed(encrypted(plain)) == message.decode()
    for place in range(1, pad + 1):
        for wrong in {plain[-place] ^ 1, plain[-place] ^ 0x80, 0, 33, 255} - {pad}:
            spoilt = bytearray(plain)
            spoilt[-place] = wrong
            assert_does_not_open(encrypted(bytes(spoilt)))


@pytest.mark.parametrize("pad", [0, 33, 48, 64, 255])
def test_a_padding_of_no_length_that_the_scheme_has_does_not_open(pad: int) -> None:
    content = content_of(b"x" * (-(len(content_of(b"")) + pad) % 16))
    assert_does_not_open(encrypted(content + bytes([pad]) * pad))
    assert_does_not_open(encrypted(padded(content)[:-1] + bytes([pad])))


def test_one_block_of_padding_alone_does_not_open() -> None:
    for plain in (bytes([16]) * 16, bytes([32]) * 16, bytes([32]) * 32, RANDOM + bytes([16]) * 16):
        assert_does_not_open(encrypted(plain))


@pytest.mark.parametrize("length", [0, 5, 7, 6 + len(RECEIVER), 6 + len(RECEIVER) + 1, 2**31, 2**32 - 1])
def test_a_length_that_is_not_the_messages_does_not_open(length: int) -> None:
    content = RANDOM + length.to_bytes(4, "big") + b"secret" + RECEIVER.encode()
    assert_does_not_open(encrypted(padded(content)))


@pytest.mark.parametrize("receiver", ["", "wx", RECEIVER[:-1], RECEIVER + "x", "x" + RECEIVER, RECEIVER.upper()])
def test_a_push_to_somebody_else_does_not_open(receiver: str) -> None:
    assert_does_not_open(encrypted(padded(content_of(TEXT.encode(), receiver.encode()))))


def test_one_of_our_other_accounts_does_not_open_a_push_to_this_one() -> None:
    assert_does_not_open(CIPHER.seal(TEXT, TIME, NONCE).encrypt, Cipher(TOKEN, KEY, "wx5823bf96d3bd56c7"))


def test_another_key_does_not_open_a_push() -> None:
    assert_does_not_open(CIPHER.seal(TEXT, TIME, NONCE).encrypt, Cipher(TOKEN, KEY.swapcase(), RECEIVER))


@pytest.mark.parametrize("message", [b"\xff\xfe", "好".encode()[:2], "好".encode("gbk"), b"\xed\xa0\x80"])
def test_a_message_that_is_not_utf8_does_not_open(message: bytes) -> None:
    assert_does_not_open(encrypted(padded(content_of(message))))


@pytest.mark.parametrize("encrypt", ["", "=", "A", "AAAA", "A" * 22 + "==", "你好", "\ud800", "-_" * 16])
def test_what_is_no_ciphertext_at_all_does_not_open(encrypt: str) -> None:
    assert_does_not_open(encrypt)


def test_base64_with_anything_between_does_not_open() -> None:
    encrypt = CIPHER.seal(TEXT, TIME, NONCE).encrypt
    for spoilt in (f" {encrypt}", f"{encrypt}\n", encrypt[:8] + "\n" + encrypt[8:], encrypt[:8] + "!" + encrypt[8:]):
        assert_does_not_open(spoilt)


@given(st.text(), st.text(), st.text(), st.text())
def test_nothing_but_bad_push_comes_of_anything(encrypt: str, signature: str, timestamp: str, nonce: str) -> None:
    with pytest.raises(BadPush):
        CIPHER.open(encrypt, signature, timestamp, nonce)


@given(st.binary(max_size=512))
def test_nothing_but_bad_push_comes_of_any_signed_bytes(sealed: bytes) -> None:
    assert_does_not_open(base64.b64encode(sealed).decode())


@given(st.binary(max_size=200).map(padded))
def test_nothing_but_bad_push_comes_of_any_well_padded_content(plain: bytes) -> None:
    assert_does_not_open(encrypted(plain))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_sealed_opens_again(text: str) -> None:
    envelope = CIPHER.seal(text, TIME, NONCE)
    assert CIPHER.open(envelope.encrypt, envelope.signature, TIME, NONCE) == text


def test_the_same_answer_never_looks_the_same_twice() -> None:
    assert CIPHER.seal(TEXT, TIME, NONCE).encrypt != CIPHER.seal(TEXT, TIME, NONCE).encrypt


def test_an_envelope_reads_back_as_xml_and_as_json() -> None:
    envelope = CIPHER.seal(TEXT, TIME, NONCE)
    said = {"Encrypt": envelope.encrypt, "MsgSignature": envelope.signature, "TimeStamp": TIME, "Nonce": NONCE}
    assert read_document(envelope.xml().encode()) == said
    assert json.loads(envelope.json()) == {**said, "TimeStamp": int(TIME)}


@pytest.mark.parametrize(
    "timestamp, nonce, head, wrong",
    [
        ("", NONCE, RANDOM, "timestamp"),
        ("now", NONCE, RANDOM, "timestamp"),
        ("１２", NONCE, RANDOM, "timestamp"),
        (f"{TIME}\n", NONCE, RANDOM, "timestamp"),
        (TIME, "", RANDOM, "nonce"),
        (TIME, "]]><x>", RANDOM, "nonce"),
        (TIME, "n" * 129, RANDOM, "nonce"),
        (TIME, NONCE, b"", "random16"),
        (TIME, NONCE, RANDOM + b"x", "random16"),
    ],
)
def test_an_answer_that_would_not_be_read_is_not_sealed(timestamp: str, nonce: str, head: bytes, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        CIPHER.seal(TEXT, timestamp, nonce, head)


@pytest.mark.parametrize(
    "key",
    [
        "",
        KEY[:-1],
        KEY + "=",
        KEY + "A",
        KEY + "\n",
        " " + KEY[1:],
        KEY[:-1] + "!",
        KEY[:-1] + "_",
        KEY[:-1] + "é",
        KEY[:-1] + "\ud800",
        "密" * 43,
    ],
)
def test_a_key_that_is_none_is_named_and_never_quoted(key: str) -> None:
    with pytest.raises(ValueError, match="encoding_aes_key must be 43 characters") as refused:
        Cipher(TOKEN, key, RECEIVER)
    assert not key or key.strip() not in str(refused.value)
    assert "abcdefgh" not in str(refused.value)


def test_a_key_may_carry_stray_bits_in_its_last_character() -> None:
    assert base64.b64encode(AES_KEY).decode() != KEY + "="  # as most keys in the examples
    twin = base64.b64encode(AES_KEY).decode().rstrip("=")
    envelope = Cipher(TOKEN, twin, RECEIVER).seal(TEXT, TIME, NONCE)
    assert CIPHER.open(envelope.encrypt, envelope.signature, TIME, NONCE) == TEXT


@pytest.mark.parametrize("token, receiver, wrong", [("", RECEIVER, "token"), (TOKEN, "", "receive_id")])
def test_a_setting_that_is_empty_is_named(token: str, receiver: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=f"{wrong} is empty"):
        Cipher(token, KEY, receiver)


def test_a_cipher_shown_in_a_log_tells_no_secret() -> None:
    assert KEY not in repr(CIPHER) and TOKEN not in repr(CIPHER)
