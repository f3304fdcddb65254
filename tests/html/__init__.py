"""Tests of the web pages: what they say, that they are sound, and how a browser takes them."""
