"""The record of an edition: what its teiHeader says of it, read once; every format of metadata is derived from it."""
