"""The acceptance suite of the exercise, as a table of contents.

The exercise stands in `features/`, its sentences in `steps/`, the facts of a submission in
`fixtures/`; how Azure is reached and what a stop means, in the installed package `acceptance`.
"""

pytest_plugins = [
    "acceptance.session.log_silencing",
    "acceptance.session.output",
    "acceptance.session.signals",
    "acceptance.session.options",
    "acceptance.session.credentials",
    "acceptance.session.recording",
    "acceptance.session.lifecycle",
    "acceptance.session.timestamps",
    "fixtures.options",
    "fixtures.work",
    "fixtures.group_resources",
    "fixtures.cognitive_services",
    "fixtures.machine_learning",
    "fixtures.resource_manager",
    "fixtures.training",
    "fixtures.prediction",
    "fixtures.public_pages",
    "fixtures.notebook",
    "acceptance.session.preflight",
    "steps.resource_group",
    "steps.custom_vision_resources",
    "steps.project",
    "steps.images",
    "steps.iteration",
    "steps.publication",
    "steps.prediction",
    "steps.public_pages",
    "steps.workspace",
    "steps.compute_instance",
    "steps.notebook",
    "acceptance.verdicts.plugin",
    "acceptance.verdicts.deadline_plugin",
    "acceptance.verdicts.waivers_plugin",
    "acceptance.reports.terminal_plugin",
    "acceptance.reports.plugin",
    "acceptance.reports.preflight_plugin",
]
