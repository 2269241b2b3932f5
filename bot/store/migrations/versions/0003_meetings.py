"""Meetings and the budget of messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""

    op.create_table('meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=64), nullable=False),
    sa.Column('series', sa.String(length=32), nullable=True),
    sa.Column('body', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('wall_start', sa.DateTime(), nullable=True),
    sa.Column('time_zone', sa.String(length=40), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('map_url', sa.String(length=500), nullable=False),
    sa.Column('video_url', sa.String(length=500), nullable=False),
    sa.Column('agenda', sa.Text(), nullable=False),
    sa.Column('colleges', sa.JSON(), nullable=False),
    sa.Column('copil_only', sa.Boolean(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('quorum', sa.Integer(), nullable=True),
    sa.Column('offers', sa.JSON(), nullable=False),
    sa.Column('reminders_on', sa.Boolean(), nullable=False),
    sa.Column('offsets', sa.JSON(), nullable=False),
    sa.Column('reminder_words', sa.String(length=500), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('date_sequence', sa.Integer(), nullable=False),
    sa.Column('walk_ins', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('announced_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_meeting_territory_id_territory'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    sa.UniqueConstraint('uid', name=op.f('uq_meeting_uid'))
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_territory_id_starts_at', ['territory_id', 'starts_at'], unique=False)

    op.create_table('meeting_member',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('college', sa.String(length=16), nullable=False),
    sa.Column('sits_in_copil', sa.Boolean(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_member_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_meeting_member_territory_id_territory'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'territory_id', name=op.f('pk_meeting_member'))
    )
    with op.batch_alter_table('meeting_member', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_member_territory_id_college', ['territory_id', 'college'], unique=False)

    op.create_table('solicitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_solicitation_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_solicitation'))
    )
    with op.batch_alter_table('solicitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_solicitation_at'), ['at'], unique=False)
        batch_op.create_index('ix_solicitation_person_id_at', ['person_id', 'at'], unique=False)

    op.create_table('meeting_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('college', sa.String(length=16), nullable=False),
    sa.Column('answer', sa.String(length=16), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_sequence', sa.Integer(), nullable=False),
    sa.Column('guests', sa.Integer(), nullable=False),
    sa.Column('waiting_rank', sa.Integer(), nullable=True),
    sa.Column('needs', sa.JSON(), nullable=False),
    sa.Column('sealed_need', sa.LargeBinary(), nullable=True),
    sa.Column('proxy_to', sa.Integer(), nullable=True),
    sa.Column('proxy_state', sa.String(length=16), nullable=True),
    sa.Column('attendance', sa.String(length=16), nullable=True),
    sa.Column('calendar_sequence', sa.Integer(), nullable=True),
    sa.Column('card_sent', sa.Boolean(), nullable=False),
    sa.Column('is_stale', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_invitation_meeting_id_meeting'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_invitation_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proxy_to'], ['meeting_invitation.id'], name=op.f('fk_meeting_invitation_proxy_to_meeting_invitation'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_meeting_invitation_territory_id_territory'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_invitation')),
    sa.UniqueConstraint('meeting_id', 'person_id', name=op.f('uq_meeting_invitation_meeting_id'))
    )
    with op.batch_alter_table('meeting_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_invitation_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_invitation_proxy_to'), ['proxy_to'], unique=False)

    op.create_table('meeting_proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_proposal_meeting_id_meeting'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_proposal_person_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_meeting_proposal_territory_id_territory'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_proposal'))
    )
    with op.batch_alter_table('meeting_proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_proposal_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_meeting_proposal_territory_id_state', ['territory_id', 'state'], unique=False)

    op.create_table('meeting_notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('lead_time', sa.String(length=8), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.String(length=16), nullable=False),
    sa.Column('lateness', sa.String(length=8), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invitation_id'], ['meeting_invitation.id'], name=op.f('fk_meeting_notice_invitation_id_meeting_invitation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_notice_meeting_id_meeting'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_notice'))
    )
    with op.batch_alter_table('meeting_notice', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_notice_due', ['due_at', 'id'], unique=False, sqlite_where=sa.text("state = 'due'"), postgresql_where=sa.text("state = 'due'"))
        batch_op.create_index('ix_meeting_notice_invitation_id', ['invitation_id'], unique=False)
        batch_op.create_index('ix_meeting_notice_meeting_id_state', ['meeting_id', 'state'], unique=False)
        batch_op.create_index('ix_meeting_notice_untold', ['meeting_id'], unique=False, sqlite_where=sa.text("lateness = 'untold'"), postgresql_where=sa.text("lateness = 'untold'"))




def downgrade() -> None:
    """Go back."""

    with op.batch_alter_table('meeting_notice', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_notice_untold', sqlite_where=sa.text("lateness = 'untold'"), postgresql_where=sa.text("lateness = 'untold'"))
        batch_op.drop_index('ix_meeting_notice_meeting_id_state')
        batch_op.drop_index('ix_meeting_notice_invitation_id')
        batch_op.drop_index('ix_meeting_notice_due', sqlite_where=sa.text("state = 'due'"), postgresql_where=sa.text("state = 'due'"))

    op.drop_table('meeting_notice')
    with op.batch_alter_table('meeting_proposal', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_proposal_territory_id_state')
        batch_op.drop_index(batch_op.f('ix_meeting_proposal_person_id'))

    op.drop_table('meeting_proposal')
    with op.batch_alter_table('meeting_invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_invitation_proxy_to'))
        batch_op.drop_index(batch_op.f('ix_meeting_invitation_person_id'))

    op.drop_table('meeting_invitation')
    with op.batch_alter_table('solicitation', schema=None) as batch_op:
        batch_op.drop_index('ix_solicitation_person_id_at')
        batch_op.drop_index(batch_op.f('ix_solicitation_at'))

    op.drop_table('solicitation')
    with op.batch_alter_table('meeting_member', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_member_territory_id_college')

    op.drop_table('meeting_member')
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_territory_id_starts_at')

    op.drop_table('meeting')

