"""Tests of what makes scripts and style sheets short."""
