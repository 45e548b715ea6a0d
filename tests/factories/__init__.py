"""Small rows for tests; every name is made up."""
