"""Which schemas a file is checked against, where they are, and what they may take in."""
