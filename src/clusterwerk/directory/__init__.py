"""Clusters, organisations, labels, profile pages, map."""
