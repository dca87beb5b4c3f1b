"""Two names written as plain text: how much the one could be the other, from 0 to 1.

Words are aligned, whatever their order; what stands on both sides without a partner speaks
against, what only one side has hardly does. Uses the nicknames, sounds and folding of the engine.
"""

from collections.abc import Mapping, Sequence

from rapidfuzz.distance import OSA

from comity.resolve.name_words import LIGHT, Name, NameKind, Word, kinds_of_names, read_names
from comity.resolve.names import nickname_groups
from comity.resolve.text import sound

# From which score two names are held to be one, found on a third of public pairs.
THRESHOLDS: Mapping[NameKind, float] = {"person": 0.8, "organisation": 0.65}
# A word without a partner where the other side has one too, and a word that is only missing.
AGAINST = 1.25
MISSING: Mapping[NameKind, float] = {"person": 0.12, "organisation": 0.2}
NICKNAME, INITIAL, ACRONYM = 0.9, 0.85, 0.8
# More wrong letters than this part of a word make it another word.
WRONG = 0.34
# From here on, two texts are one with a slip.
NEAR = 0.85
OTHER_FORM = 0.85


def score_names(left: Sequence[str], right: Sequence[str], kind: NameKind) -> list[float]:
    """A score for each pair of names of one kind; 0 where one of them says nothing."""
    ones, others = read_names(left, kind), read_names(right, kind)
    return [_score(one, other, kind) for one, other in zip(ones, others, strict=True)]


def pair_kinds(left: Sequence[str], right: Sequence[str]) -> list[NameKind]:
    """The kind of each pair: organisations where either name tells that it is one."""
    both = zip(kinds_of_names(left), kinds_of_names(right), strict=True)
    return ["organisation" if "organisation" in pair else "person" for pair in both]


def _score(one: Name, other: Name, kind: NameKind) -> float:
    """The same whichever name comes first: ties between words are broken by their places."""
    if not one.words or not other.words:
        return 0.0
    one, other = sorted((one, other), key=lambda name: [word.text for word in name.words])
    aligned = _aligned(*_rejoined(one.words, other.words, kind), kind)
    best = max(aligned, _whole(one.squeezed, other.squeezed), _acronym(one, other, kind))
    # A legal form that is left out says nothing; one that differs does.
    forms = not one.forms or not other.forms or one.forms & other.forms
    return round(best if forms else best * OTHER_FORM, 4)


def _whole(one: str, other: str) -> float:
    """Where words are parted otherwise: all letters in a row, figures exactly."""
    if [*filter(str.isdigit, one)] != [*filter(str.isdigit, other)]:
        return 0.0
    alike = _alike(one, other)
    return alike if alike > NEAR else 0.0


def _aligned(left: Sequence[Word], right: Sequence[Word], kind: NameKind) -> float:
    """The weight that found a partner, against that which found none or another spelling."""
    partners = _partners(left, right, kind)
    found = sum(weight * like for like, weight, _, _ in partners)
    spelled = sum(weight * (1 - like) for like, weight, _, _ in partners)
    if not found:
        return 0.0
    one = _left_over(left, {i for _, _, i, _ in partners})
    other = _left_over(right, {j for _, _, _, j in partners})
    less, more = sorted(sum(word.weight for word in words) for words in (one, other))
    against = 2 * AGAINST * less + MISSING[kind] * (more - less) + 2 * spelled
    return found / (found + against)


def _partners(
    left: Sequence[Word], right: Sequence[Word], kind: NameKind
) -> list[tuple[float, float, int, int]]:
    """The words that go together, most alike first: likeness, weight, and their places."""
    pairs = (
        (_word_like(a, b, kind), i, j) for i, a in enumerate(left) for j, b in enumerate(right)
    )
    likely = sorted((-like, abs(i - j), i, j) for like, i, j in pairs if like)
    taken_left, taken_right = set[int](), set[int]()
    found = []
    for unlike, _, i, j in likely:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            found.append((-unlike, (left[i].weight + right[j].weight) / 2, i, j))
    return found


def _left_over(words: Sequence[Word], taken: set[int]) -> list[Word]:
    return [word for place, word in enumerate(words) if place not in taken]


def _word_like(one: Word, other: Word, kind: NameKind) -> float:
    a, b = one.text, other.text
    if a == b:
        return 1.0
    if a.isdigit() or b.isdigit():
        return 0.0
    if kind == "person":
        if min(len(a), len(b)) == 1:
            return INITIAL if a[0] == b[0] else 0.0
        groups = nickname_groups()
        if not groups.get(a, frozenset()).isdisjoint(groups.get(b, frozenset())):
            return NICKNAME
    return _alike(a, b, one.sound, other.sound)


def _alike(a: str, b: str, sound_a: str = "", sound_b: str = "") -> float:
    """By letters wrong, those that sound alike counting half; 0 for another word."""
    longest = max(len(a), len(b))
    wrong = float(OSA.distance(a, b))
    if sound_a and sound_b:
        wrong = (wrong + min(wrong, OSA.distance(sound_a, sound_b))) / 2
    most = max(longest * WRONG, 1.0 if longest > 2 else 0.0)
    return 1.0 - wrong / longest if wrong <= most else 0.0


def _rejoined(
    left: Sequence[Word], right: Sequence[Word], kind: NameKind
) -> tuple[Sequence[Word], Sequence[Word]]:
    """Words that the other side writes as one are one; a person's initials written as one part."""
    left, right = _joined_as(left, right), _joined_as(right, left)
    if kind == "organisation":
        return left, right
    return _parted_as(left, right), _parted_as(right, left)


def _joined_as(words: Sequence[Word], others: Sequence[Word]) -> Sequence[Word]:
    """`good will` as `goodwill` beside `goodwill`."""
    texts = {word.text for word in others}
    found: list[Word] = []
    at = 0
    while at < len(words):
        many = next((many for many in (3, 2) if _is_one(words[at : at + many], many, texts)), 1)
        found.append(_one_of(words[at : at + many]) if many > 1 else words[at])
        at += many
    return found


def _is_one(part: Sequence[Word], many: int, texts: set[str]) -> bool:
    joined = "".join(word.text for word in part)
    if len(part) < many or len(joined) <= 3:
        return False
    # An initial before a name is no part of it.
    near = len(joined) > 6 and all(len(word.text) > 1 for word in part)
    return joined in texts or (near and any(_alike(joined, text) > NEAR for text in texts))


def _one_of(part: Sequence[Word]) -> Word:
    joined = "".join(word.text for word in part)
    return Word(joined, sound([joined])[0], max(word.weight for word in part))


def _parted_as(words: Sequence[Word], others: Sequence[Word]) -> Sequence[Word]:
    """`jc` as `j c` beside `jean claude`."""
    initials = "".join(word.text[0] for word in others)
    known = {word.text for word in others}
    found: list[Word] = []
    for word in words:
        parted = len(word.text) in (2, 3) and word.text not in known and word.text in initials
        found += [Word(letter, "", word.weight) for letter in word.text] if parted else [word]
    return found


def _acronym(one: Name, other: Name, kind: NameKind) -> float:
    """`BMW` for `Bayerische Motoren Werke`."""
    if kind == "person":
        return 0.0
    short, long = sorted((one.words, other.words), key=len)
    initials = "".join(word.text[0] for word in long if word.weight > LIGHT)
    return ACRONYM if len(short) == 1 and len(long) > 2 and short[0].text == initials else 0.0
