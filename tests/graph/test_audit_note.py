"""Signed notes: a published one holds, ours are like it, and nothing else is believed."""

import base64

import pytest

from comity.graph.audit_checkpoint import Checkpoint, Growing, read_checkpoint
from comity.graph.audit_note import SIGNED, WITNESSED, Note, PublicKey, SigningKey
from comity.graph.audit_tree import leaf_hash
from comity.graph.errors import NoteRefused

# The example of the Go package golang.org/x/mod/sumdb/note (BSD-3-Clause), whose format
# c2sp.org/signed-note describes: key, secret key and note.
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot"
    "pRZb6KE6RyyBwJnAM=\n"
)
LOG = SigningKey("riverton-pd/audit", SIGNED, b"\x01" * 32)
WITNESS = SigningKey("harbor-so/witness", WITNESSED, b"\x02" * 32)
OTHER = SigningKey("riverton-pd/audit", SIGNED, b"\x03" * 32)
TREE = Checkpoint("riverton-pd/audit", 12, leaf_hash(b"a root"))
AT = 1_772_443_800


def test_a_published_note_holds_under_its_published_key() -> None:
    key = PublicKey.read(KEY)
    assert str(key) == KEY
    assert Note.read(NOTE).signed_at(key) == 0
    assert str(Note.read(NOTE)) == NOTE
    signer = SigningKey("PeterNeumann", SIGNED, SEED)
    assert str(signer.public) == KEY
    assert signer.line(Note.read(NOTE).text) == Note.read(NOTE).lines[0]


def test_a_checkpoint_is_signed_and_countersigned_with_the_time() -> None:
    note = TREE.signed(LOG).with_line(WITNESS.line(TREE.text(), AT))
    again = Note.read(str(note))
    found = read_checkpoint(again, [LOG.public, WITNESS.public])
    assert found.checkpoint == TREE
    assert found.witnesses == {"harbor-so/witness": AT}
    assert read_checkpoint(again, [LOG.public]).witnesses == {}
    assert again.with_line(again.lines[0]) == again


def test_a_countersignature_signs_what_tlog_cosignature_says() -> None:
    _, _, body = WITNESS.line("a\n1\nb\n", AT).rstrip().rpartition(" ")
    told = base64.b64decode(body)
    assert told[:4] == WITNESS.public.id
    assert int.from_bytes(told[4:12], "big") == AT
    plain = SigningKey("harbor-so/witness", SIGNED, b"\x02" * 32)
    line = plain.line(f"cosignature/v1\ntime {AT}\na\n1\nb\n")
    assert base64.b64decode(line.rstrip().rpartition(" ")[2])[4:] == told[12:]


def test_a_note_that_was_changed_or_that_another_key_signed_is_not_believed() -> None:
    note = str(TREE.signed(LOG))
    changed = Note.read(note.replace("\n12\n", "\n13\n"))
    with pytest.raises(NoteRefused, match="does not hold"):
        changed.signed_at(LOG.public)
    for keys in ([], [OTHER.public], [WITNESS.public]):
        with pytest.raises(NoteRefused, match="no key given here"):
            read_checkpoint(Note.read(note), keys)


def test_a_witness_alone_or_a_log_of_another_name_makes_no_checkpoint() -> None:
    alone = Note(TREE.text(), (WITNESS.line(TREE.text(), AT),))
    named = SigningKey("harbor-so/audit", SIGNED, b"\x01" * 32)
    for note in (alone, TREE.signed(named)):
        with pytest.raises(NoteRefused, match="no key given here"):
            read_checkpoint(note, [LOG.public, WITNESS.public, named.public])


def test_the_time_of_a_countersignature_cannot_be_changed() -> None:
    line = WITNESS.line(TREE.text(), AT)
    head, _, body = line.rstrip().rpartition(" ")
    told = bytearray(base64.b64decode(body))
    told[11] ^= 1
    later = f"{head} {base64.b64encode(told).decode()}\n"
    with pytest.raises(NoteRefused, match="does not hold"):
        TREE.signed(LOG).with_line(later).signed_at(WITNESS.public)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no signature\n",
        "text\n\n",
        "text\n\nnot signed by anybody\n",
        "text\n\n— name !!!\n",
        "text\n\n— name AAAA\n",
        "text\n\n— na+me AAAAAAAA\n",
        "text\n\n— name AAAAAAAA",
        "te\txt\n\n— name AAAAAAAA\n",
        "x" * 70_000 + "\n\n— name AAAAAAAA\n",
    ],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(NoteRefused, match="no signed note"):
        Note.read(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "name", "name+00000000+AQ==", KEY[:-4], KEY.replace("c74f20a3", "c74f20a4")),
        KEY.replace("Peter", "Pe ter"),
        KEY.replace("Neumann", "Newman"),
        "PeterNeumann+c74f20a3+!",
    ],
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(NoteRefused, match="no public key"):
        PublicKey.read(text)


def test_a_name_with_a_space_or_a_plus_names_no_key() -> None:
    for name in ("", "a b", "a+b", "a\nb"):
        with pytest.raises(NoteRefused, match="cannot name a key"):
            SigningKey(name, SIGNED, b"\x01" * 32)


@pytest.mark.parametrize("text", ["a\n1\n", "a\n01\nAAAA\n", "\n1\nAAAA\n", "a\n-1\nAAAA\n"])
def test_a_note_of_something_else_is_no_checkpoint(text: str) -> None:
    with pytest.raises(NoteRefused, match="no checkpoint"):
        Checkpoint.of(Note(text, ()))
    whole = TREE.text().split("\n")[2]
    with pytest.raises(NoteRefused, match="no checkpoint"):
        Checkpoint.of(Note(f"a\nmany\n{whole}\n", ()))


def test_what_a_log_asks_a_witness_is_read_as_it_was_written() -> None:
    asked = Growing(7, (leaf_hash(b"1"), leaf_hash(b"2")), TREE.signed(LOG))
    assert Growing.read(str(asked)) == asked
    assert Growing.read(str(Growing(0, (), asked.note))) == Growing(0, (), asked.note)
    for wrong in (str(asked.note), str(asked)[1:], str(asked).replace("old 7\n", "old 7\nAA\n")):
        with pytest.raises(NoteRefused):
            Growing.read(wrong)


def test_no_text_of_a_key_tells_its_secret() -> None:
    secret = b"\x01" * 32
    told = f"{LOG!r} {LOG} {LOG.public!r} {LOG.public}"
    assert base64.b64encode(secret).decode() not in told
    assert secret.hex() not in told
    assert repr(secret) not in told
