"""The commands of the command line, one module each; `cli` loads the one that is asked for."""
