"""Decides what it means that a scenario stopped; knows neither Azure nor this exercise."""
