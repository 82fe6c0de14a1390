"""The tables of the case database. Migrations build them; this module is what the jobs speak to."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from shouhou.cases.columns import Moment, RowId
from shouhou.cases.columns import metadata as metadata
from shouhou.rules.lifecycle import OPEN_STATUSES


def _open_statuses() -> str:
    return f"status IN ({', '.join(repr(status.value) for status in sorted(OPEN_STATUSES))})"


buyers = Table(
    "buyers",
    metadata,
    Column("buyer_id", String(64), primary_key=True),
    Column("name", String(200), nullable=False, default=""),
)

orders = Table(
    "orders",
    metadata,
    Column("order_number", String(64), primary_key=True),
    Column("buyer_id", String(64), index=True),  # None: nobody has claimed it yet
    Column("buyer_name", String(200), nullable=False, default=""),
    Column("buyer_phone", String(32), nullable=False, default=""),
    Column("shop", String(200), nullable=False, default=""),
    Column("product", String(500), nullable=False, default=""),
    Column("category", String(200), nullable=False, default=""),
    Column("paid_amount", BigInteger, nullable=False),  # fen
    Column("paid_at", Moment),
    Column("shipped_at", Moment),
    Column("received_at", Moment),
    Column("warranty_days", Integer),  # the product's own period
    Column("status", String(16), nullable=False),
    Column("prior_cancellations", Integer, nullable=False, default=0),  # made before the order came here
    Column("cancellations", Integer, nullable=False, default=0),  # made here; raised only under the limit
    Column("imported_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("case_number", String(32), primary_key=True),
    Column("order_number", String(64), ForeignKey("orders.order_number"), nullable=False, index=True),
    Column("buyer_id", String(128), nullable=False, index=True),
    Column("request_type", String(16), nullable=False),
    Column("reason_class", String(16), nullable=False),
    Column("reason", Text, nullable=False),  # the buyer's own words
    Column("details", Text, nullable=False, default=""),
    Column("status", String(16), nullable=False, index=True),
    Column("opened_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),  # since when it has this status
    Column("amount", BigInteger, nullable=False),  # fen
    Column("policy_version", String(64), nullable=False),
    Column("tracking_number", String(64)),  # of the parcel that goes back
    Column("confirmed_by", String(200), unique=True),  # key of the message that said yes
    Index("one_open_case_per_order", "order_number", unique=True,
          sqlite_where=text(_open_statuses()), postgresql_where=text(_open_statuses())),
)

case_events = Table(
    "case_events",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("case_number", String(32), ForeignKey("cases.case_number"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("from_status", String(16)),
    Column("to_status", String(16), nullable=False),
    Column("actor", String(16), nullable=False),
    Column("why", Text, nullable=False, default=""),
    Column("confirmed_by", String(200), unique=True),
)

complaints = Table(
    "complaints",
    metadata,
    Column("complaint_number", String(32), primary_key=True),
    Column("order_number", String(64), ForeignKey("orders.order_number"), nullable=False, index=True),
    Column("case_number", String(32), ForeignKey("cases.case_number")),
    Column("buyer_id", String(128), nullable=False, index=True),
    Column("problem_class", String(16), nullable=False),
    Column("problem", Text, nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("opened_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("confirmed_by", String(200), unique=True),
)

complaint_events = Table(
    "complaint_events",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("complaint_number", String(32), ForeignKey("complaints.complaint_number"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("from_status", String(16)),
    Column("to_status", String(16), nullable=False),
    Column("actor", String(16), nullable=False),
    Column("why", Text, nullable=False, default=""),
)

files = Table(
    "files",
    metadata,
    Column("file_id", String(64), primary_key=True),
    Column("conversation_id", String(200), nullable=False, index=True),  # whose upload it is
    Column("kind", String(64), nullable=False),  # media type, decided by content
    Column("bytes", Integer, nullable=False),
    Column("uploaded_at", Moment, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("file_id", String(64), ForeignKey("files.file_id"), nullable=False),
    Column("case_number", String(32), ForeignKey("cases.case_number"), index=True),
    Column("complaint_number", String(32), ForeignKey("complaints.complaint_number"), index=True),
    Column("added_at", Moment, nullable=False),
    UniqueConstraint("file_id", "case_number"),
    UniqueConstraint("file_id", "complaint_number"),
)

consents = Table(
    "consents",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("order_number", String(64), ForeignKey("orders.order_number"), nullable=False, index=True),
    Column("buyer_id", String(128), nullable=False),
    Column("status", String(16), nullable=False),
    Column("asked_at", Moment),  # None: given without having been asked
    Column("answered_at", Moment),
    Column("due_at", Moment),
    Column("why", Text, nullable=False, default=""),  # the buyer's reason
    Column("answer", Text),  # the merchant's words
    Column("confirmed_by", String(200), unique=True),
)

merchant_messages = Table(
    "merchant_messages",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("message_number", String(32), nullable=False, unique=True),
    Column("order_number", String(64), ForeignKey("orders.order_number"), nullable=False, index=True),
    Column("buyer_id", String(128), nullable=False),
    Column("words", Text, nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("answer", Text),
    Column("answered_at", Moment),
    Column("confirmed_by", String(200), unique=True),
)

conversations = Table(
    "conversations",
    metadata,
    Column("conversation_id", String(200), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("buyer_id", String(64), index=True),  # None: a guest
    Column("last_seq", Integer, nullable=False, default=0),
    Column("memory", Text),  # Rasa's dialogue memory; nothing else reads it
    Column("standing", JSON(none_as_null=True)),  # the scopes whose offers stand; None: no turn has said
    Column("opened_at", Moment, nullable=False),
    # Where what is said must be carried to. None: the buyer fetches it.
    Column("account", String(64)),
    Column("address", JSON(none_as_null=True)),
    Column("open_until", Moment),  # until when the channel takes messages to this buyer
    Column("sends_left", Integer),  # and how many
)

messages = Table(
    "messages",
    metadata,
    Column("conversation_id", String(200), ForeignKey("conversations.conversation_id"), primary_key=True),
    Column("seq", Integer, primary_key=True),  # place in the conversation, without gaps
    Column("message_id", String(64), nullable=False),
    Column("sender", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("text", Text),
    Column("buttons", JSON(none_as_null=True)),
    Column("file_id", String(64)),
    Column("facts", JSON(none_as_null=True)),
    Column("intent", String(64)),
    Column("confidence", Float),
    Column("agent", String(64)),
    Column("reply_to", String(64)),  # the buyer's message that this answers
    Index("ix_messages_reply_to", "conversation_id", "reply_to"),
    Index("one_message_of_an_id", "conversation_id", "message_id", "sender", unique=True),
)

inbound = Table(
    "inbound",
    metadata,
    Column("conversation_id", String(200), ForeignKey("conversations.conversation_id"), primary_key=True),
    Column("client_id", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),  # of the content: the same id with other content is a conflict
    Column("done", Boolean, nullable=False, default=False),
    Column("at", Moment, nullable=False),
    # What the message's row does not hold, and a turn that was broken off must know to be run again.
    Column("payload", Text),
    Column("media", String(512)),  # the channel's name of a picture that is still to be fetched
    Column("heard", Boolean, nullable=False, default=False, server_default="0"),  # words that a machine wrote down
    Index("ix_inbound_undone", "at", sqlite_where=text("NOT done"), postgresql_where=text("NOT done")),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("conversation_id", String(200), ForeignKey("conversations.conversation_id"), nullable=False),
    Column("kind", String(16), nullable=False),  # a message, or the handing over itself
    Column("seq", Integer),  # the message's place
    Column("status", String(16), nullable=False),
    Column("next_at", Moment, nullable=False),  # not to be tried before
    Column("tries", Integer, nullable=False, default=0),
    Column("part", RowId),  # what was tried together is tried together again: the first row of it
    Column("remote_id", String(64), index=True),  # the name under which the channel took it
    Column("sent_at", Moment),
    Column("why", String(200), nullable=False, default=""),  # it is held
    Index("ix_outbox_waiting", "next_at",
          sqlite_where=text("status = 'waiting'"), postgresql_where=text("status = 'waiting'")),
    Index("ix_outbox_unsent", "conversation_id",
          sqlite_where=text("status <> 'sent'"), postgresql_where=text("status <> 'sent'")),
)

bindings = Table(
    "bindings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("conversation_id", String(200), ForeignKey("conversations.conversation_id"), nullable=False, index=True),
    Column("buyer_id", String(64), nullable=False, index=True),
    Column("how", String(16), nullable=False),
    Column("code", String(64), unique=True),  # of the signed link, which binds once
    Column("bound_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

channel_tokens = Table(
    "channel_tokens",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("token", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

channel_cursors = Table(
    "channel_cursors",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

proofs = Table(
    "proofs",
    metadata,
    Column("conversation_id", String(200), primary_key=True),
    Column("order_number", String(64), ForeignKey("orders.order_number"), primary_key=True),
    Column("at", Moment, nullable=False),
)

proof_attempts = Table(
    "proof_attempts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("conversation_id", String(200), nullable=False),
    Column("order_number", String(64), nullable=False),  # as typed: it need not exist
    Column("at", Moment, nullable=False),
    Column("message_key", String(200), unique=True),
    Index("ix_proof_attempts_conversation", "conversation_id", "at"),
    Index("ix_proof_attempts_order", "order_number", "at"),
)

handovers = Table(
    "handovers",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("conversation_id", String(200), ForeignKey("conversations.conversation_id"), nullable=False),
    Column("buyer_id", String(128), nullable=False),
    Column("status", String(16), nullable=False),
    Column("urgent", Boolean, nullable=False, default=False, server_default="0"),
    Column("reason", Text, nullable=False, default=""),
    Column("summary", Text, nullable=False, default=""),
    Column("opened_at", Moment, nullable=False),
    Column("quiet_from", Moment),  # since when the bot keeps quiet for one that was opened out of hours
    Column("taken_at", Moment),
    Column("ended_at", Moment),
    Column("agent", String(64)),
    Index("one_open_handover_per_conversation", "conversation_id", unique=True,
          sqlite_where=text("status <> 'ended'"), postgresql_where=text("status <> 'ended'")),
)

ratings = Table(
    "ratings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("conversation_id", String(200), ForeignKey("conversations.conversation_id"), nullable=False, index=True),
    Column("score", Integer, nullable=False),
    Column("comment", Text),
    Column("at", Moment, nullable=False),
)
