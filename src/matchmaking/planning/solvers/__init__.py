"""The only place that imports a solver of its own process: OR-Tools."""
