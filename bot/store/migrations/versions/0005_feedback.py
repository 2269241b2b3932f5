"""Feedback between meetings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('feedback_member',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('college', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_feedback_member_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_feedback_member_territory_id_territory'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'territory_id', name=op.f('pk_feedback_member'))
    )
    op.create_index('ix_feedback_member_territory_id_college', 'feedback_member', ['territory_id', 'college'], unique=False)

    op.create_table('feedback_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('audience', sa.JSON(), nullable=False),
    sa.Column('minimum', sa.Integer(), nullable=False),
    sa.Column('meeting', sa.String(length=40), nullable=True),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminder_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('shown_colleges', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('was_published', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('minimum >= 5', name=op.f('ck_feedback_round_minimum')),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_feedback_round_territory_id_territory'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_round')),
    sa.UniqueConstraint('meeting', name=op.f('uq_feedback_round_meeting'))
    )
    op.create_index('ix_feedback_round_state_closes_at', 'feedback_round', ['state', 'closes_at'], unique=False)
    op.create_index('ix_feedback_round_territory_id_state', 'feedback_round', ['territory_id', 'state'], unique=False)

    op.create_table('feedback_settings',
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('minimum', sa.Integer(), nullable=False),
    sa.Column('after_meetings', sa.Boolean(), nullable=False),
    sa.CheckConstraint('minimum >= 5', name=op.f('ck_feedback_settings_minimum')),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_feedback_settings_territory_id_territory'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('territory_id', name=op.f('pk_feedback_settings'))
    )
    op.create_table('feedback_draft',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_feedback_draft_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['round_id'], ['feedback_round.id'], name=op.f('fk_feedback_draft_round_id_feedback_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('round_id', 'person_id', name=op.f('pk_feedback_draft')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_feedback_draft_person_id', 'feedback_draft', ['person_id'], unique=False)

    op.create_table('feedback_errand',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_feedback_errand_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['round_id'], ['feedback_round.id'], name=op.f('fk_feedback_errand_round_id_feedback_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_errand')),
    sa.UniqueConstraint('round_id', 'person_id', 'kind', name=op.f('uq_feedback_errand_round_id'))
    )
    op.create_index('ix_feedback_errand_due_at', 'feedback_errand', ['due_at'], unique=False)
    op.create_index('ix_feedback_errand_person_id', 'feedback_errand', ['person_id'], unique=False)

    op.create_table('feedback_follow_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('said', sa.String(length=300), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('done', sa.String(length=500), nullable=False),
    sa.Column('agenda', sa.String(length=16), nullable=False),
    sa.Column('written_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['feedback_round.id'], name=op.f('fk_feedback_follow_up_round_id_feedback_round'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_feedback_follow_up_territory_id_territory'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_follow_up'))
    )
    op.create_index('ix_feedback_follow_up_round_id', 'feedback_follow_up', ['round_id'], unique=False)
    op.create_index('ix_feedback_follow_up_territory_id', 'feedback_follow_up', ['territory_id'], unique=False)

    op.create_table('feedback_participation',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_feedback_participation_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['round_id'], ['feedback_round.id'], name=op.f('fk_feedback_participation_round_id_feedback_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('round_id', 'person_id', name=op.f('pk_feedback_participation')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_feedback_participation_person_id', 'feedback_participation', ['person_id'], unique=False)

    op.create_table('feedback_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('topic', sa.String(length=64), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['feedback_round.id'], name=op.f('fk_feedback_question_round_id_feedback_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_question'))
    )
    op.create_index('ix_feedback_question_round_id_position', 'feedback_question', ['round_id', 'position'], unique=False)

    op.create_table('feedback_answer',
    sa.Column('receipt', sa.String(length=64), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('college', sa.String(length=16), nullable=False),
    sa.Column('choice', sa.String(length=40), nullable=True),
    sa.Column('sealed_words', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(choice IS NULL) <> (sealed_words IS NULL)', name=op.f('ck_feedback_answer_one_answer')),
    sa.ForeignKeyConstraint(['question_id'], ['feedback_question.id'], name=op.f('fk_feedback_answer_question_id_feedback_question'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('receipt', name=op.f('pk_feedback_answer')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_feedback_answer_question_id', 'feedback_answer', ['question_id'], unique=False)

    op.create_table('feedback_figure',
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('college', sa.String(length=16), nullable=False),
    sa.Column('option', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('chosen', sa.Integer(), nullable=False),
    sa.Column('base', sa.Integer(), nullable=False),
    sa.Column('minimum', sa.Integer(), nullable=False),
    sa.CheckConstraint('base >= minimum', name=op.f('ck_feedback_figure_base')),
    sa.CheckConstraint('chosen BETWEEN 0 AND base', name=op.f('ck_feedback_figure_chosen')),
    sa.CheckConstraint('minimum >= 5', name=op.f('ck_feedback_figure_minimum')),
    sa.ForeignKeyConstraint(['question_id'], ['feedback_question.id'], name=op.f('fk_feedback_figure_question_id_feedback_question'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('question_id', 'college', 'option', name=op.f('pk_feedback_figure'))
    )
    op.create_table('feedback_text',
    sa.Column('key', sa.String(length=16), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('sealed_words', sa.LargeBinary(), nullable=False),
    sa.Column('theme', sa.String(length=40), nullable=True),
    sa.Column('erase_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['feedback_question.id'], name=op.f('fk_feedback_text_question_id_feedback_question'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_feedback_text')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_feedback_text_erase_on', 'feedback_text', ['erase_on'], unique=False)
    op.create_index('ix_feedback_text_question_id', 'feedback_text', ['question_id'], unique=False)



def downgrade() -> None:
    """Go back."""
    op.drop_index('ix_feedback_text_question_id', 'feedback_text')
    op.drop_index('ix_feedback_text_erase_on', 'feedback_text')

    op.drop_table('feedback_text')
    op.drop_table('feedback_figure')
    op.drop_index('ix_feedback_answer_question_id', 'feedback_answer')

    op.drop_table('feedback_answer')
    op.drop_index('ix_feedback_question_round_id_position', 'feedback_question')

    op.drop_table('feedback_question')
    op.drop_index('ix_feedback_participation_person_id', 'feedback_participation')

    op.drop_table('feedback_participation')
    op.drop_index('ix_feedback_follow_up_territory_id', 'feedback_follow_up')
    op.drop_index('ix_feedback_follow_up_round_id', 'feedback_follow_up')

    op.drop_table('feedback_follow_up')
    op.drop_index('ix_feedback_errand_person_id', 'feedback_errand')
    op.drop_index('ix_feedback_errand_due_at', 'feedback_errand')

    op.drop_table('feedback_errand')
    op.drop_index('ix_feedback_draft_person_id', 'feedback_draft')

    op.drop_table('feedback_draft')
    op.drop_table('feedback_settings')
    op.drop_index('ix_feedback_round_territory_id_state', 'feedback_round')
    op.drop_index('ix_feedback_round_state_closes_at', 'feedback_round')

    op.drop_table('feedback_round')
    op.drop_index('ix_feedback_member_territory_id_college', 'feedback_member')

    op.drop_table('feedback_member')
