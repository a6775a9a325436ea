"""Azure at the level of the network: an HTTPS server behind a CONNECT proxy."""
