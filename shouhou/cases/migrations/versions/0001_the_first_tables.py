"""the first tables

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('buyers',
    sa.Column('buyer_id', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('buyer_id', name=op.f('pk_buyers'))
    )
    op.create_table('conversations',
    sa.Column('conversation_id', sa.String(length=200), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.String(length=64), nullable=True),
    sa.Column('last_seq', sa.Integer(), nullable=False),
    sa.Column('memory', sa.Text(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('conversation_id', name=op.f('pk_conversations'))
    )
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversations_buyer_id'), ['buyer_id'], unique=False)

    op.create_table('files',
    sa.Column('file_id', sa.String(length=64), nullable=False),
    sa.Column('conversation_id', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('bytes', sa.Integer(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('file_id', name=op.f('pk_files'))
    )
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_files_conversation_id'), ['conversation_id'], unique=False)

    op.create_table('orders',
    sa.Column('order_number', sa.String(length=64), nullable=False),
    sa.Column('buyer_id', sa.String(length=64), nullable=True),
    sa.Column('buyer_name', sa.String(length=200), nullable=False),
    sa.Column('buyer_phone', sa.String(length=32), nullable=False),
    sa.Column('shop', sa.String(length=200), nullable=False),
    sa.Column('product', sa.String(length=500), nullable=False),
    sa.Column('category', sa.String(length=200), nullable=False),
    sa.Column('paid_amount', sa.BigInteger(), nullable=False),
    sa.Column('paid_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('shipped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('warranty_days', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('prior_cancellations', sa.Integer(), nullable=False),
    sa.Column('cancellations', sa.Integer(), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('order_number', name=op.f('pk_orders'))
    )
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_orders_buyer_id'), ['buyer_id'], unique=False)

    op.create_table('proof_attempts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('conversation_id', sa.String(length=200), nullable=False),
    sa.Column('order_number', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('message_key', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proof_attempts')),
    sa.UniqueConstraint('message_key', name=op.f('uq_proof_attempts_message_key'))
    )
    with op.batch_alter_table('proof_attempts', schema=None) as batch_op:
        batch_op.create_index('ix_proof_attempts_conversation', ['conversation_id', 'at'], unique=False)
        batch_op.create_index('ix_proof_attempts_order', ['order_number', 'at'], unique=False)

    op.create_table('cases',
    sa.Column('case_number', sa.String(length=32), nullable=False),
    sa.Column('order_number', sa.String(length=64), nullable=False),
    sa.Column('buyer_id', sa.String(length=128), nullable=False),
    sa.Column('request_type', sa.String(length=16), nullable=False),
    sa.Column('reason_class', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('policy_version', sa.String(length=64), nullable=False),
    sa.Column('tracking_number', sa.String(length=64), nullable=True),
    sa.Column('confirmed_by', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['order_number'], ['orders.order_number'], name=op.f('fk_cases_order_number')),
    sa.PrimaryKeyConstraint('case_number', name=op.f('pk_cases')),
    sa.UniqueConstraint('confirmed_by', name=op.f('uq_cases_confirmed_by'))
    )
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cases_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cases_order_number'), ['order_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_cases_status'), ['status'], unique=False)
        batch_op.create_index('one_open_case_per_order', ['order_number'], unique=True, sqlite_where=sa.text("status IN ('agreed', 'escalated', 'received', 'requested', 'returning')"), postgresql_where=sa.text("status IN ('agreed', 'escalated', 'received', 'requested', 'returning')"))

    op.create_table('consents',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('order_number', sa.String(length=64), nullable=False),
    sa.Column('buyer_id', sa.String(length=128), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('confirmed_by', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['order_number'], ['orders.order_number'], name=op.f('fk_consents_order_number')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consents')),
    sa.UniqueConstraint('confirmed_by', name=op.f('uq_consents_confirmed_by'))
    )
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consents_order_number'), ['order_number'], unique=False)

    op.create_table('handovers',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('conversation_id', sa.String(length=200), nullable=False),
    sa.Column('buyer_id', sa.String(length=128), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agent', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.conversation_id'], name=op.f('fk_handovers_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handovers'))
    )
    with op.batch_alter_table('handovers', schema=None) as batch_op:
        batch_op.create_index('one_open_handover_per_conversation', ['conversation_id'], unique=True, sqlite_where=sa.text("status <> 'ended'"), postgresql_where=sa.text("status <> 'ended'"))

    op.create_table('inbound',
    sa.Column('conversation_id', sa.String(length=200), nullable=False),
    sa.Column('client_id', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('done', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.conversation_id'], name=op.f('fk_inbound_conversation_id')),
    sa.PrimaryKeyConstraint('conversation_id', 'client_id', name=op.f('pk_inbound'))
    )
    op.create_table('merchant_messages',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('order_number', sa.String(length=64), nullable=False),
    sa.Column('buyer_id', sa.String(length=128), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['order_number'], ['orders.order_number'], name=op.f('fk_merchant_messages_order_number')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merchant_messages')),
    sa.UniqueConstraint('confirmed_by', name=op.f('uq_merchant_messages_confirmed_by'))
    )
    with op.batch_alter_table('merchant_messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_merchant_messages_order_number'), ['order_number'], unique=False)

    op.create_table('messages',
    sa.Column('conversation_id', sa.String(length=200), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.String(length=64), nullable=False),
    sa.Column('sender', sa.String(length=16), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('buttons', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('file_id', sa.String(length=64), nullable=True),
    sa.Column('facts', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('intent', sa.String(length=64), nullable=True),
    sa.Column('confidence', sa.Float(), nullable=True),
    sa.Column('agent', sa.String(length=64), nullable=True),
    sa.Column('reply_to', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.conversation_id'], name=op.f('fk_messages_conversation_id')),
    sa.PrimaryKeyConstraint('conversation_id', 'seq', name=op.f('pk_messages'))
    )
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index('ix_messages_reply_to', ['conversation_id', 'reply_to'], unique=False)

    op.create_table('proofs',
    sa.Column('conversation_id', sa.String(length=200), nullable=False),
    sa.Column('order_number', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['order_number'], ['orders.order_number'], name=op.f('fk_proofs_order_number')),
    sa.PrimaryKeyConstraint('conversation_id', 'order_number', name=op.f('pk_proofs'))
    )
    op.create_table('ratings',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('conversation_id', sa.String(length=200), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.conversation_id'], name=op.f('fk_ratings_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ratings'))
    )
    with op.batch_alter_table('ratings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ratings_conversation_id'), ['conversation_id'], unique=False)

    op.create_table('case_events',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_number', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('from_status', sa.String(length=16), nullable=True),
    sa.Column('to_status', sa.String(length=16), nullable=False),
    sa.Column('actor', sa.String(length=16), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('confirmed_by', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['case_number'], ['cases.case_number'], name=op.f('fk_case_events_case_number')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_events')),
    sa.UniqueConstraint('confirmed_by', name=op.f('uq_case_events_confirmed_by'))
    )
    with op.batch_alter_table('case_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_events_case_number'), ['case_number'], unique=False)

    op.create_table('complaints',
    sa.Column('complaint_number', sa.String(length=32), nullable=False),
    sa.Column('order_number', sa.String(length=64), nullable=False),
    sa.Column('case_number', sa.String(length=32), nullable=True),
    sa.Column('buyer_id', sa.String(length=128), nullable=False),
    sa.Column('problem_class', sa.String(length=16), nullable=False),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['case_number'], ['cases.case_number'], name=op.f('fk_complaints_case_number')),
    sa.ForeignKeyConstraint(['order_number'], ['orders.order_number'], name=op.f('fk_complaints_order_number')),
    sa.PrimaryKeyConstraint('complaint_number', name=op.f('pk_complaints')),
    sa.UniqueConstraint('confirmed_by', name=op.f('uq_complaints_confirmed_by'))
    )
    with op.batch_alter_table('complaints', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaints_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaints_order_number'), ['order_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaints_status'), ['status'], unique=False)

    op.create_table('complaint_events',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('complaint_number', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('from_status', sa.String(length=16), nullable=True),
    sa.Column('to_status', sa.String(length=16), nullable=False),
    sa.Column('actor', sa.String(length=16), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['complaint_number'], ['complaints.complaint_number'], name=op.f('fk_complaint_events_complaint_number')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_events'))
    )
    with op.batch_alter_table('complaint_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_events_complaint_number'), ['complaint_number'], unique=False)

    op.create_table('evidence',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('file_id', sa.String(length=64), nullable=False),
    sa.Column('case_number', sa.String(length=32), nullable=True),
    sa.Column('complaint_number', sa.String(length=32), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_number'], ['cases.case_number'], name=op.f('fk_evidence_case_number')),
    sa.ForeignKeyConstraint(['complaint_number'], ['complaints.complaint_number'], name=op.f('fk_evidence_complaint_number')),
    sa.ForeignKeyConstraint(['file_id'], ['files.file_id'], name=op.f('fk_evidence_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence')),
    sa.UniqueConstraint('file_id', 'case_number', name=op.f('uq_evidence_file_id_case_number')),
    sa.UniqueConstraint('file_id', 'complaint_number', name=op.f('uq_evidence_file_id_complaint_number'))
    )
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_case_number'), ['case_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_complaint_number'), ['complaint_number'], unique=False)

    _forbid_changes("case_events")
    _forbid_changes("complaint_events")


def _forbid_changes(table: str) -> None:
    """An event is never changed or deleted: the database itself refuses."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )


def downgrade() -> None:
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evidence_complaint_number'))
        batch_op.drop_index(batch_op.f('ix_evidence_case_number'))

    op.drop_table('evidence')
    with op.batch_alter_table('complaint_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_events_complaint_number'))

    op.drop_table('complaint_events')
    with op.batch_alter_table('complaints', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaints_status'))
        batch_op.drop_index(batch_op.f('ix_complaints_order_number'))
        batch_op.drop_index(batch_op.f('ix_complaints_buyer_id'))

    op.drop_table('complaints')
    with op.batch_alter_table('case_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_events_case_number'))

    op.drop_table('case_events')
    with op.batch_alter_table('ratings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ratings_conversation_id'))

    op.drop_table('ratings')
    op.drop_table('proofs')
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_index('ix_messages_reply_to')

    op.drop_table('messages')
    with op.batch_alter_table('merchant_messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_merchant_messages_order_number'))

    op.drop_table('merchant_messages')
    op.drop_table('inbound')
    with op.batch_alter_table('handovers', schema=None) as batch_op:
        batch_op.drop_index('one_open_handover_per_conversation', sqlite_where=sa.text("status <> 'ended'"), postgresql_where=sa.text("status <> 'ended'"))

    op.drop_table('handovers')
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consents_order_number'))

    op.drop_table('consents')
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index('one_open_case_per_order', sqlite_where=sa.text("status IN ('agreed', 'escalated', 'received', 'requested', 'returning')"), postgresql_where=sa.text("status IN ('agreed', 'escalated', 'received', 'requested', 'returning')"))
        batch_op.drop_index(batch_op.f('ix_cases_status'))
        batch_op.drop_index(batch_op.f('ix_cases_order_number'))
        batch_op.drop_index(batch_op.f('ix_cases_buyer_id'))

    op.drop_table('cases')
    with op.batch_alter_table('proof_attempts', schema=None) as batch_op:
        batch_op.drop_index('ix_proof_attempts_order')
        batch_op.drop_index('ix_proof_attempts_conversation')

    op.drop_table('proof_attempts')
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_orders_buyer_id'))

    op.drop_table('orders')
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_files_conversation_id'))

    op.drop_table('files')
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversations_buyer_id'))

    op.drop_table('conversations')
    op.drop_table('buyers')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION case_events_append_only, complaint_events_append_only")
