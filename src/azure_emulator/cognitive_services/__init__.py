"""The resource provider Microsoft.CognitiveServices: accounts, their keys, SKUs and endpoints."""
