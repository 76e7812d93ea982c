"""Ink: documents as read → HTML pages and PDF bytes. One output a file."""
