"""Migrations of the publishing room."""
