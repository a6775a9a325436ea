"""The services of the emulated Azure, in the order in which they are asked for a route."""

from azure_emulator.authorization import routes as authorization
from azure_emulator.cognitive_services import routes as cognitive_services
from azure_emulator.control import routes as control
from azure_emulator.custom_vision_storage import routes as custom_vision_storage
from azure_emulator.deployments import routes as deployments
from azure_emulator.entra import routes as entra
from azure_emulator.file_shares import routes as file_shares
from azure_emulator.key_vault import routes as key_vault
from azure_emulator.machine_learning import routes as machine_learning
from azure_emulator.management_groups import routes as management_groups
from azure_emulator.policies import routes as policies
from azure_emulator.prediction import routes as prediction
from azure_emulator.resource_manager import routes as resource_manager
from azure_emulator.storage import routes as storage
from azure_emulator.tags import routes as tags
from azure_emulator.training import routes as training
from azure_emulator.vaults import routes as vaults
from azure_emulator.web_images import routes as web_images

SERVICES = (
    entra.SERVICE,
    authorization.SERVICE,
    policies.SERVICE,
    management_groups.SERVICE,
    tags.SERVICE,
    deployments.SERVICE,
    resource_manager.SERVICE,
    cognitive_services.SERVICE,
    storage.SERVICE,
    vaults.SERVICE,
    machine_learning.SERVICE,
    training.SERVICE,
    prediction.SERVICE,
    custom_vision_storage.SERVICE,
    key_vault.SERVICE,
    file_shares.SERVICE,
    web_images.SERVICE,
    control.SERVICE,
)
