"""When a table last changed, told by the table itself."""

from __future__ import annotations

from django.db import models


class TableMark(models.Model):
    """A word that is another one after each change of a table, whoever made it and in whichever way.

    Triggers write it (:mod:`authority.marks`), so that bulk statements, other processes and the database's own shell
    are told of too. It is drawn, not counted: what a transaction saw that was then given up never looks like what
    follows.
    """

    table = models.CharField(max_length=63, primary_key=True)
    mark = models.CharField(max_length=36)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.table} {self.mark}"
