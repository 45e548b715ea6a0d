"""What can be done at a conference, one module per subject."""
