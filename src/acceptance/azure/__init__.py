"""Azure as a grading reaches it: transport, sign-in, errors, schemas of responses, roles."""
