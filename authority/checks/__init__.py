"""Rules that the authority tables must keep."""
