"""An import on the page: a file laid down, tried, shown, taken in, taken back. The rules are those of the commands."""
