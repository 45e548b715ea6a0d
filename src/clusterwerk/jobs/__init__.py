"""Long work with progress, heartbeat and stop."""
