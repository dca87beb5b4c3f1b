"""What can go wrong in the resolve room.

ResolveError
├── ModelError   a model file that cannot be used
└── TableError   a table whose columns do not fit
"""


class ResolveError(Exception):
    """Base of every error of this room; its text is one sentence with the way out."""


class ModelError(ResolveError):
    """A model file is damaged, of another version, or lacks a kind."""


class TableError(ResolveError):
    """A table lacks a column that was named, or names one twice."""
