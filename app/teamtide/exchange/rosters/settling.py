"""What rows of a roster mean together: ids that repeat, part posts of one person, managers.

One row alone can't say whether it is the same person as another, or who “4711” is that somebody
reports to.
"""

from __future__ import annotations

import re
from collections import Counter

from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.references import folded
from teamtide.exchange.rosters.names import turned
from teamtide.exchange.rosters.nobody import is_nobody
from teamtide.exchange.rosters.rolls import Entry
from teamtide.exchange.rosters.shares import OPEN
from teamtide.exchange.rosters.tables import Table

_CODE = re.compile(r"#?[A-Za-z]{0,4}[-_]?\d[\w\-]*")
_COMMON_NAME = re.compile(r"CN=([^,]+),", re.IGNORECASE)
_MAILBOX = 3


def settle_emails(table: Table, entries: list[Entry], findings: Findings) -> None:
    """An address that three or more people share is a mailbox, and nobody's own."""
    often = {mail for mail, count in Counter(e.email for e in entries).items() if count > 1}
    named: dict[str, set[str]] = {}
    for entry in entries if often - {""} else ():
        if entry.email in often and entry.email:
            named.setdefault(folded(entry.email), set()).add(folded(entry.name))
    boxes = {mail for mail, names in named.items() if len(names) >= _MAILBOX}
    if not boxes:
        return
    count = 0
    for entry in entries:
        if entry.email and folded(entry.email) in boxes:
            entry.email = ""
            count += 1
    findings.warn(
        f"“{table.header_of(table.columns['email'])}”: {len(boxes)} "
        f"{'address is' if len(boxes) == 1 else 'addresses are'} shared by several people "
        f"({count} in all) and {'was' if len(boxes) == 1 else 'were'} not used."
    )


def settle_ids(table: Table, entries: list[Entry], findings: Findings) -> None:
    """An id that several rows share stays with the first; the same person twice counts once.

    Two rows of one person with parts of full time that fit into one are part posts, and added up.
    """
    column = table.columns.get("id")
    first: dict[str, Entry] = {}
    gone: set[int] = set()
    added: list[str] = []
    shared: list[str] = []
    for entry in entries:
        if entry.code and column is not None:
            key = entry.code.casefold()
        elif entry.email:
            key = f"{entry.email}\n{entry.name}".casefold()
        else:
            continue
        if entry.unnamed and not entry.code:
            continue
        earlier = first.setdefault(key, entry)
        if earlier is entry:
            continue
        if _key(earlier.name) != _key(entry.name):
            at = column if column is not None else 0
            here, there = (table.grid.address(e.row, at) for e in (entry, earlier))
            entry.code = ""
            shared.append(f"{there} and {here}")
            continue
        if earlier.left and not entry.left:
            first[key] = entry  # back again: the later row counts
            entry, earlier = earlier, entry
        gone.add(id(entry))
        whole = (earlier.fte or 0) + (entry.fte or 0)
        other = (earlier.team, earlier.title) != (entry.team, entry.title)
        parts = earlier.fte and entry.fte and whole <= 1.01
        if other and parts and not (earlier.left or entry.left):
            earlier.fte = min(1.0, whole)
            added.append(earlier.name)
            continue
        at = column if column is not None else table.columns.get("name", 0)
        findings.problem(
            table.grid.address(entry.row, at),
            entry.code or entry.name,
            f"the same person is in {table.grid.address(earlier.row, at)}; left out",
        )
    if gone:
        entries[:] = [entry for entry in entries if id(entry) not in gone]
    if added:
        names = ", ".join(dict.fromkeys(added[:3])) + (", …" if len(set(added)) > 3 else "")
        findings.warn(
            f"{len(set(added))} {'person has' if len(set(added)) == 1 else 'people have'} several "
            f"rows with a part of full time each, which were added up ({names}); the team is that "
            "of the first."
        )
    if shared:
        cells = "; ".join(shared[:10]) + ("; …" if len(shared) > 10 else "")
        findings.warn(
            f"{len(shared)} {'ID is' if len(shared) == 1 else 'IDs are'} shared by different "
            f"people, who stay apart; the second has no ID ({cells})."
        )


def note_namesakes(entries: list[Entry], findings: Findings) -> None:
    """Say which names are there more than once, with nothing that tells the people apart."""
    rows: dict[str, list[Entry]] = {}
    for entry in entries:
        if not entry.left:
            rows.setdefault(entry.name.casefold(), []).append(entry)
    same = [
        group[0].name
        for group in rows.values()
        if len(group) > 1 and not all(entry.code or entry.email for entry in group)
    ]
    if same:
        names = ", ".join(same[:3]) + (", …" if len(same) > 3 else "")
        verb = "name is" if len(same) == 1 else "names are"
        findings.warn(
            f"{len(same)} {verb} in several rows ({names}), with no ID or e-mail to say whether "
            "it is one person; each row is a person of its own."
        )


def _key(name: str) -> str:
    return " ".join(sorted(folded(name).split()))


def settle_managers(entries: list[Entry], findings: Findings) -> None:
    """Managers by name, whether the file has their names, their ids or their addresses."""
    said_of = {entry.manager for entry in entries if entry.manager}
    if not said_of:
        return
    by_code: dict[str, str] = {}
    bare: dict[str, str] = {}
    by_mail: dict[str, str] = {}
    digits = any(map(str.isdigit, said_of))
    mails = any("@" in said for said in said_of)
    names = {entry.name.casefold() for entry in entries}
    for entry in entries:
        if entry.code:
            key = entry.code.casefold()
            by_code.setdefault(key, entry.name)
            if digits:
                bare.setdefault(key.lstrip("0"), entry.name)
        if mails and entry.email:
            by_mail.setdefault(entry.email.casefold(), entry.name)
    by_words: dict[str, str] = {}
    known: dict[str, str] = {}
    missing: Counter[str] = Counter()
    for entry in entries:
        said = entry.manager
        if not said:
            continue
        if said not in known:
            entry_name = _COMMON_NAME.match(said)
            key = folded(entry_name[1] if entry_name else said)
            found = by_code.get(key) or by_mail.get(key)
            if found is None and said.isdigit():
                found = bare.get(key.lstrip("0"))
            if found is None and " " in said:
                by_words = by_words or {_key(entry.name): entry.name for entry in entries}
                found = by_words.get(_key(said))
            if found is None:
                found = _as_name(entry_name[1] if entry_name else said)
            known[said] = found
        name = known[said]
        entry.manager = "" if name == entry.name else name
        if name and folded(name) not in names:
            missing[name] += 1
        elif not name and _CODE.fullmatch(said):
            missing[said] += 1
    if missing:
        listed = ", ".join(name for name, _ in missing.most_common(3))
        more = ", …" if len(missing) > 3 else ""
        verb = "manager is" if len(missing) == 1 else "managers are"
        findings.warn(f"{len(missing)} {verb} not in the list themselves ({listed}{more}).")


def _as_name(said: str) -> str:
    """A manager who is not in the list: a name stays, an id or “none” says nothing."""
    if (
        len(said) > 200
        or said.casefold() in OPEN
        or is_nobody(said)
        or _CODE.fullmatch(said)
        or "@" in said
    ):
        return ""
    return turned(said)
