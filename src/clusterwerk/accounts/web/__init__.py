"""The pages of one's own account; signing in is allauth's, with our templates."""
