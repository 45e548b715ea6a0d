"""Countries, Länder, regions, districts, NUTS codes, fields: reference data and geometry."""
