"""Words that visitors add to a reported error."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('resource_report_words',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=300), nullable=False),
    sa.Column('written_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['resource_report.id'], name=op.f('fk_resource_report_words_report_id_resource_report'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resource_report_words'))
    )
    with op.batch_alter_table('resource_report_words', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_resource_report_words_report_id'), ['report_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_resource_report_words_written_on'), ['written_on'], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table('resource_report_words')
