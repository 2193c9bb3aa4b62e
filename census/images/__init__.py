"""Pictures of records of every kind (書影): taken in, looked at, made ready to look at, shown to whom may see them."""
