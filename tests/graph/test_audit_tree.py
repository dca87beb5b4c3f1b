"""The Merkle tree: published values, and proofs that prove what they say and nothing else.

The golden values are those of the Certificate Transparency implementations: Apache-2.0,
github.com/transparency-dev/merkle, testonly/constants.go and testonly/reference_test.go.
"""

import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.graph.audit_tree import (
    EMPTY_ROOT,
    Growth,
    consistency_proof,
    extends,
    grown_to,
    includes,
    inclusion_proof,
    leaf_hash,
    root_of,
)

LEAVES = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
ONE = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
TWO_THREE = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
FOUR = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
FOUR_FIVE = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
SIX_SEVEN = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
FOUR_TO_SEVEN = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
INCLUSION = {
    (0, 1): [],
    (0, 2): [ONE],
    (1, 2): [ROOTS[1]],
    (2, 3): [ROOTS[2]],
    (1, 5): [ROOTS[1], TWO_THREE, FOUR],
    (0, 8): [ONE, TWO_THREE, FOUR_TO_SEVEN],
    (5, 8): [FOUR, SIX_SEVEN, ROOTS[4]],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [ONE, TWO_THREE, FOUR_TO_SEVEN],
    (2, 5): [TWO_THREE, FOUR],
    (6, 8): [FOUR_FIVE, SIX_SEVEN, ROOTS[4]],
}
SIZES = st.integers(1, 70)


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(b"row %d" % number) for number in range(size)]


def nodes_of(leaves: list[bytes]) -> Callable[[int, int], bytes]:
    """What a log keeps: with each leaf, the hashes that are whole with it."""
    growth = Growth()
    kept = [growth.add(leaf) for leaf in leaves]

    def node(level: int, place: int) -> bytes:
        hashes = kept[((place + 1) << level) - 1]
        return hashes[32 * level : 32 * (level + 1)]

    return node


def root_by_definition(leaves: list[bytes]) -> bytes:
    """Section 2.1 of RFC 6962, word by word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    halves = root_by_definition(leaves[:middle]), root_by_definition(leaves[middle:])
    return hashlib.sha256(b"\x01" + halves[0] + halves[1]).digest()


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert root_of(map(leaf_hash, LEAVES[:size])).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), sorted(INCLUSION))
def test_inclusion_proofs_are_the_published_ones(index: int, size: int) -> None:
    node = nodes_of([leaf_hash(leaf) for leaf in LEAVES])
    proof = inclusion_proof(node, index, size)
    assert [step.hex() for step in proof] == INCLUSION[index, size]
    assert includes(leaf_hash(LEAVES[index]), index, size, bytes.fromhex(ROOTS[size]), proof)


@pytest.mark.parametrize(("old", "new"), sorted(CONSISTENCY))
def test_consistency_proofs_are_the_published_ones(old: int, new: int) -> None:
    proof = consistency_proof(nodes_of([leaf_hash(leaf) for leaf in LEAVES]), old, new)
    assert [step.hex() for step in proof] == CONSISTENCY[old, new]
    ends = [(size, bytes.fromhex(ROOTS[size])) for size in (old, new)]
    assert extends(ends[0], ends[1], proof)


@given(st.integers(0, 200))
def test_the_root_is_the_one_of_the_definition_however_the_tree_grew(size: int) -> None:
    leaves = leaves_of(size)
    assert root_of(leaves) == root_by_definition(leaves)
    grown = grown_to(nodes_of(leaves), size)
    assert grown.root() == root_of(leaves)
    grown.add(leaf_hash(b"one more"))
    assert grown.root() == root_of([*leaves, leaf_hash(b"one more")])


@given(SIZES, st.data())
@settings(max_examples=60)
def test_an_inclusion_proof_holds_for_its_leaf_place_size_and_root_alone(
    size: int, data: st.DataObject
) -> None:
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = inclusion_proof(nodes_of(leaves), index, size), root_of(leaves)
    assert includes(leaves[index], index, size, root, proof)
    assert not includes(leaf_hash(b"another"), index, size, root, proof)
    assert not includes(leaves[index], index, size, leaf_hash(b"another"), proof)
    assert not includes(leaves[index], index, size, root, [*proof, root])
    assert not proof or not includes(leaves[index], index, size, root, proof[:-1])
    assert not includes(leaves[index], size, size, root, proof)
    assert not includes(leaves[index], -1, size, root, proof)


@given(SIZES, st.data())
@settings(max_examples=60)
def test_a_consistency_proof_holds_for_its_two_trees_alone(new: int, data: st.DataObject) -> None:
    leaves = leaves_of(new)
    old = data.draw(st.integers(1, new))
    proof = consistency_proof(nodes_of(leaves), old, new)
    before, after = (old, root_of(leaves[:old])), (new, root_of(leaves))
    assert extends(before, after, proof)
    for step in range(len(proof)):
        changed = [*proof[:step], leaf_hash(b"another"), *proof[step + 1 :]]
        assert not extends(before, after, changed)
        assert not extends(before, after, proof[:step])
    assert not extends(before, after, [*proof, before[1]])
    assert not extends((old, leaf_hash(b"another")), after, proof)
    assert not extends(before, (new, leaf_hash(b"another")), proof)


def test_a_tree_that_forgot_or_changed_a_leaf_extends_nothing() -> None:
    leaves = leaves_of(20)
    before = (11, root_of(leaves[:11]))
    for forked in ([*leaves[:4], *leaves[5:]], [*leaves[:4], leaf_hash(b"x"), *leaves[5:]]):
        after = (len(forked), root_of(forked))
        proof = consistency_proof(nodes_of(forked), 11, len(forked))
        assert not extends(before, after, proof)


def test_every_tree_extends_the_empty_one_and_itself_and_no_smaller_one() -> None:
    leaves = leaves_of(5)
    tree = (5, root_of(leaves))
    assert extends((0, EMPTY_ROOT), tree, [])
    assert extends(tree, tree, [])
    assert not extends((0, leaves[0]), tree, [])
    assert not extends(tree, (4, root_of(leaves[:4])), [])
    assert not extends(tree, (5, leaves[0]), [])
