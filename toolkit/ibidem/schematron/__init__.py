"""Schematron (ISO/IEC 19757-3): a schema, or the rules in a grammar, becomes an XSLT 3.0 stylesheet by one of ours, which reports in SVRL."""
