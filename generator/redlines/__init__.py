"""Differences as a reader meets them: lists, comments, redlines and tables, each as plain data."""
