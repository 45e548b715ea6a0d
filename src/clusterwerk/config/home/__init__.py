"""The start page and the operator's pages."""
