"""A buyer's message as a channel hands it over."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from shouhou.cases.conversations import Address
from shouhou.cases.posting import Allowance

UNREADABLE = '/send_unreadable{{"media_kind": "{kind}"}}'  # a message of a kind that the bot cannot read


@dataclass(frozen=True)
class Incoming:
    """One of text, a pressed button's payload, or an uploaded file.

    `title` is what the pressed button said. `buyer_id` is None for a guest, and is what a conversation begins with:
    whose it is afterwards, the record says. A channel that carries replies to the buyer gives their `address`, what the
    message allows it (`allowance`), and for a picture that is still to be fetched its own name of it (`media`).
    `content` is what was sent, where the rest is only how this house reads it. `heard`: the text was spoken, and the
    platform wrote it down. `left_queue`: with it the buyer stopped waiting for a person. `own_people`: who asks for one
    waits in the channel's own queue.
    """

    conversation_id: str
    channel: str
    buyer_id: Optional[str]
    client_id: str
    text: Optional[str] = None
    payload: Optional[str] = None
    title: Optional[str] = None
    file_id: Optional[str] = None
    address: Optional[Address] = None
    allowance: Optional[Allowance] = None
    media: Optional[str] = None
    content: Optional[str] = None
    heard: bool = False
    left_queue: bool = False
    own_people: bool = False
    received_at: Optional[datetime] = None  # of a message that is taken up again

    @property
    def digest(self) -> str:
        """What makes two deliveries under one id the same message."""
        said = [self.text, self.payload, self.file_id] if self.content is None else [self.content]
        content = json.dumps(said, ensure_ascii=True)
        return hashlib.sha256(content.encode()).hexdigest()

    @property
    def key(self) -> str:
        """The message's name among all messages."""
        return f"{self.conversation_id}#{self.client_id}"
