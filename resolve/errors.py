"""What can go wrong in the resolve room.

ResolveError
├── EngineError  an engine that is not there, or a folder that holds another task's stages
├── ModelError   a model file that cannot be used
└── TableError   a table whose columns do not fit
"""


class ResolveError(Exception):
    """Base of every error of this room; its text is one sentence with the way out."""


class EngineError(ResolveError):
    """Spark or its Java is missing, or a work folder belongs to another task."""


class ModelError(ResolveError):
    """A model file is damaged, of another version, or lacks a kind."""


class TableError(ResolveError):
    """A table lacks a column that was named, or names one twice."""
