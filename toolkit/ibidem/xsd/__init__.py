"""XML Schema: a schema is built once and kept; what it refuses is put into words."""
