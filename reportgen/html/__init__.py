"""Reports as web pages: one file each, and an index over many."""
