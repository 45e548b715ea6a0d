"""People who sign in, and their roles with scope."""
