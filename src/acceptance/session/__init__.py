"""A grading run as a pytest session: options, credentials, recording, preflight."""
