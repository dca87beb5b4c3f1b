"""The Merkle tree of RFC 6962: hashes of leaves and nodes, its root, and proofs about it.

It knows no file. Whoever keeps the hashes gives them as a function of level and place: the
node that covers the leaves from `place << level`, `1 << level` of them, all there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

HASH_LENGTH = 32
EMPTY_ROOT = sha256().digest()
Node = Callable[[int, int], bytes]


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf; no leaf has the hash of a node, thanks to the first byte."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two others."""
    return sha256(b"\x01" + left + right).digest()


@dataclass
class Growth:
    """A tree while it grows: how many leaves, and the whole subtrees they make, largest first."""

    size: int = 0
    whole: list[bytes] = field(default_factory=list)

    def copy(self) -> "Growth":
        """A tree that grows on its own from here."""
        return Growth(self.size, self.whole.copy())

    def add(self, leaf: bytes) -> bytes:
        """Add a leaf's hash; all hashes that are whole with it, the leaf's own first."""
        whole, left = self.whole, self.size
        self.size = left + 1
        if not left & 1:  # every other leaf completes nothing
            whole.append(leaf)
            return leaf
        added, hashes = leaf, [leaf]
        while left & 1:
            added = node_hash(whole.pop(), added)
            hashes.append(added)
            left >>= 1
        whole.append(added)
        return b"".join(hashes)

    def root(self) -> bytes:
        """The root as it is now."""
        if not self.whole:
            return EMPTY_ROOT
        root = self.whole[-1]
        for left in self.whole[-2::-1]:
            root = node_hash(left, root)
        return root


def grown_to(node: Node, size: int) -> Growth:
    """A tree of so many leaves whose hashes are kept elsewhere, ready to grow on."""
    levels = [level for level in range(size.bit_length()) if size >> level & 1]
    whole = [node(level, (size >> level) - 1) for level in reversed(levels)]
    return Growth(size, whole)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over the hashes of some leaves."""
    growth = Growth()
    for leaf in leaves:
        growth.add(leaf)
    return growth.root()


def inclusion_proof(node: Node, index: int, size: int) -> list[bytes]:
    """What proves that a tree of so many leaves holds the leaf at `index`, from the leaf up."""
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _left_half(end - start)
        if index < middle:
            proof.append(_covering(node, middle, end))
            end = middle
        else:
            proof.append(_covering(node, start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(node: Node, old: int, new: int) -> list[bytes]:
    """What proves that a tree of `new` leaves begins with that of `old`, which is not empty."""
    proof: list[bytes] = []
    start, end = 0, new
    while old != end:
        middle = start + _left_half(end - start)
        if old <= middle:
            proof.append(_covering(node, middle, end))
            end = middle
        else:
            proof.append(_covering(node, start, middle))
            start = middle
    if start:  # else the old root itself, which the verifier has
        proof.append(_covering(node, start, end))
    return proof[::-1]


def includes(leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof leads from a leaf's hash at `index` to the root of a tree of this size."""
    if not 0 <= index < size:
        return False
    number, last, found = index, size - 1, leaf
    for step in proof:
        if not last:
            return False
        if number & 1 or number == last:
            found = node_hash(step, found)
            number, last = _up_to_a_right_one(number, last)
        else:
            found = node_hash(found, step)
        number, last = number >> 1, last >> 1
    return not last and found == root


def extends(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the `new` tree, size and root, begins with the `old` one."""
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 < old_size < new_size:
        return not proof and old in (new, (0, EMPTY_ROOT))
    steps = list(proof)
    if not old_size & (old_size - 1):
        steps.insert(0, old_root)
    if not steps:
        return False
    return _both_roots(old_size - 1, new_size - 1, steps) == (old_root, new_root)


def _both_roots(number: int, last: int, steps: list[bytes]) -> tuple[bytes, bytes] | None:
    """The old and the new root that a consistency proof leads to, if it leads anywhere."""
    while number & 1:
        number, last = number >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if not last:
            return None
        if number & 1 or number == last:
            old, new = node_hash(step, old), node_hash(step, new)
            number, last = _up_to_a_right_one(number, last)
        else:
            new = node_hash(new, step)
        number, last = number >> 1, last >> 1
    return None if last else (old, new)


def _up_to_a_right_one(number: int, last: int) -> tuple[int, int]:
    """Past the levels on which a last node stands alone and is carried up as it is."""
    while number and not number & 1:
        number, last = number >> 1, last >> 1
    return number, last


def _left_half(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << (size - 1).bit_length() - 1


def _covering(node: Node, start: int, end: int) -> bytes:
    """The hash over the leaves from `start` to `end`, one of the tree's own nodes."""
    size = end - start
    level = size.bit_length() - 1
    if size == 1 << level:
        return node(level, start >> level)
    middle = start + _left_half(size)
    return node_hash(_covering(node, start, middle), _covering(node, middle, end))
