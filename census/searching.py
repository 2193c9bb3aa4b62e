"""What search has to know of a kind of record: its fields, its facets, its orders, and each record as a document.

A room of records (古籍, 文物) describes its kind here and registers it when Django starts; :mod:`search` reads the
registry and never names a kind. So a kind joins the one index with no change in :mod:`search`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol, runtime_checkable
from uuid import UUID

from django.utils.functional import Promise

Words = str | Promise


class TextPart(NamedTuple):
    """One stretch of text as stated, and where in the record it stands: 子目, 附錄; empty for the statement itself."""

    text: str
    place: Words = ""


@dataclass(frozen=True, slots=True)
class TextField:
    """One field that is searched by its words.

    ``aliases`` are the names that a query may write before a colon (題名, 题名, title), folded when compared.
    ``general`` fields are searched by words that name no field; ``is_title`` fields decide the ranking and are found by
    pinyin, initials, four-corner codes and autocomplete too.
    """

    name: str
    label: Words
    aliases: tuple[str, ...] = ()
    general: bool = True
    is_title: bool = False
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class FacetField:
    """One dimension by which results are narrowed and counted.

    ``describe`` returns for the values that were counted what a person reads for each, in the order in which they
    are to be shown; without it a value is its own name and the most frequent stand first. A ``nested`` dimension's
    values are codes of a tree: a document carries its own and all above it, ``parents`` tells each value's parent.
    ``find`` returns the values that words of a query stand for (版本類型:抄本, 狀態:草稿); without it a value is
    written as it is.
    ``named`` returns the values that a word names by itself, without the dimension before it (經部, 明代): it is
    looked for as text and as these values, so it must be one that means little else.
    A dimension ``aside`` (strokes of the title, initial of its reading) is for browsing: counted where a page
    asks for it by name, not shown beside results.
    """

    name: str
    label: Words
    aliases: tuple[str, ...] = ()
    nested: bool = False
    aside: bool = False
    describe: Callable[[Iterable[str]], Mapping[str, Words]] | None = None
    parents: Callable[[Iterable[str]], Mapping[str, str]] | None = None
    find: Callable[[str], Sequence[str]] | None = None
    named: Callable[[str], Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class SortField:
    """One order of results. Documents give bytes that compare in this order; those without the key stand last."""

    name: str
    label: Words


@dataclass(frozen=True, slots=True)
class Document:
    """One record as the index sees it, all text as stated: folding is the index's business.

    ``numbers`` are found whole and by their beginning (普查編號, 索書號, identifiers). ``years`` is the first and last
    Gregorian year of the edition. ``same`` is equal for copies of the same edition, empty where that cannot be told.
    ``institution`` and ``public`` decide who may see it, as in :meth:`census.queries.RecordQuerySet.visible_to`.
    """

    kind: str
    record_id: UUID
    institution: int
    public: bool
    texts: Mapping[str, tuple[TextPart, ...]] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sorts: Mapping[str, bytes] = field(default_factory=dict)
    years: tuple[int, int] | None = None
    same: str = ""


def digest_of(document: Document) -> str:
    """Return 16 hexadecimal digits that change with whatever an index keeps of a document.

    The index carries them beside the record's key, and a check compares them with those of the document as the database
    gives it now. Where a text stands counts only if it was stated: the interface's own words for a place do not.
    """
    texts = sorted((name, [_stated(part) for part in parts]) for name, parts in document.texts.items() if parts)
    facets = sorted((name, sorted(values)) for name, values in document.facets.items() if values)
    held = (document.kind, document.record_id.hex, document.institution, document.public, document.years, document.same)
    content = (*held, texts, sorted(document.numbers), facets, sorted(document.sorts.items()))
    return blake2b(repr(content).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _stated(part: TextPart) -> tuple[str, str]:
    return part.text, part.place if isinstance(part.place, str) else ""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that must stand together in a text: as a folding key, and as they may be written.

    ``pattern`` is a regular expression (Python's and PostgreSQL's alike) for every way to write them; ``spellings``
    are, for those of them that are written in few ways, these ways: the quick test that spares most texts the pattern.
    """

    key: str
    pattern: str
    spellings: tuple[str, ...] = ()


class DatabaseSide(Protocol):
    """What a kind can say straight from the database, where there is no index.

    Conditions are over the kind's records. They may let too much through, never too little: what they let through is
    verified on its document. Only :meth:`chosen` is the whole truth.
    """

    def records(self) -> Any:
        """Return the queryset of all records, with ``visible_to``."""

    def having(self, runs: Sequence[Run], field: str | None) -> Any:
        """Return the condition that all ``runs`` are in one text of a field, ``None`` being every general one."""

    def numbered(self, run: Run) -> Any:
        """Return a condition that lets through whatever has a number with these characters in it."""

    def dated(self, first: int | None, last: int | None) -> Any:
        """Return the condition that an edition's years may touch ``first`` to ``last``."""

    def chosen(self, facet: str, values: Sequence[str]) -> Any | None:
        """Return the condition that a record has one of the values, ``None`` where the database cannot say so."""

    def order(self, sort: str, descending: bool) -> Sequence[Any]:
        """Return what ``order_by`` takes for an order: those without its key last, then by number."""

    def alike(self, record: Any) -> Any:
        """Return the condition of records that may be of the same edition as ``record``."""

    def named(self, key: str, begins: bool, most: int) -> Iterator[tuple[str, str, UUID]]:
        """Yield (name as stated, text field, record) of titles and persons whose folding key begins so or has it.

        They come in the order of keys, ``most`` of each field.
        """


class Entry(Protocol):
    """What every kind's results show: the rest is between the kind and its template."""

    @property
    def number(self) -> str:
        """Return the record's number, empty if it has none."""

    @property
    def key(self) -> UUID:
        """Return the record's key."""

    @property
    def public(self) -> bool:
        """Return whether everybody may see the record: then its number leads to its page."""

    @property
    def holder(self) -> str:
        """Return who holds it."""

    @property
    def copy(self) -> str:
        """Return what tells this copy from others of its edition: mark, volumes, what is left of it."""

    @property
    def edition(self) -> str:
        """Return what tells its edition from others of the same work, empty for what has none."""

    @property
    def statements(self) -> Sequence[tuple[str, str]]:
        """Return (text field, text as stated) of the statements shown, the title first."""


class SearchKind(Protocol):
    """One kind of record, as :mod:`search` sees it."""

    @property
    def name(self) -> str:
        """Return the kind's name, as in the outbox: ``book``."""

    @property
    def label(self) -> Words:
        """Return the kind's name for people: 古籍."""

    @property
    def text_fields(self) -> Sequence[TextField]:
        """Return the fields searched by words."""

    @property
    def facet_fields(self) -> Sequence[FacetField]:
        """Return the dimensions."""

    @property
    def sort_fields(self) -> Sequence[SortField]:
        """Return the orders."""

    def keys(self) -> Iterator[UUID]:
        """Yield the key of every record there is, in the order of numbers, with flat memory."""

    def stream(self) -> Iterator[Document]:
        """Yield every record there is, in the order of numbers, with flat memory."""

    def documents(self, keys: Sequence[UUID]) -> list[Document]:
        """Return the documents of those of ``keys`` that are there, in few queries."""

    def explained(self, keys: Sequence[UUID]) -> list[Document]:
        """Return of the documents of ``keys`` what tells why they were found: texts, numbers and years, quickly."""

    def count(self) -> int:
        """Return how many records there are."""

    def records(self, keys: Sequence[UUID], user: Any) -> Mapping[UUID, Any]:
        """Return the records of ``keys`` that ``user`` may see, whole, in few queries."""

    def entry(self, record: Any) -> Entry:
        """Return what the template of one result shows of a record: number, statements, holder, address."""

    @property
    def entry_template(self) -> str:
        """Return the template that shows :meth:`entry`."""

    @property
    def database(self) -> DatabaseSide | None:
        """Return how the kind is searched without an index; without it every document is gone through."""


@runtime_checkable
class Relying(Protocol):
    """A kind whose documents hold what stands in tables beside the record: the holder's names, the class's place.

    Nothing is written to the outbox when such a table changes; the indexer asks for what it looks like instead.
    """

    def relied_on(self) -> Mapping[str, str]:
        """Return a digest of each thing relied on, by a name that lasts: ``holder:12``."""

    def relying_on(self, names: Collection[str]) -> Iterator[UUID]:
        """Yield the keys of the records whose documents rely on one of these things."""


_kinds: dict[str, SearchKind] = {}


def register(kind: SearchKind) -> None:
    """Add a kind to the index; registering a name again replaces it."""
    _kinds[kind.name] = kind


def search_kinds() -> Mapping[str, SearchKind]:
    """Return the registered kinds by name, in the order in which they joined."""
    return dict(_kinds)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of one kind asks for: all the ``words``, each in one of the ``fields``, in the very characters.

    ``access`` is whose list it is (:class:`census.policies.Access`), ``chosen`` the values picked in some dimensions.
    Up to ``most`` records are to be named.
    """

    kind: str
    words: tuple[str, ...]
    fields: tuple[str, ...]
    access: Any
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    most: int = 2000


@dataclass(frozen=True, slots=True)
class Candidates:
    """Among which records all those wanted are: so many at most, and which unless they are too many to name."""

    total: int
    keys: tuple[UUID, ...] | None = None


#: Returns ``None`` where that cannot be said.
FindCandidates = Callable[[Wanted], Candidates | None]
_finders: list[FindCandidates] = []


def use_candidates(find: FindCandidates) -> None:
    """Let lists of records spare themselves a look at every row; called again, the new finder replaces the old one."""
    _finders[:] = [find]


def candidates(wanted: Wanted) -> Candidates | None:
    """Return among which records those wanted are, ``None`` where every row must be looked at."""
    return _finders[0](wanted) if _finders and wanted.words else None
