"""RELAX NG (OASIS, 3 December 2001), XML syntax: schemas read and simplified, documents checked by derivatives."""
