"""What every kind of census record shares: the public models of this room."""

from census.models.comment import Comment
from census.models.erratum import Erratum
from census.models.image import (
    Image,
    ImageAct,
    ImageChange,
    ImageFormat,
    ImageQuota,
    ImageRole,
    ImageStatus,
)
from census.models.imports import BatchState, ImportBatch, ImportMode, ImportRow, Verdict
from census.models.job import Job, JobState
from census.models.membership import Membership, Role
from census.models.numbering import NumberCounter
from census.models.outbox import OutboxEntry, OutboxOperation
from census.models.record import (
    CENSUS_NO_PATTERN,
    LOCKED_STATES,
    PUBLIC_STATES,
    WAITING_STATES,
    CensusRecord,
    State,
)
from census.models.revision import Revision
from census.models.waiver import Waiver

__all__ = [
    "CENSUS_NO_PATTERN",
    "LOCKED_STATES",
    "PUBLIC_STATES",
    "WAITING_STATES",
    "BatchState",
    "CensusRecord",
    "Comment",
    "Erratum",
    "Image",
    "ImageAct",
    "ImageChange",
    "ImageFormat",
    "ImageQuota",
    "ImageRole",
    "ImageStatus",
    "ImportBatch",
    "ImportMode",
    "ImportRow",
    "Job",
    "JobState",
    "Membership",
    "NumberCounter",
    "OutboxEntry",
    "OutboxOperation",
    "Revision",
    "Role",
    "State",
    "Verdict",
    "Waiver",
]
