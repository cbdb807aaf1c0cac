"""Distributed Text Services 1.0: the texts of an edition by their references (https://dtsapi.org/versions/v1.0)."""
