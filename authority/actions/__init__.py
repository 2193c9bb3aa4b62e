"""Changes to the authority tables that go through one place."""
