"""Who a row of a roster is: the person of the plan it speaks of, if there is one.

Ids go first for all rows, then e-mails, then names, so that a row that is sure never loses its
person to a row that is not. A name that is merely close is a question for a person to answer, and
somebody new until it is answered. Rows that could mean several people of one name are said and
left out until somebody says which.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.references import folded
from teamtide.exchange.rosters.details import Question
from teamtide.exchange.rosters.entries import Entry
from teamtide.exchange.rosters.tables import Table
from teamtide.plan.rows import Person, PersonId
from teamtide.plan.state import State

CLOSE = 87.0
MOST_CANDIDATES = 3


class Matcher:
    """Finds rows' people; every person is found at most once."""

    def __init__(self, state: State, answers: Mapping[int, int]) -> None:
        """Look people up in `state`.

        Args:
            state: The plan.
            answers: `Choices.people`.
        """
        self._state = state
        self._answers = answers
        self._by_code: dict[str, Person] = {}
        self._by_digits: dict[str, list[Person]] = {}
        self._by_email: dict[str, list[Person]] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._used: set[PersonId] = set()
        self._words: dict[str, list[tuple[Person, str]]] | None = None
        for person in state.rows(Person):
            if person.code:
                self._by_code.setdefault(folded(person.code), person)
                self._by_digits.setdefault(_bare(person.code), []).append(person)
            if person.email:
                self._by_email.setdefault(folded(person.email), []).append(person)
            self._by_name.setdefault(_same(person.name), []).append(person)

    def match(self, table: Table, entries: list[Entry], findings: Findings) -> list[Question]:
        """Set `match` of every entry that is somebody of the plan; drop those that are unclear.

        Returns:
            What only a person can answer, with the answers there are.
        """
        if not self._state.rows(Person):
            return []
        answered = self._answered(table, entries)
        renamed = []
        for entry in entries:
            person = self._coded(entry.code) if entry.code else None
            if person is not None and entry.match is None:
                self._take(entry, person)
                if not set(folded(person.name).split()) & set(folded(entry.name).split()):
                    renamed.append(f"{person.name} is now {entry.name}")
        self._match_emails([e for e in entries if e.match is None and id(e) not in answered])
        waiting: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.match is None and not entry.left and id(entry) not in answered:
                waiting.setdefault(_same(entry.name), []).append(entry)
        questions: list[Question] = []
        unclear: list[Entry] = []
        for name, same in waiting.items():
            people = [p for p in self._by_name.get(name, []) if p.id not in self._used]
            for entry in self._by_order(same, people):
                unclear.append(entry)
                questions.append(self._question(table, entry, people))
        self._match_leavers(entries)
        self._say_unclear(table, unclear, findings)
        gone = {id(entry) for entry in unclear}
        entries[:] = [entry for entry in entries if id(entry) not in gone]
        questions += self._close(table, [e for e in entries if id(e) not in answered])
        questions += [
            self._question(table, entry, self._near(entry))
            for entry in entries
            if id(entry) in answered
        ]
        if renamed:
            more = "; …" if len(renamed) > 5 else ""
            findings.warn(f"Same ID, another name: {'; '.join(renamed[:5])}{more}.")
        return sorted(questions, key=lambda question: question.row)

    def _answered(self, table: Table, entries: list[Entry]) -> set[int]:
        """Entries somebody has settled, their people taken."""
        found: set[int] = set()
        if not self._answers:
            return found
        coded = {id(person): e for e in entries if e.code and (person := self._coded(e.code))}
        for entry in entries:
            answer = self._answers.get(_row(table, entry))
            if answer is None:
                continue
            person = self._state.find(Person, answer)
            if answer and (person is None or person.id in self._used):
                continue  # that person is gone, or is another row's
            if coded.get(id(person), entry) is not entry:
                continue  # another row has their ID
            found.add(id(entry))
            if person is not None:
                self._take(entry, person)
        return found

    def _question(self, table: Table, entry: Entry, people: Iterable[Person]) -> Question:
        return Question(
            row=_row(table, entry),
            name=entry.name,
            candidates=tuple((int(p.id), _told(p)) for p in people),
            answer=self._answers.get(_row(table, entry)),
        )

    def _say_unclear(self, table: Table, unclear: list[Entry], findings: Findings) -> None:
        column = table.columns.get("name", table.columns.get("last_name", 0))
        for entry in unclear:
            findings.problem(
                table.grid.address(entry.row, column),
                table.grid.rows[entry.row][column],
                "several people of the plan have this name; expected an ID or e-mail that tells "
                "which, and the row was left out",
            )

    def _take(self, entry: Entry, person: Person) -> None:
        if person.id not in self._used:
            self._used.add(person.id)
            entry.match = person

    def _match_emails(self, entries: list[Entry]) -> None:
        """By addresses that one row and one person have; another ID needs a name that fits, too."""
        shared = Counter(folded(entry.email) for entry in entries if entry.email)
        for entry in entries:
            address = folded(entry.email)
            people = self._by_email.get(address, []) if shared[address] == 1 else []
            if len(people) != 1:
                continue
            person = people[0]
            other_id = bool(entry.code and person.code)
            if not other_id or set(_plain(entry.name).split()) & set(_plain(person.name).split()):
                self._take(entry, person)

    def _coded(self, code: str) -> Person | None:
        """Who has an ID; a spreadsheet may have taken the zeros in front of a number away."""
        found = self._by_code.get(folded(code))
        if found is None and len(alike := self._by_digits.get(_bare(code), [])) == 1:
            found = alike[0]
        return found

    def _match_leavers(self, entries: list[Entry]) -> None:
        """By names that one row and one person have who is not spoken of otherwise."""
        rows = Counter(_same(entry.name) for entry in entries)
        for entry in entries:
            if entry.match is None and entry.left and rows[_same(entry.name)] == 1:
                people = [
                    person
                    for person in self._by_name.get(_same(entry.name), [])
                    if person.id not in self._used and not (entry.code and person.code)
                ]
                if len(people) == 1:
                    self._take(entry, people[0])

    def _by_order(self, rows: list[Entry], people: list[Person]) -> list[Entry]:
        """Rows and people of one name, in order; the rows that can't be told apart."""
        for entry in rows:
            fits = [p for p in people if p.id not in self._used and not (entry.code and p.code)]
            if len(fits) > len(rows):
                return [row for row in rows if row.match is None]
            # A person with an id of another file's making is not known to be this one.
            if fits:
                self._take(entry, fits[0])
        return []

    # --- names that are close ---------------------------------------------------------------

    def _close(self, table: Table, entries: list[Entry]) -> list[Question]:
        """Newcomers whose names are close to those of people no row speaks of."""
        new = [e for e in entries if e.match is None and not e.left and not e.unnamed]
        if not new or len(self._used) == len(self._state.rows(Person)):
            return []
        found = []
        for entry in new:
            people = self._near(entry)
            if people:
                found.append(self._question(table, entry, people))
        return found

    def _near(self, entry: Entry) -> list[Person]:
        """People whose names are close, the closest first."""
        from rapidfuzz import fuzz, process

        words = _plain(entry.name)
        pool = {
            person.id: (person, name)
            for word in (*words.split(), *(_start(word) for word in words.split()))
            for person, name in self._by_word.get(word, ())
            if person.id not in self._used or person is entry.match
            # Of two IDs only the very same name makes one wonder.
            if not (entry.code and person.code)
            or person is entry.match
            or _same(person.name) == _same(entry.name)
        }
        if not pool:
            return []
        names = {person_id: name for person_id, (_, name) in pool.items()}
        best = process.extract(
            words, names, scorer=fuzz.token_sort_ratio, limit=MOST_CANDIDATES, score_cutoff=CLOSE
        )
        return [pool[person_id][0] for _, _, person_id in best]

    @property
    def _by_word(self) -> dict[str, list[tuple[Person, str]]]:
        """People by the words of their names and how these start, made when first asked for."""
        if self._words is None:
            self._words = defaultdict(list)
            for person in self._state.rows(Person):
                name = _plain(person.name)
                for word in {*name.split(), *(_start(word) for word in name.split())}:
                    self._words[word].append((person, name))
        return self._words


def _row(table: Table, entry: Entry) -> int:
    """The number of an entry's row in the spreadsheet, from 1."""
    return table.grid.top + entry.row + 1


def _told(person: Person) -> str:
    """A person of the plan so that people of one name can be told apart."""
    beside = person.code or person.email or person.title
    return f"{person.name} ({beside})" if beside else person.name


def _bare(code: str) -> str:
    """An ID of digits without the zeros in front; another one as it is compared."""
    return code.strip().lstrip("0") or "0" if code.strip().isdigit() else folded(code)


def _same(name: str) -> str:
    """Names that are the same but for blanks and capitals."""
    return " ".join(name.split()).casefold()


def _plain(name: str) -> str:
    """A name without accents and signs, as it is typed in a hurry."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(
        "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split()
    )


def _start(word: str) -> str:
    """How a word starts, marked so that it is no word itself."""
    return f"{word[:3]}…"
