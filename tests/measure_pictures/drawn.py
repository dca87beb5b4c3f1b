"""Which picture belongs to which page of a measure."""

from html import escape

from measure_pictures import of_entities, of_events, of_groups, of_paths, of_times
from measure_pictures.drawing import DESCRIPTION
from measure_pictures.examples import description_of
from measure_pictures.of_entities import Names

DRAWN = {
    **of_entities.PICTURES,
    **of_groups.PICTURES,
    **of_paths.PICTURES,
    **of_times.PICTURES,
    **of_events.PICTURES,
}


def drawn(name: str, names: Names) -> str:
    """The picture of a page, from what its example leaves behind."""
    return DRAWN[name](names).replace(DESCRIPTION, escape(description_of(name)))
