"""What it means when a scenario stops: verdicts, rows, scores.

Knows neither Azure nor this exercise.
"""
