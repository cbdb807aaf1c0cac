"""Ibidem: scholarly editions in TEI, validated, resolved, on the web and in print."""

__version__ = "0.1.0"
