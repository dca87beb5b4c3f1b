"""The words of the vocabulary on the page: each has one in the second language."""

import re
from importlib import resources

from comity.graph.vocabulary import vocabulary

FILE = resources.files("comity.api") / "data" / "workspace" / "spanish-words.js"


def test_every_word_of_the_vocabulary_is_said_in_spanish() -> None:
    words = vocabulary()
    ours = {*words.kinds, *words.links, *words.roles, *(p for k in words.kinds.values() for p in k)}
    told = dict(re.findall(r'^  "(\w+)": "(.+)",$', FILE.read_text("utf-8"), re.MULTILINE))
    assert sorted(ours - told.keys()) == []
    assert all(told.values())
