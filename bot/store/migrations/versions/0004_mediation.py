"""mediation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('mediation_desk',
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('chat_key', sa.String(length=64), nullable=False),
    sa.Column('sealed_chat', sa.LargeBinary(), nullable=False),
    sa.Column('has_topics', sa.Boolean(), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_mediation_desk_territory_id_territory'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('territory_id', name=op.f('pk_mediation_desk'))
    )
    with op.batch_alter_table('mediation_desk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mediation_desk_chat_key'), ['chat_key'], unique=False)

    op.create_table('mediation_digest',
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_mediation_digest_territory_id_territory'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('territory_id', name=op.f('pk_mediation_digest'))
    )
    with op.batch_alter_table('mediation_digest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mediation_digest_due_at'), ['due_at'], unique=False)

    op.create_table('mediation_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=16), nullable=False),
    sa.Column('detail', sa.String(length=40), nullable=True),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('first_answer_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('close_reason', sa.String(length=16), nullable=True),
    sa.Column('satisfaction', sa.String(length=8), nullable=True),
    sa.Column('reopened', sa.Integer(), nullable=False),
    sa.Column('revealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('warns_in_danger', sa.Boolean(), nullable=False),
    sa.Column('assignee_id', sa.Integer(), nullable=True),
    sa.Column('writer_id', sa.Integer(), nullable=True),
    sa.Column('writing_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handover_to', sa.String(length=60), nullable=True),
    sa.Column('waiting_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('away_told_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('desk_key', sa.String(length=64), nullable=True),
    sa.Column('sealed_desk', sa.LargeBinary(), nullable=True),
    sa.Column('has_topic', sa.Boolean(), nullable=False),
    sa.Column('thread', sa.BigInteger(), nullable=True),
    sa.Column('placed', sa.Boolean(), nullable=False),
    sa.Column('desk_card', sa.BigInteger(), nullable=True),
    sa.Column('person_card', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['assignee_id'], ['person.id'], name=op.f('fk_mediation_request_assignee_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mediation_request_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_mediation_request_territory_id_territory'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['writer_id'], ['person.id'], name=op.f('fk_mediation_request_writer_id_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mediation_request')),
    sa.UniqueConstraint('territory_id', 'number', name=op.f('uq_mediation_request_territory_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('mediation_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mediation_request_assignee_id'), ['assignee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mediation_request_closed_at'), ['closed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_mediation_request_desk_key'), ['desk_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_mediation_request_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_mediation_request_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mediation_request_writer_id'), ['writer_id'], unique=False)

    op.create_table('mediation_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('author', sa.String(length=16), nullable=False),
    sa.Column('album', sa.String(length=32), nullable=True),
    sa.Column('person_message', sa.BigInteger(), nullable=True),
    sa.Column('desk_key', sa.String(length=64), nullable=True),
    sa.Column('desk_message', sa.BigInteger(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['mediation_request.id'], name=op.f('fk_mediation_line_request_id_mediation_request'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mediation_line')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('mediation_line', schema=None) as batch_op:
        batch_op.create_index('ix_mediation_line_desk_key_desk_message', ['desk_key', 'desk_message'], unique=False)
        batch_op.create_index(batch_op.f('ix_mediation_line_person_message'), ['person_message'], unique=False)
        batch_op.create_index(batch_op.f('ix_mediation_line_request_id'), ['request_id'], unique=False)



def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('mediation_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mediation_line_request_id'))
        batch_op.drop_index(batch_op.f('ix_mediation_line_person_message'))
        batch_op.drop_index('ix_mediation_line_desk_key_desk_message')

    op.drop_table('mediation_line')
    with op.batch_alter_table('mediation_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mediation_request_writer_id'))
        batch_op.drop_index(batch_op.f('ix_mediation_request_person_id'))
        batch_op.drop_index(batch_op.f('ix_mediation_request_due_at'))
        batch_op.drop_index(batch_op.f('ix_mediation_request_desk_key'))
        batch_op.drop_index(batch_op.f('ix_mediation_request_closed_at'))
        batch_op.drop_index(batch_op.f('ix_mediation_request_assignee_id'))

    op.drop_table('mediation_request')
    with op.batch_alter_table('mediation_digest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mediation_digest_due_at'))

    op.drop_table('mediation_digest')
    with op.batch_alter_table('mediation_desk', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mediation_desk_chat_key'))

    op.drop_table('mediation_desk')
