"""Base templates, design-system components, panel registry. No models."""
