"""What proves a push: the platform's signatures, and the envelope in which it hides what it says.

Tencent's scheme, the same for official accounts, mini programs and WeCom:
https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass
from typing import Optional

from cryptography.hazmat.primitives.ciphers import Cipher as BlockCipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

KEY_LENGTH = 43  # characters of an EncodingAESKey
_AES_BLOCK = 16
_PAD_BLOCK = 32  # the scheme pads to the key's length, not to AES's block
_RANDOM = 16
_LENGTH = 4
_KEY = re.compile(rf"[A-Za-z0-9+/]{{{KEY_LENGTH}}}")
_TIMESTAMP = re.compile(r"[0-9]{1,20}")
NONCE = re.compile(r"[A-Za-z0-9_.-]{1,128}")


class BadPush(ValueError):
    """A push that proves nothing. The message is for logs and tests: it holds no secret and nothing of the push."""


@dataclass(frozen=True)
class Envelope:
    """An encrypted answer, in either of the two forms that the platform reads."""

    encrypt: str
    signature: str
    timestamp: str
    nonce: str

    def xml(self) -> str:
        # Nothing to escape: base64, hex, digits, and a nonce that seal() has looked at.
        return (
            f"<xml><Encrypt><![CDATA[{self.encrypt}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{self.signature}]]></MsgSignature>"
            f"<TimeStamp>{self.timestamp}</TimeStamp>"
            f"<Nonce><![CDATA[{self.nonce}]]></Nonce></xml>"
        )

    def json(self) -> str:
        """As Tencent's example has it: the time is a number, the nonce a string of digits."""
        return json.dumps(
            {
                "Encrypt": self.encrypt,
                "MsgSignature": self.signature,
                "TimeStamp": int(self.timestamp),
                "Nonce": self.nonce,
            }
        )


def signature_of(*parts: str) -> str:
    """SHA-1, in hex, of the parts sorted and joined: of token, timestamp and nonce, and of the ciphertext if any."""
    return hashlib.sha1(_bytes("".join(sorted(parts)))).hexdigest()  # noqa: S324 (the platform's choice)


def signature_holds(signature: str, *parts: str) -> bool:
    """Whether the signature is the parts' own, compared in constant time. Takes any strings, and never raises."""
    return hmac.compare_digest(_bytes(signature), _bytes(signature_of(*parts)))


class Cipher:
    """Opens what the platform sends to one receiver, and seals the answers.

    `receive_id` says who the receiver is: the appid of an official account or a mini program, the corpid of a WeCom
    company. Raises ValueError that names the setting which is wrong, and never its value.
    """

    def __init__(self, token: str, encoding_aes_key: str, receive_id: str) -> None:
        if not token:
            raise ValueError("token is empty: anybody could sign")
        if not receive_id:
            raise ValueError("receive_id is empty: give the appid or the corpid")
        if not _KEY.fullmatch(encoding_aes_key):
            raise ValueError(f"encoding_aes_key must be {KEY_LENGTH} characters of A-Z, a-z, 0-9, + and /")
        self._token = token
        self._receive_id = receive_id.encode("utf-8")
        # The last character may carry two bits too many, as in five of Tencent's own examples; they are dropped.
        key = base64.b64decode(encoding_aes_key + "=")
        self._cipher = BlockCipher(AES(key), CBC(key[:_AES_BLOCK]))

    def open(self, encrypt: str, signature: str, timestamp: str, nonce: str) -> str:
        """What a push says, once its `msg_signature` holds. Raises BadPush for anything that is wrong.

        Whatever fails after the signature fails alike, so that nobody can ask this method about paddings.
        """
        if not signature_holds(signature, self._token, timestamp, nonce, encrypt):
            raise BadPush("the signature does not hold")
        text = self._decrypt(encrypt)
        if text is None:
            raise BadPush("the ciphertext does not open")
        return text

    def seal(self, text: str, timestamp: str, nonce: str, random16: Optional[bytes] = None) -> Envelope:
        """An envelope round `text`, signed; `timestamp` in epoch seconds, `random16` only for tests.

        Raises ValueError for a timestamp that is not digits, a nonce that is not a word, and other than 16 bytes.
        """
        if not _TIMESTAMP.fullmatch(timestamp):
            raise ValueError("timestamp is not a number of seconds")
        if not NONCE.fullmatch(nonce):
            raise ValueError("nonce is not 1 to 128 letters and digits")
        head = secrets.token_bytes(_RANDOM) if random16 is None else random16
        if len(head) != _RANDOM:
            raise ValueError(f"random16 is not {_RANDOM} bytes")
        message = text.encode("utf-8")
        plain = head + len(message).to_bytes(_LENGTH, "big") + message + self._receive_id
        pad = _PAD_BLOCK - len(plain) % _PAD_BLOCK
        encryptor = self._cipher.encryptor()
        sealed = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
        encrypt = base64.b64encode(sealed).decode("ascii")
        return Envelope(encrypt, signature_of(self._token, timestamp, nonce, encrypt), timestamp, nonce)

    def _decrypt(self, encrypt: str) -> Optional[str]:
        """The message, or None. Returns rather than raises: an error would carry the plaintext in its context."""
        try:
            sealed = base64.b64decode(encrypt, validate=True)
        except ValueError:
            return None
        if not sealed or len(sealed) % _AES_BLOCK:
            return None
        decryptor = self._cipher.decryptor()
        content = _unpadded(decryptor.update(sealed) + decryptor.finalize())
        if content is None:
            return None
        rest = content[_RANDOM + _LENGTH :]
        length = int.from_bytes(content[_RANDOM : _RANDOM + _LENGTH], "big")
        # A content too short for its head, and a length beyond the end, leave no receiver.
        if not hmac.compare_digest(rest[length:], self._receive_id):
            return None
        try:
            return rest[:length].decode("utf-8")
        except UnicodeDecodeError:
            return None


def _unpadded(plain: bytes) -> Optional[bytes]:
    pad = plain[-1]
    if not 1 <= pad <= _PAD_BLOCK or plain[-pad:] != bytes([pad]) * pad:
        return None
    return plain[:-pad]


def _bytes(text: str) -> bytes:
    # A query may hold anything, half a surrogate pair too.
    return text.encode("utf-8", "surrogatepass")
