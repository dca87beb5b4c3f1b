"""Models that differ from the shipped one in a way that shows."""

from collections.abc import Iterable

from comity.resolve import ModelFile, model_file_of, shipped_model_file
from comity.sharing import Label


def changed(
    version: str, *, bits: float = 0.0, prior: float = 0.0, labels: Iterable[Label] = ()
) -> ModelFile:
    """The shipped model with the thresholds or the prior of persons moved by some bits."""
    content = shipped_model_file().content
    person = content["kinds"]["person"]
    person["thresholds"] = {name: value + bits for name, value in person["thresholds"].items()}
    person["prior"] += prior
    training = {"labels": sorted(label.canonical() for label in labels)}
    return model_file_of({**content, "version": version, "training": training}, version)
