"""Source files become records and claims: mappings, loads, what is set aside, demo agencies."""

from comity.ingest.again import corrected, mended, remap, rerun
from comity.ingest.demo import DemoReport, write_demo
from comity.ingest.door import ingest_records
from comity.ingest.errors import IngestError
from comity.ingest.load import Progress, check_full, ingest_file
from comity.ingest.mapping import SourceMapping, parse_mapping, read_mapping

__all__ = [
    "DemoReport",
    "IngestError",
    "Progress",
    "SourceMapping",
    "check_full",
    "corrected",
    "ingest_file",
    "ingest_records",
    "mended",
    "parse_mapping",
    "read_mapping",
    "remap",
    "rerun",
    "write_demo",
]
