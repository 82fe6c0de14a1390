"""messages are carried to buyers

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('channel_cursors',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('cursor', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_channel_cursors'))
    )
    op.create_table('channel_tokens',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_channel_tokens'))
    )
    op.create_table('bindings',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('conversation_id', sa.String(length=200), nullable=False),
    sa.Column('buyer_id', sa.String(length=64), nullable=False),
    sa.Column('how', sa.String(length=16), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=True),
    sa.Column('bound_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.conversation_id'], name=op.f('fk_bindings_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bindings')),
    sa.UniqueConstraint('code', name=op.f('uq_bindings_code'))
    )
    with op.batch_alter_table('bindings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bindings_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bindings_conversation_id'), ['conversation_id'], unique=False)

    op.create_table('outbox',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('conversation_id', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('part', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('remote_id', sa.String(length=64), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.conversation_id'], name=op.f('fk_outbox_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_remote_id'), ['remote_id'], unique=False)
        batch_op.create_index('ix_outbox_unsent', ['conversation_id'], unique=False, sqlite_where=sa.text("status <> 'sent'"), postgresql_where=sa.text("status <> 'sent'"))
        batch_op.create_index('ix_outbox_waiting', ['next_at'], unique=False, sqlite_where=sa.text("status = 'waiting'"), postgresql_where=sa.text("status = 'waiting'"))

    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('account', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('address', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('open_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('sends_left', sa.Integer(), nullable=True))

    with op.batch_alter_table('handovers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('quiet_from', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('inbound', schema=None) as batch_op:
        batch_op.add_column(sa.Column('payload', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('media', sa.String(length=512), nullable=True))
        batch_op.create_index('ix_inbound_undone', ['at'], unique=False, sqlite_where=sa.text('NOT done'), postgresql_where=sa.text('NOT done'))



def downgrade() -> None:
    with op.batch_alter_table('inbound', schema=None) as batch_op:
        batch_op.drop_index('ix_inbound_undone', sqlite_where=sa.text('NOT done'), postgresql_where=sa.text('NOT done'))
        batch_op.drop_column('media')
        batch_op.drop_column('payload')

    with op.batch_alter_table('handovers', schema=None) as batch_op:
        batch_op.drop_column('quiet_from')

    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.drop_column('sends_left')
        batch_op.drop_column('open_until')
        batch_op.drop_column('address')
        batch_op.drop_column('account')

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_waiting', sqlite_where=sa.text("status = 'waiting'"), postgresql_where=sa.text("status = 'waiting'"))
        batch_op.drop_index('ix_outbox_unsent', sqlite_where=sa.text("status <> 'sent'"), postgresql_where=sa.text("status <> 'sent'"))
        batch_op.drop_index(batch_op.f('ix_outbox_remote_id'))

    op.drop_table('outbox')
    with op.batch_alter_table('bindings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bindings_conversation_id'))
        batch_op.drop_index(batch_op.f('ix_bindings_buyer_id'))

    op.drop_table('bindings')
    op.drop_table('channel_tokens')
    op.drop_table('channel_cursors')
