"""Calls that were taken back before they left, and then stayed."""

from __future__ import annotations

from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.execute("DELETE FROM outbox WHERE state = 'failed' AND failure = 'withdrawn'")


def downgrade() -> None:
    """Go back: what is gone was of no use."""
