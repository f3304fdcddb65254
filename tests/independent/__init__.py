"""Counts by the real model classes: they need torch and transformers, and no test runs them."""
