"""The tensors of a file given to the rows that need them; whatever does not fit is a difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from reportgen.checkpoint.differences import Difference, Ledger
from reportgen.checkpoint.expected import Need, cut, joined, sets_in
from reportgen.checkpoint.known import is_further, known, packed_sets, unpacked
from reportgen.checkpoint.safetensors import Tensor
from reportgen.checkpoint.tensors import NameBook, TensorName, indices, template

PAST = "a block past the config's last"
FURTHER = "a block that predicts a further token (MTP): no part of the class"
TIED = "the tied head, stored once more"
PACKED = "packed by a quantisation"
UNSAVED = "computed by the class, which does not save it"
LONGEST_INDEX = 9
Index = tuple[int, ...]


@dataclass
class _Room:
    """A need while tensors are found for it: `left` are still to come."""

    need: Need
    left: int


def settle(needs: Sequence[Need], tensors: Sequence[Tensor], blocks: int, ledger: Ledger) -> None:
    """Match every tensor with a row, by its name and shape, and note what differs in `ledger`.

    Blocks are numbered from 0 up to `blocks`; one past them stands in for none that is missing.
    """
    book = NameBook(n.text for need in needs for names in need.names for n in names)
    by_name: dict[str, list[Tensor]] = defaultdict(list)
    past: dict[str, list[Tensor]] = defaultdict(list)
    others: list[Tensor] = []
    for tensor in tensors:
        found = book.find(tensor.name) or book.find(unpacked(tensor.name))
        block = _block(tensor.name)
        if _is_past(block, blocks) and (found or not known(tensor.name)):
            past[block].append(tensor)
        else:
            (others if found is None else by_name[found]).append(tensor)
    _note_past(past, ledger)
    for name, rooms in _chosen(needs, by_name).items():
        _settle_named(name, rooms, by_name.pop(name.text, []), blocks, ledger)
    others += [tensor for left in by_name.values() for tensor in left]
    _settle_nameless([need for need in needs if not need.names], others, ledger)


def _chosen(needs: Iterable[Need], held: Iterable[str]) -> dict[TensorName, list[_Room]]:
    """Return the names to look for: of each row's alternatives the first that the file has."""
    chosen: dict[TensorName, list[_Room]] = defaultdict(list)
    for need in needs:
        if need.names:
            used = (each for each in need.names if any(name.text in held for name in each))
            parts = next(used, need.names[0])
            own = cut(need, parts[0].parts)
            for i, name in enumerate(parts):
                chosen[name].append(_Room(own, (own.count + len(parts) - 1 - i) // len(parts)))
    return chosen


def _settle_named(
    name: TensorName, rooms: list[_Room], tensors: list[Tensor], blocks: int, ledger: Ledger
) -> None:
    """Give the tensors of one name to the rows that are kept under it; what is left differs."""
    held, sets = set[Index](), 1
    for tensor in sorted(tensors, key=lambda each: indices(name.text, each.name)):
        taken = _take(name, rooms, tensor)
        if taken:
            ledger.match(tensor, name.text, _rows(rooms))
        else:
            taken = _unpack(name, rooms, tensor, ledger) or _misfit(name, rooms, tensor, ledger)
        if taken:
            held.add(indices(name.text, tensor.name))
            sets = taken
    for together in _together(rooms):
        _miss(name, together, held, sets, blocks, ledger)


def _take(name: TensorName, rooms: list[_Room], tensor: Tensor) -> int:
    """Return how many sets of a row, or of all rows together, the tensor adds; 0 if it fits none.

    Rows of one name are two kinds of layers, each with tensors of its own, or joined in a tensor.
    """
    for together in ([room] for room in rooms):
        if sets := _sets(name, together, tensor):
            return sets
    return _sets(name, [room for room in rooms if room.need.count], tensor)


def _sets(name: TensorName | None, rooms: list[_Room], tensor: Tensor) -> int:
    left = min((room.left for room in rooms), default=0)
    if not left:
        return 0
    sets = sets_in(tensor.shape, [room.need for room in rooms], name)
    if not 0 < sets <= left:
        return 0
    for room in rooms:
        room.left -= sets
    return sets


def _unpack(name: TensorName, rooms: list[_Room], tensor: Tensor, ledger: Ledger) -> int:
    """Note a tensor that packs the values of those still to come, if it does."""
    for together in _together(rooms):
        needs, left = [room.need for room in together], together[0].left
        sets = packed_sets(tensor, needs) if ledger.may_be_packed else 0
        if not 0 < sets <= left:
            continue
        for room in together:
            room.left -= sets
        shape = (sets, *joined(needs)) if sets > 1 else joined(needs)
        text, rows = _shape(shape), _rows(together)
        found = Difference("packed", name.text, rows, text, _shape(tensor.shape), PACKED, True)
        ledger.add(found, 1, tensor.values - prod(shape), tensor.name)
        return sets
    return 0


def _misfit(name: TensorName, rooms: list[_Room], tensor: Tensor, ledger: Ledger) -> int:
    """Note a tensor that is one too many, or of another shape than those still to come."""
    open_rooms = next((group for group in _together(rooms) if group[0].left), None)
    if open_rooms is None:
        _note_extra(tensor, rooms, ledger)
        return 0
    sets = tensor.shape[0] if len(tensor.shape) > 2 else 1
    sets = sets if 0 < sets <= open_rooms[0].left else 1
    own = joined([room.need for room in open_rooms])
    own = own[::-1] if name.transposed else own
    shape = (sets, *own) if sets > 1 else own
    for room in open_rooms:
        room.left -= sets
    found = Difference(
        "shape", name.text, _rows(open_rooms), _shape(shape), _shape(tensor.shape), ""
    )
    ledger.add(found, 1, tensor.values - prod(shape), tensor.name)
    return sets


def _together(rooms: list[_Room]) -> list[list[_Room]]:
    """Return the rooms in groups that a tensor holds: one by one if they are kinds of one row."""
    used = [room for room in rooms if room.need.count]
    parts = {room.need.row.removesuffix(".bias").rpartition(".")[2] for room in used}
    is_joined = len(used) > 1 and len(parts) == len(used) and len({r.left for r in used}) == 1
    fits = is_joined and joined([room.need for room in used])
    return [used] if fits else [[room] for room in used]


def _miss(
    name: TensorName,
    rooms: list[_Room],
    held: set[Index],
    sets: int,
    blocks: int,
    ledger: Ledger,
) -> None:
    left = rooms[0].left
    if not left:
        return
    sets = sets if left % sets == 0 else 1
    own = joined([room.need for room in rooms])
    shape = own[::-1] if name.transposed else own
    found = Difference("missing", name.text, _rows(rooms), _shape(shape), "", "")
    found.expected = _shape((sets, *shape) if sets > 1 else shape)
    if all(room.need.unsaved for room in rooms):
        found.why, found.explained = UNSAVED, True
    tensors = left // sets
    ledger.add(found, tensors, -left * prod(own), *_absent(name, held, tensors, blocks))


def _absent(name: TensorName, held: set[Index], tensors: int, blocks: int) -> Iterator[str]:
    """Yield the names of the tensors that are missing, where those held tell which they are."""
    for index in sorted(_indices(name.places, held, len(held) + tensors, blocks) - held):
        parts = iter(index)
        dotted = (str(next(parts)) if part == "{}" else part for part in name.text.split("."))
        yield ".".join(dotted)


def _indices(places: int, held: set[Index], count: int, blocks: int) -> set[Index]:
    """Return the indices of `count` tensors that all blocks have, or all but the first few.

    Nothing is returned for layers that come and go, as in hybrids, for nobody says which they are.
    """
    if places == 0:
        return {()}
    inner = 1 + max((index[-1] for index in held), default=0) if places == 2 else 1
    first = blocks - count // inner
    if places > 2 or count % inner or first < 0 or (first and not held):
        return set()
    found: set[Index] = {
        (i, j) if places == 2 else (i,) for i in range(first, blocks) for j in range(inner)
    }
    return found if held <= found else set()


def _settle_nameless(needs: Sequence[Need], tensors: list[Tensor], ledger: Ledger) -> None:
    """Give tensors that no name claims to the rows whose names are not known, by their shapes."""
    rooms = [_Room(need, need.count) for need in needs if need.count]
    for tensor in tensors:
        room = next((room for room in rooms if _by_shape(room, tensor)), None)
        if room:
            ledger.match(tensor, template(tensor.name), room.need.row)
        else:
            _note_extra(tensor, [], ledger)
    for room in rooms:
        if room.left:
            shape = _shape(room.need.sides)
            found = Difference("missing", "", room.need.row, shape, "", "")
            ledger.add(found, room.left, -room.left * room.need.size)


def _by_shape(room: _Room, tensor: Tensor) -> bool:
    either = (None, TensorName("", transposed=True))
    return any(_sets(name, [room], tensor) for name in either)


def _block(tensor: str) -> str:
    """Return the index of the block that a tensor is in, as its name says it."""
    return next((part for part in tensor.split(".") if part.isdecimal()), "")


def _is_past(block: str, blocks: int) -> bool:
    return bool(block) and (len(block) > LONGEST_INDEX or int(block) >= blocks)


def _note_past(past: Mapping[str, Sequence[Tensor]], ledger: Ledger) -> None:
    for tensors in past.values():
        further = any(is_further(tensor.name) for tensor in tensors)
        for tensor in tensors:
            _extra(tensor, "", ledger, FURTHER if further else PAST, further)


def _note_extra(tensor: Tensor, rooms: list[_Room], ledger: Ledger) -> None:
    """Note a tensor that no row needs, with what the catalogue knows of it."""
    is_copy = any(sets_in(tensor.shape, [room.need], None) == 1 for room in rooms)
    why = _tied(rooms) if is_copy else ""
    why = why or (known(tensor.name) if is_copy or not rooms else "")
    explained = bool(why)
    if rooms and not why:
        is_used = any(room.need.count for room in rooms)
        why = "more than the config says" if is_used else "the config says that there is none"
    _extra(tensor, _rows(rooms), ledger, why, explained)


def _extra(tensor: Tensor, row: str, ledger: Ledger, why: str, explained: bool) -> None:
    shape = _shape(tensor.shape)
    found = Difference("extra", template(tensor.name), row, "", shape, why, explained)
    ledger.add(found, 1, tensor.values, tensor.name)


def _tied(rooms: list[_Room]) -> str:
    """Return what a head is that the config ties to the embedding; nothing for other rows."""
    need = rooms[0].need
    return TIED if not need.count and need.row.endswith(".lm_head") else ""


def _rows(rooms: Iterable[_Room]) -> str:
    return " + ".join(dict.fromkeys(room.need.row for room in rooms))


def _shape(shape: Iterable[int]) -> str:
    return f"[{', '.join(map(str, shape))}]"
