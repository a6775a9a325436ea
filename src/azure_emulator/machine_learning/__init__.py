"""The resource provider Microsoft.MachineLearningServices: workspaces and computes."""
