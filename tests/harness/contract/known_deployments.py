"""Where Azure is otherwise than the document of template deployments, with reason and source."""

from tests.harness.contract.exception import Known

DEPLOYMENTS = (
    Known(
        "resources * Deployments_Validate*",
        ("200 .id is unknown", "200 .name is unknown", "200 .type is unknown"),
        "tests of the Azure CLI: test_group_deployment_lite",
        "answered by the service, written into no document so far",
    ),
    Known(
        "resources * Deployments_*",
        ("20[01] *.properties.providers[[]].resourceTypes[[]].locations[[]] is null, not string",),
        "tests of the Azure CLI: test_group_deployment_crossrg",
        "a type without a location, as nested deployments",
    ),
    Known(
        "resources * DeploymentOperations_*",
        (
            "200 *.properties.statusMessage is null, not object",
            "200 *.properties.trackingId is unknown",
        ),
        "tests of the Azure CLI: test_group_deployment_crossrg",
        "as recorded; null is that of the evaluation of outputs",
    ),
)
