"""Named reads of the conference, one module per subject."""
