"""The outbox of a demonstration."""
