"""Forms and doors of the pages with which the team sets a conference up."""
