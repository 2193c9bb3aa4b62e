"""At hand while one types: forms completed from authority and approved records, missing names proposed, templates."""
