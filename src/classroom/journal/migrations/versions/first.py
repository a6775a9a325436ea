"""The first tables: classes, runs, students, gradings, checks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "classes",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("folder", sa.Text, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("class_id", sa.String(64), sa.ForeignKey("classes.id"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_runs_class_id", "runs", ["class_id"])
    op.create_table(
        "students",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("class_id", sa.String(64), sa.ForeignKey("classes.id"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("in_roster", sa.Boolean, nullable=False),
    )
    op.create_index("ix_students_class_id", "students", ["class_id"])
    _gradings()
    op.create_table(
        "checks",
        sa.Column(
            "grading_id",
            sa.String(64),
            sa.ForeignKey("gradings.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("check_id", sa.String(64), primary_key=True),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("points", sa.Integer, nullable=False),
    )


def _gradings() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "gradings",
        sa.Column("number", number, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("run_id", sa.String(64), sa.ForeignKey("runs.id"), nullable=False),
        sa.Column("student_key", sa.String(64), sa.ForeignKey("students.key"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Double, nullable=False),
        sa.Column("requests", sa.Integer, nullable=False),
        sa.Column("suite", sa.Text, nullable=False),
        sa.Column("against", sa.Text),
        sa.Column("sure", sa.Integer, nullable=False),
        sa.Column("possible", sa.Integer, nullable=False),
        sa.Column("maximum", sa.Integer, nullable=False),
        sa.Column("verified", sa.Boolean, nullable=False),
        sa.Column("evidence", sa.String(64), nullable=False),
        sa.Column("trouble", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_index("ix_gradings_run_id", "gradings", ["run_id"])
    op.create_index("ix_gradings_of_student", "gradings", ["student_key", "number"])
