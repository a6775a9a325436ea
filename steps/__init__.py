"""The sentences of the features, a module per noun of the exercise."""
