"""The embedded search engine: Whoosh's files as the store, evaluated by sets of documents in numpy.

A segment is written once and mapped into memory; what meets a query is worked out with bit sets and
sorted arrays and proved on the texts themselves; everything is exact: totals, counts, order.
"""

from search.engine.whoosh_store.store import WhooshStore

__all__ = ["WhooshStore"]
