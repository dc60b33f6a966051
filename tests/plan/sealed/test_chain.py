"""What of a file is believed: every byte of small ones is bent, cut, moved and exchanged.

The database in it does not matter here, so it is a few words, and thousands of broken files can be
read in a second.
"""

from __future__ import annotations

import random
import struct
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teamtide.plan.sealed.chain import Chain, read, whole_file
from teamtide.plan.sealed.keys import Key, passing_key
from teamtide.plan.sealed.layout import (
    HEAD,
    SECTOR,
    Cost,
    Damaged,
    Header,
    Lock,
    Newer,
    read_header,
)
from teamtide.plan.sealed.sealing import Tampered

SNAPSHOT = b"a database, as far as anybody here knows; " * 3
RECORDS = (b"one", b"two " * 150, b"", b"four", b"five")


@lru_cache(maxsize=1)
def the_key() -> Key:
    return passing_key()


def built(records: tuple[bytes, ...] = RECORDS, room: int = 4) -> tuple[bytes, list[int]]:
    """A file with records and room, and where each record begins, and the last one ends."""
    data, chain = whole_file(the_key(), SNAPSHOT)
    places = [chain.place]
    for record in records:
        there, chain = chain.sealed(the_key(), record)
        data += there
        places.append(chain.place)
    return data + bytes(room * SECTOR), places


@lru_cache(maxsize=1)
def once() -> tuple[bytes, list[int]]:
    return built()


def opened(data: bytes) -> tuple[bytes, list[bytes], bool]:
    found = read(the_key(), read_header(data), data)
    return found.snapshot, found.records, found.clean


def test_that_what_was_sealed_is_read_again() -> None:
    data, places = once()
    assert opened(data) == (SNAPSHOT, list(RECORDS), True)
    assert all(place % SECTOR == 0 for place in places)
    for piece in (SNAPSHOT[:30], *(record for record in RECORDS if record)):
        assert piece not in data


def test_that_the_same_plan_is_never_sealed_to_the_same_bytes() -> None:
    one, _ = built(room=0)
    other, _ = built(room=0)
    blocks = {one[at : at + 16] for at in range(SECTOR, len(one), 16)} - {bytes(16)}
    assert not blocks & {other[at : at + 16] for at in range(SECTOR, len(other), 16)}


def test_that_no_bent_byte_goes_unnoticed() -> None:
    data, places = once()
    chance = random.Random(7)
    for at in range(places[-1]):
        bent = bytearray(data)
        bent[at] ^= chance.randrange(1, 256)
        with pytest.raises((Damaged, Tampered)):
            opened(bytes(bent))


def test_that_what_is_bent_behind_the_last_record_changes_nothing() -> None:
    data, places = once()
    for at in range(places[-1], len(data)):
        bent = bytearray(data)
        bent[at] ^= 1
        try:
            found = opened(bytes(bent))
        except Tampered:
            continue
        assert found == (SNAPSHOT, list(RECORDS), False)


def test_that_a_file_cut_anywhere_behind_its_snapshot_is_what_it_was_then() -> None:
    data, places = once()
    for length in range(places[0], len(data)):
        whole = sum(place <= length for place in places[1:])
        snapshot, records, clean = opened(data[:length])
        assert (snapshot, records) == (SNAPSHOT, list(RECORDS[:whole]))
        on_edge = length in places or length > places[-1]
        assert clean == on_edge or not any(data[places[whole] : length])


def test_that_a_file_cut_within_its_snapshot_is_damaged() -> None:
    data, places = once()
    for length in range(places[0]):
        with pytest.raises(Damaged):
            opened(data[:length])


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_that_a_power_failure_costs_the_record_in_flight_at_most(data: st.DataObject) -> None:
    """Of the record that is not flushed any of its sectors may be missing, and no other."""
    whole, places = once()
    last = data.draw(st.integers(1, len(RECORDS)), label="records")
    begin, end = places[last - 1], places[last]
    file = bytearray(whole[:end] + bytes(8 * SECTOR))
    sectors = range(begin, end, SECTOR)
    missing = data.draw(st.sets(st.sampled_from(sectors)), label="missing")
    for at in missing:
        file[at : at + SECTOR] = bytes(SECTOR)
    _, records, clean = opened(bytes(file))
    assert records == list(RECORDS[: last - 1 if missing else last])
    assert clean == (not missing or missing == set(sectors))


def test_that_a_record_that_others_followed_cannot_be_missing_a_piece() -> None:
    whole, places = once()
    for at in range(places[0], places[-2], SECTOR):
        file = bytearray(whole)
        file[at : at + SECTOR] = bytes(SECTOR)
        with pytest.raises(Tampered):
            opened(bytes(file))


def pieces() -> list[bytes]:
    data, places = once()
    return [data[a:b] for a, b in pairwise(places)]


def test_that_records_cannot_be_dropped_repeated_or_put_in_another_order() -> None:
    data, places = once()
    start = data[: places[0]]
    parts = pieces()
    chance = random.Random(3)
    seen = 0
    for _ in range(300):
        order = [chance.randrange(len(parts)) for _ in range(chance.randrange(1, 7))]
        if order == list(range(len(order))):
            continue
        seen += 1
        with pytest.raises(Tampered):
            opened(start + b"".join(parts[i] for i in order) + bytes(SECTOR))
    assert seen > 200


def test_that_records_of_equal_length_cannot_change_places() -> None:
    data, places = built((b"aaa", b"bbb", b"ccc"))
    parts = [data[a:b] for a, b in pairwise(places)]
    for order in ((1, 0, 2), (0, 2, 1), (2, 1, 0), (0, 0, 1), (0, 2)):
        with pytest.raises(Tampered):
            opened(data[: places[0]] + b"".join(parts[i] for i in order))


def test_that_records_of_another_file_under_the_same_key_do_not_fit() -> None:
    mine, places = built((b"mine", b"mine too"))
    other, _ = built((b"that", b"that too"))
    for first, last in ((0, 1), (1, 2), (0, 2)):
        mixed = bytearray(mine)
        mixed[places[first] : places[last]] = other[places[first] : places[last]]
        with pytest.raises(Tampered):
            opened(bytes(mixed))
    for at in (SECTOR, places[0]):  # a header with another's snapshot, or with its records too
        with pytest.raises(Tampered):
            opened(mine[:at] + other[at:])


def test_that_a_record_written_again_in_one_place_cannot_be_mistaken_for_the_other() -> None:
    data, chain = whole_file(the_key(), SNAPSHOT)
    first, _ = chain.sealed(the_key(), b"first " * 200)
    again, _ = chain.sealed(the_key(), b"again " * 200)
    assert len(first) == len(again)
    for at in range(0, len(first), SECTOR):
        mixed = first[:at] + again[at : at + SECTOR] + first[at + SECTOR :]
        with pytest.raises(Tampered):
            opened(data + mixed)


def test_that_what_follows_one_record_does_not_follow_another_in_its_place() -> None:
    data, chain = whole_file(the_key(), SNAPSHOT)
    first, after = chain.sealed(the_key(), b"first")
    second, _ = after.sealed(the_key(), b"second")
    other, _ = chain.sealed(the_key(), b"other")
    assert opened(data + first + second)[1] == [b"first", b"second"]
    with pytest.raises(Tampered):
        opened(data + other + second)


# --- headers ----------------------------------------------------------------------------------


USUAL = Cost()


def header(cost: Cost = USUAL, length: int = 1000) -> bytes:
    return Header(Lock(cost, bytes(32), bytes(32)), bytes(16), length).pack()


def test_that_a_header_says_what_it_was_given() -> None:
    found = read_header(header(Cost(17, 8, 2), 12345))
    assert found.lock.cost == Cost(17, 8, 2)
    assert found.lock.cost.memory == 128 * 2**20
    assert found.length == 12345


@pytest.mark.parametrize(
    "cost", [Cost(24, 8, 1), Cost(17, 255, 1), Cost(17, 8, 5), Cost(17, 0, 1), Cost(0, 8, 1)]
)
def test_that_a_header_may_not_ask_for_more_than_a_plan_does(cost: Cost) -> None:
    with pytest.raises(Damaged):
        read_header(header(cost))


def test_that_a_header_may_not_announce_more_than_a_plan_is() -> None:
    with pytest.raises(Damaged):
        read_header(header(length=2**40))


def test_that_a_later_version_of_the_file_is_known_as_such() -> None:
    import hashlib

    plain = bytearray(header()[:112])
    struct.pack_into(">H", plain, 16, 2)
    later = (bytes(plain) + hashlib.sha256(plain).digest()).ljust(SECTOR, b"\x00")
    with pytest.raises(Newer):
        read_header(later)


def test_that_a_head_is_as_long_as_it_says() -> None:
    data, places = built((b"",), room=0)
    assert places[1] - places[0] == SECTOR
    assert HEAD == 52
    assert len(data) == places[1]


def test_that_a_chain_goes_on_where_it_was_read_to() -> None:
    data, places = once()
    chain: Chain = read(the_key(), read_header(data), data).chain
    assert chain.place == places[-1]
    there, _ = chain.sealed(the_key(), b"six")
    assert opened(data[: places[-1]] + there)[1] == [*RECORDS, b"six"]
