"""mediation: numbers that never come back, and what a request left where it was read before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('mediation_numbering',
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_mediation_numbering_territory_id_territory'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('territory_id', name=op.f('pk_mediation_numbering'))
    )
    op.execute(
        "INSERT INTO mediation_numbering (territory_id, last) "
        "SELECT territory_id, MAX(number) FROM mediation_request GROUP BY territory_id"
    )
    op.create_table('mediation_trace',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.Column('sealed_chat', sa.LargeBinary(), nullable=False),
    sa.Column('is_topic', sa.Boolean(), nullable=False),
    sa.Column('number', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['line_id'], ['mediation_line.id'], name=op.f('fk_mediation_trace_line_id_mediation_line'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['request_id'], ['mediation_request.id'], name=op.f('fk_mediation_trace_request_id_mediation_request'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mediation_trace'))
    )
    with op.batch_alter_table('mediation_trace', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mediation_trace_line_id'), ['line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mediation_trace_request_id'), ['request_id'], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('mediation_trace', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mediation_trace_request_id'))
        batch_op.drop_index(batch_op.f('ix_mediation_trace_line_id'))

    op.drop_table('mediation_trace')
    op.drop_table('mediation_numbering')
