"""what the merchant answers, what is urgent, which offers stand

No events table is altered: on SQLite a batch that recreates one would drop its append-only triggers.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from shouhou.cases.columns import Moment
from shouhou.cases.numbers import new_number

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A quoted default is a constant to both databases; Alembic would recreate the table for one that is SQL.
    with op.batch_alter_table('handovers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('urgent', sa.Boolean(), server_default='0', nullable=False))

    with op.batch_alter_table('inbound', schema=None) as batch_op:
        batch_op.add_column(sa.Column('heard', sa.Boolean(), server_default='0', nullable=False))

    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('standing', sa.JSON(none_as_null=True), nullable=True))

    # Ids are unique already: a buyer's by `inbound`, an event's by `say_once`, all others are random.
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index('one_message_of_an_id', ['conversation_id', 'message_id', 'sender'], unique=True)

    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.add_column(sa.Column('answer', sa.Text(), nullable=True))
    # Until now an answer's words stood in the place of the buyer's reason.
    op.execute("UPDATE consents SET answer = why, why = '' WHERE answered_at IS NOT NULL")

    with op.batch_alter_table('merchant_messages', schema=None) as batch_op:
        batch_op.add_column(sa.Column('message_number', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('answer', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True))
    _number_the_messages()
    # SQLite recreates this table here; it has no triggers, and no other table points to it.
    with op.batch_alter_table('merchant_messages', schema=None) as batch_op:
        batch_op.alter_column('message_number', existing_type=sa.String(length=32), nullable=False)
        batch_op.create_unique_constraint(batch_op.f('uq_merchant_messages_message_number'), ['message_number'])


def _number_the_messages() -> None:
    messages = sa.table(
        'merchant_messages', sa.column('id'), sa.column('message_number'), sa.column('sent_at', Moment())
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(messages.c.id, messages.c.sent_at)).all():
        connection.execute(
            messages.update().where(messages.c.id == row.id).values(message_number=new_number('MM', row.sent_at))
        )


def downgrade() -> None:
    with op.batch_alter_table('merchant_messages', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_merchant_messages_message_number'), type_='unique')
        batch_op.drop_column('answered_at')
        batch_op.drop_column('answer')
        batch_op.drop_column('message_number')

    # Not in batches, which on SQLite would recreate tables that others point to.
    op.execute("UPDATE consents SET why = answer WHERE answer IS NOT NULL")
    op.drop_column('consents', 'answer')
    op.drop_index('one_message_of_an_id', 'messages')
    op.drop_column('conversations', 'standing')
    op.drop_column('inbound', 'heard')
    op.drop_column('handovers', 'urgent')
