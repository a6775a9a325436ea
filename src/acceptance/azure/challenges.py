"""Azure Resource Manager's demand for another token. Imported where requests are sent only."""

from typing import Any

from azure.mgmt.core.policies import ARMChallengeAuthenticationPolicy


class ChallengePolicy(ARMChallengeAuthenticationPolicy):
    """Meets a demand that can be read; to any other the refusal stands, with its own code."""

    def on_challenge(self, request: Any, response: Any) -> bool:
        """Whether the request is sent again, with the token that was demanded."""
        try:
            return bool(super().on_challenge(request, response))
        except ValueError:  # Claims that are no base64, or no text.
            return False
