"""The acceptance suite of the exercise, as a table of contents.

The exercise stands in `features/`, its sentences in `steps/`, the facts of a submission in
`fixtures/`, what a stop means in `verdicts/`. Each line may import what stands above it.
"""

pytest_plugins = [
    "fixtures.discretion",
    *(f"fixtures.{name}" for name in ("options", "recording", "credentials", "moments")),
    *(f"fixtures.{name}" for name in ("cognitive_services", "resource_manager")),
    *(f"fixtures.{name}" for name in ("machine_learning", "prediction", "training", "notebook")),
    "fixtures.preflight",
    *(f"steps.{name}" for name in ("resource_group", "custom_vision_resources", "project")),
    *(f"steps.{name}" for name in ("images", "iteration", "publication", "prediction")),
    *(f"steps.{name}" for name in ("workspace", "compute_instance", "notebook")),
    *(f"verdicts.{name}" for name in ("plugin", "lateness", "waiving", "reports")),
    "verdicts.preflight",
]
