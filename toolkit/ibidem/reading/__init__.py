"""Files from outside: opened within bounds, put together, read as events or as a tree, with the place of every element."""
