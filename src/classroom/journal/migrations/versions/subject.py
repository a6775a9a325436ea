"""What was graded, as digests; empty in gradings of before, of which that is not known."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    for name in ("resources", "notebook"):
        op.add_column("gradings", sa.Column(name, sa.String(64), nullable=False, server_default=""))
