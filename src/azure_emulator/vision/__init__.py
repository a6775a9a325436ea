"""Drawings and a small image classifier: no HTTP, no Azure. Heavy imports are local."""
