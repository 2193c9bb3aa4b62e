"""Every change of a record's pictures, one class each. Nothing else writes them, save the job that looks at files.

Each is one transaction: policy, the change, a row of history, an outbox row for the index. The record's version stays
as it is: an editor who is typing must not run into a conflict because a colleague adds a picture.
"""

from census.images.actions.arriving import AddImage, BeginUpload, DropUpload, FinishUpload
from census.images.actions.keeping import DescribeImage, OrderImages, RemoveImage, RestoreImage

__all__ = [
    "AddImage",
    "BeginUpload",
    "DescribeImage",
    "DropUpload",
    "FinishUpload",
    "OrderImages",
    "RemoveImage",
    "RestoreImage",
]
