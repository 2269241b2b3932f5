"""Communes, places of help with their history and reports, and what a coordination may change of its territory."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('commune',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=5), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('parent_code', sa.String(length=5), nullable=True),
    sa.Column('postcodes', sa.JSON(), nullable=False),
    sa.Column('former_codes', sa.JSON(), nullable=False),
    sa.Column('epci_code', sa.String(length=9), nullable=True),
    sa.Column('epci_name', sa.String(length=120), nullable=True),
    sa.Column('population', sa.Integer(), nullable=False),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commune')),
    sa.UniqueConstraint('code', 'name', name=op.f('uq_commune_code'))
    )
    with op.batch_alter_table('commune', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commune_code'), ['code'], unique=False)
        batch_op.create_index(batch_op.f('ix_commune_epci_code'), ['epci_code'], unique=False)

    op.create_table('commune_list',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('communes', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commune_list'))
    )
    op.create_table('directory_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.Column('file', sa.String(length=200), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_directory_import'))
    )
    with op.batch_alter_table('directory_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_directory_import_source'), ['source'], unique=False)

    op.create_table('resource',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.Column('source_id', sa.String(length=120), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=150), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('for_whom', sa.String(length=500), nullable=True),
    sa.Column('youngest', sa.Integer(), nullable=True),
    sa.Column('oldest', sa.Integer(), nullable=True),
    sa.Column('cost', sa.String(length=12), nullable=False),
    sa.Column('cost_note', sa.String(length=300), nullable=True),
    sa.Column('referral', sa.String(length=12), nullable=False),
    sa.Column('referral_note', sa.String(length=500), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('email', sa.String(length=200), nullable=True),
    sa.Column('site', sa.String(length=500), nullable=True),
    sa.Column('address', sa.String(length=250), nullable=True),
    sa.Column('postcode', sa.String(length=5), nullable=True),
    sa.Column('commune_code', sa.String(length=5), nullable=True),
    sa.Column('commune', sa.String(length=80), nullable=True),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.Column('is_approximate', sa.Boolean(), nullable=False),
    sa.Column('square', sa.Integer(), nullable=True),
    sa.Column('region', sa.Integer(), nullable=True),
    sa.Column('time_zone', sa.String(length=40), nullable=False),
    sa.Column('hours', sa.String(length=500), nullable=True),
    sa.Column('hours_note', sa.String(length=300), nullable=True),
    sa.Column('accessibility', sa.String(length=500), nullable=True),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('serves', sa.JSON(), nullable=False),
    sa.Column('updated_on', sa.Date(), nullable=True),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('digest', sa.String(length=32), nullable=False),
    sa.Column('edited_fields', sa.JSON(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=True),
    sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_resource_territory_id_territory'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resource')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_resource_source'))
    )
    with op.batch_alter_table('resource', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_resource_checked_on'), ['checked_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_resource_commune_code'), ['commune_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_resource_import_id'), ['import_id'], unique=False)
        batch_op.create_index('ix_resource_kind_region_state', ['kind', 'region', 'state'], unique=False)
        batch_op.create_index('ix_resource_kind_square_state', ['kind', 'square', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_resource_territory_id'), ['territory_id'], unique=False)

    op.create_table('territory_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=32), nullable=False),
    sa.Column('before', sa.String(length=1000), nullable=True),
    sa.Column('after', sa.String(length=1000), nullable=True),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_territory_change_territory_id_territory'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_territory_change'))
    )
    with op.batch_alter_table('territory_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_territory_change_territory_id'), ['territory_id'], unique=False)

    op.create_table('resource_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('resource_id', sa.Integer(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=True),
    sa.Column('deed', sa.String(length=16), nullable=False),
    sa.Column('field', sa.String(length=32), nullable=True),
    sa.Column('before', sa.JSON(), nullable=True),
    sa.Column('after', sa.JSON(), nullable=True),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_resource_change_resource_id_resource'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_resource_change_territory_id_territory'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resource_change'))
    )
    with op.batch_alter_table('resource_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_resource_change_resource_id'), ['resource_id'], unique=False)

    op.create_table('resource_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('resource_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=12), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_resource_report_resource_id_resource'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resource_report'))
    )
    with op.batch_alter_table('resource_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_resource_report_done_at'), ['done_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_resource_report_resource_id'), ['resource_id'], unique=False)




def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('resource_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_resource_report_resource_id'))
        batch_op.drop_index(batch_op.f('ix_resource_report_done_at'))

    op.drop_table('resource_report')
    with op.batch_alter_table('resource_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_resource_change_resource_id'))

    op.drop_table('resource_change')
    with op.batch_alter_table('territory_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_territory_change_territory_id'))

    op.drop_table('territory_change')
    with op.batch_alter_table('resource', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_resource_territory_id'))
        batch_op.drop_index('ix_resource_kind_square_state')
        batch_op.drop_index('ix_resource_kind_region_state')
        batch_op.drop_index(batch_op.f('ix_resource_import_id'))
        batch_op.drop_index(batch_op.f('ix_resource_commune_code'))
        batch_op.drop_index(batch_op.f('ix_resource_checked_on'))

    op.drop_table('resource')
    with op.batch_alter_table('directory_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_directory_import_source'))

    op.drop_table('directory_import')
    op.drop_table('commune_list')
    with op.batch_alter_table('commune', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commune_epci_code'))
        batch_op.drop_index(batch_op.f('ix_commune_code'))

    op.drop_table('commune')
