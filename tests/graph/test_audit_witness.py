"""A witness countersigns a log that only grows, and says where one did not."""

from pathlib import Path

import pytest

from comity.graph.audit_checkpoint import Checkpoint, Growing, read_checkpoint
from comity.graph.audit_note import SIGNED, WITNESSED, SigningKey
from comity.graph.audit_tree import Growth, consistency_proof, leaf_hash, root_of
from comity.graph.audit_witness import Witness
from comity.graph.errors import Forked, NoteRefused

LOG = SigningKey("riverton-pd/audit", SIGNED, b"\x01" * 32)
WITNESS = SigningKey("harbor-so/witness", WITNESSED, b"\x02" * 32)
OTHER = SigningKey("riverton-pd/audit", SIGNED, b"\x03" * 32)
ROWS = [leaf_hash(b"row %d" % number) for number in range(40)]
AT = 1_772_443_800_000_000


def asked(rows: list[bytes], old: int, key: SigningKey = LOG) -> Growing:
    growth = Growth()
    kept = [growth.add(row) for row in rows]

    def node(level: int, place: int) -> bytes:
        return kept[((place + 1) << level) - 1][32 * level : 32 * (level + 1)]

    checkpoint = Checkpoint(key.public.name, len(rows), root_of(rows))
    proof = consistency_proof(node, old, len(rows)) if old else []
    return Growing(old, tuple(proof), checkpoint.signed(key))


def test_a_log_that_only_grows_is_countersigned_again_and_again(tmp_path: Path) -> None:
    for old, new in ((0, 3), (3, 3), (3, 20), (20, 40)):
        with Witness(tmp_path / "witness.db", WITNESS) as witness:
            assert witness.reached(LOG.public) == old
            note = witness.countersign(asked(ROWS[:new], old), LOG.public, AT)
        found = read_checkpoint(note, [LOG.public, WITNESS.public])
        assert found.witnesses == {"harbor-so/witness": AT // 1_000_000}
        assert found.checkpoint.size == new


@pytest.mark.parametrize("changed", [0, 7, 19])
@pytest.mark.parametrize("size", [20, 25])
def test_a_fork_is_refused_and_the_witness_says_where(
    tmp_path: Path, changed: int, size: int
) -> None:
    forked = [*ROWS[:changed], leaf_hash(b"another"), *ROWS[changed + 1 : size]]
    with Witness(tmp_path / "witness.db", WITNESS) as witness:
        witness.countersign(asked(ROWS[:20], 0), LOG.public, AT)
        with pytest.raises(Forked, match="of the 20 rows countersigned on 2026-03-02"):
            witness.countersign(asked(forked, 20), LOG.public, AT)
        assert witness.reached(LOG.public) == 20
        witness.countersign(asked(ROWS[:25], 20), LOG.public, AT)


def test_a_log_that_was_cut_is_refused_and_the_witness_says_where(tmp_path: Path) -> None:
    with Witness(tmp_path / "witness.db", WITNESS) as witness:
        witness.countersign(asked(ROWS[:20], 0), LOG.public, AT)
        with pytest.raises(Forked, match="rows 18 to 20 were cut off"):
            witness.countersign(asked(ROWS[:17], 0), LOG.public, AT)


def test_a_proof_from_another_size_is_asked_for_anew(tmp_path: Path) -> None:
    with Witness(tmp_path / "witness.db", WITNESS) as witness:
        witness.countersign(asked(ROWS[:20], 0), LOG.public, AT)
        for old in (0, 19, 21):
            with pytest.raises(NoteRefused, match="--from 20"):
                witness.countersign(asked(ROWS[:30], old), LOG.public, AT)


def test_what_another_key_signed_is_not_countersigned(tmp_path: Path) -> None:
    with Witness(tmp_path / "witness.db", WITNESS) as witness:
        with pytest.raises(NoteRefused, match="did not sign"):
            witness.countersign(asked(ROWS[:20], 0, OTHER), LOG.public, AT)
        assert witness.reached(LOG.public) == 0


def test_two_logs_are_kept_apart_by_their_keys(tmp_path: Path) -> None:
    with Witness(tmp_path / "witness.db", WITNESS) as witness:
        witness.countersign(asked(ROWS[:20], 0), LOG.public, AT)
        witness.countersign(asked(ROWS[5:9], 0, OTHER), OTHER.public, AT)
        assert (witness.reached(LOG.public), witness.reached(OTHER.public)) == (20, 4)
