"""Settings by subject, addresses, and the start page."""
