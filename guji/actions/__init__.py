"""Every change of a book record, one class each. Nothing else writes records."""

from census.actions import AddComment, ResolveComment
from guji.actions.approve import ApproveByInstitution, ApproveByProvince
from guji.actions.bulk import BulkCreateBooks, BulkUpdate, BulkUpdateBooks
from guji.actions.bulk_undo import BulkUndo, UndoReport
from guji.actions.correct import CorrectPublished
from guji.actions.create import CreateBook
from guji.actions.edit import EditBook
from guji.actions.override import OverrideStructure, RemoveOverride
from guji.actions.publish import PublishBook
from guji.actions.rederive import RederiveBooks
from guji.actions.submit import ReturnBook, SubmitBook
from guji.actions.undo_scope import Touched
from guji.actions.waive import RevokeWaiver, WaiveFinding
from guji.actions.withdraw import RestoreBook, WithdrawBook

__all__ = [
    "AddComment",
    "ApproveByInstitution",
    "ApproveByProvince",
    "BulkCreateBooks",
    "BulkUndo",
    "BulkUpdate",
    "BulkUpdateBooks",
    "CorrectPublished",
    "CreateBook",
    "EditBook",
    "OverrideStructure",
    "PublishBook",
    "RederiveBooks",
    "RemoveOverride",
    "ResolveComment",
    "RestoreBook",
    "ReturnBook",
    "RevokeWaiver",
    "SubmitBook",
    "Touched",
    "UndoReport",
    "WaiveFinding",
    "WithdrawBook",
]
