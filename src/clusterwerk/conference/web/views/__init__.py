"""Pages of the conference, one module per subject."""
