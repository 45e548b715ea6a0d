"""What somebody types to register a delegation, and to change it."""
