"""Work in a line of words: "Churn model: 2 people for 12 weeks", "20 % of Squad, always".

A line is a name and then clauses in any order, or a row of a pasted list (name, effort, start,
weeks). What is read says how (2 people × 12 weeks × 5 d = 120 d); what can't be read says which
words. No Qt and no plan in here: the words a plan knows come in as `Words`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace

from teamtide.ui.quick.words import Problem, Reading, Words, Work

KINDS = ("structured", "exploratory", "engagement", "infrastructure", "support")
CONTOURS = (
    *("back loaded", "front loaded", "double peak", "early peak", "late peak"),
    *("flat", "bell", "turtle"),
)
DAYS_A_WEEK = 5
WEEKS_A_MONTH = 52 / 12


class Unclear(ValueError):
    """A line that can't be read; the text says what about it."""


_N = r"(\d+(?:[.,]\d+)?)"
_DAYS = r"(?:person[- ]?days?|man[- ]?days?|pd|days?|d)\b"
_WEEKS = r"(?:weeks?|wks?|w)\b"
_SPAN = r"(weeks?|wks?|w|months?|mths?)\b"
_DAY = (
    r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    r"|\d{1,2}\.?\s+[^\W\d_]{3,9}\.?(?:\s+\d{4})?|[^\W\d_]{3,9}\s+\d{1,2}(?:,?\s+\d{4})?)"
)
_HEADERS = {
    "name": {"name", "project", "work", "title", "what", "projekt"},
    "effort": {"effort", "days", "person days", "person-days", "likely", "estimate", "pd", "d"},
    "low": {"low", "min", "best"},
    "high": {"high", "max", "worst"},
    "start": {"start", "from", "begin", "start date"},
    "weeks": {"weeks", "duration", "length", "wks"},
    "discipline": {"discipline", "skill"},
    "kind": {"kind", "type"},
    "team": {"team", "owner"},
}


def read_lines(text: str, words: Words) -> Reading:
    """Every line of a text; blank lines and those that start with # are passed over."""
    works: list[Work] = []
    problems: list[Problem] = []
    columns: list[str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = _cells(line)
        found = _headers(cells)
        if found is not None:
            columns = found
            continue
        try:
            if columns is not None and len(cells) > 1:
                works.append(_row(number, cells, columns, words))
            else:
                works.append(_sentence(number, line, words))
        except ValueError as error:
            problems.append(Problem(number, str(error)))
    return Reading(tuple(works), tuple(problems))


# --- lists ----------------------------------------------------------------------------------


def _cells(line: str) -> list[str]:
    for mark in ("\t", ";", "|"):
        if mark in line:
            return [cell.strip() for cell in line.split(mark)]
    return [cell.strip() for cell in line.split(",")]


def _headers(cells: list[str]) -> list[str] | None:
    """The meaning of each column where a line is a list's header."""
    found = []
    for cell in cells:
        plain = re.sub(r"\(.*?\)", "", cell).strip().casefold()
        found.append(next((key for key, known in _HEADERS.items() if plain in known), ""))
    known = [one for one in found if one]
    return found if "name" in known and len(known) > 1 and len(set(known)) == len(known) else None


def _row(number: int, cells: list[str], columns: list[str], words: Words) -> Work:
    """A line under a header: each cell is what its column says."""
    values = {key: cell for key, cell in zip(columns, cells, strict=False) if key and cell}
    if "name" not in values:
        raise Unclear("This row has no name.")
    parts = [values["name"].replace(":", " ")]
    effort = values.get("effort", "")
    if "low" in values and "high" in values:
        likely = f" likely {_bare(effort)} d" if effort else ""
        parts.append(f"{_bare(values['low'])}-{_bare(values['high'])} d{likely}")
    elif effort:
        parts.append(effort if re.search(r"[^\d\s.,–-]", effort) else f"{effort} d")
    if "start" in values:
        parts.append(f"from {values['start']}")
    if "weeks" in values:
        weeks = values["weeks"]
        parts.append(f"over {weeks} weeks" if re.fullmatch(_N, weeks) else weeks)
    parts += [values[key] for key in ("discipline", "kind") if key in values]
    if "team" in values:
        parts.append(f"with {values['team']}")
    return _sentence(number, f"{parts[0]}: {' | '.join(parts[1:])}", words)


def _bare(text: str) -> str:
    return re.sub(r"\s*(?:person[- ]?days?|days?|d)$", "", text, flags=re.IGNORECASE)


# --- sentences ------------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    """What is left of a line while it is being read."""

    rest: str
    words: Words
    work: Work
    people: float | None = None
    said: list[str] = field(default_factory=list)

    def take(self, pattern: str) -> re.Match[str] | None:
        """The first match of a pattern, which is then gone from the line."""
        match = re.search(pattern, self.rest, re.IGNORECASE)
        if match is not None:
            self.rest = f"{self.rest[: match.start()]} | {self.rest[match.end() :]}"
        return match

    def number(self, text: str) -> float:
        """A number as the user writes them."""
        return self.words.number(text)

    def put(self, **values: object) -> None:
        """Note what was understood."""
        self.work = replace(self.work, **values)  # type: ignore[arg-type]


_EFFORTS = (
    rf"{_N}\s*%\s*(?:of|for)\b",
    rf"{_N}\s*(?:people|persons?|ppl|ftes?|engineers?|developers?|data scientists?)\b",
    rf"{_N}\s*(?:-|–|to)\s*{_N}\s*{_DAYS}",
    rf"{_N}\s*(?:person|fte)[- ]?(?:weeks?|months?)",
    rf"{_N}\s*{_DAYS}",
    rf"{_N}\s*(?:requests?|tickets?)\b",
)


def _sentence(number: int, line: str, words: Words) -> Work:
    if "\t" in line:
        line = line.replace("\t", " | ")
    elif re.search(r",\S*\d", line) and line.count(",") >= 2 and ", " not in line:
        line = line.replace(",", " | ")
    name, rest = _name(line)
    state = _Line(f" {rest} ", words, Work(number))
    project, slash, chunk = name.partition(" / ")
    state.put(project=project.strip(), name=chunk.strip() if slash else "")
    _dates(state)
    _effort(state)
    _span(state)
    _labels(state)
    _leftovers(state)
    return _whole(state)


def _name(line: str) -> tuple[str, str]:
    """The name of a line, and all that follows."""
    name, colon, rest = line.partition(":")
    if colon:
        return name.strip(), rest
    places = [m.start() for p in _EFFORTS if (m := re.search(p, line, re.IGNORECASE))]
    comma = re.search(r"[,;|]", line)
    ends = [*places, *([comma.start()] if comma else [])]
    if not ends:
        return line.strip(), ""
    end = min(ends)
    return line[:end].strip(" ,;|–-"), line[end:]


def _dates(line: _Line) -> None:
    words = line.words
    if found := line.take(rf"\b(?:from|starting|starts?|beginning|ab)\s+(?:on\s+)?{_DAY}"):
        line.put(start=words.day(found[1]))
    if found := line.take(rf"\b(?:by|deadline|due)\s+(?:on\s+)?{_DAY}"):
        line.put(deadline=words.day(found[1]))
    if found := line.take(rf"\b(?:until|till|to)\s+{_DAY}"):
        start = line.work.start
        if start is None:
            raise Unclear("“until” needs a start as well: from 2 Mar until 30 Apr.")
        days = (words.day(found[1]) - start).days + 1
        if days <= 0:
            raise Unclear("It ends before it starts.")
        line.put(weeks=round(days / 7, 1))


def _effort(line: _Line) -> None:
    if found := line.take(rf"\b(?:at most|max\.?)\s+{_N}(?:\s*people)?"):
        line.put(max_people=line.number(found[1]))
    if found := line.take(rf"{_N}\s*%\s*(?:of|for)\s+(.*?)(?=[,;|]|\balways\b|$)"):
        team = _known(found[2], line.words.teams)
        if team is None:
            raise Unclear(f"There is no team called “{found[2].strip()}”.")
        line.put(share=line.number(found[1]) / 100, team=team)
    elif found := line.take(
        rf"{_N}\s*(?:requests?|tickets?)\s*(?:a|per|/|each)\s*{_WEEKS}"
        rf"\s*(?:of|×|x|at)?\s*{_N}\s*{_DAYS}(?:\s*each)?"
    ):
        count, each = line.number(found[1]), line.number(found[2])
        line.put(weekly=count * each, each=each)
        line.said.append(f"{count:g} requests × {each:g} d = {count * each:g} d a week")
    elif found := line.take(rf"{_N}\s*{_DAYS}\s*(?:a|per|/|each|every)\s*{_WEEKS}"):
        line.put(weekly=line.number(found[1]))
    elif found := line.take(
        rf"{_N}\s*(people|persons?|ppl|ftes?|engineers?|developers?|data scientists?)\b"
    ):
        line.people = line.number(found[1])
        if found[2].casefold().startswith("data scientist"):
            line.put(discipline=_known("data science", line.words.disciplines) or "")
    elif found := line.take(rf"{_N}\s*(?:person|fte)[- ]?(weeks?|months?)"):
        weeks = line.number(found[1])
        if found[2].casefold().startswith("month"):
            weeks *= WEEKS_A_MONTH
        days = round(weeks * DAYS_A_WEEK, 1)
        line.put(days=days)
        line.said.append(f"{weeks:g} person-weeks × {DAYS_A_WEEK} d = {days:g} d")
    elif found := line.take(rf"{_N}\s*(?:-|–|to)\s*{_N}\s*{_DAYS}"):
        _range(line, line.number(found[1]), line.number(found[2]))
    elif found := line.take(rf"(?<!likely ){_N}\s*{_DAYS}"):
        line.put(days=line.number(found[1]))
    if found := line.take(rf"\blikely\s+{_N}(?:\s*{_DAYS})?"):
        line.put(days=line.number(found[1]))
        line.said = [one for one in line.said if "middle" not in one]


def _range(line: _Line, low: float, high: float) -> None:
    if low > high:
        raise Unclear(f"{low:g} to {high:g} days: the first must be the smaller.")
    middle = (low + high) / 2
    line.put(low=low, high=high, days=middle)
    line.said.append(f"{low:g} to {high:g} d, likely the middle, {middle:g} d")


def _span(line: _Line) -> None:
    if line.take(r"\b(?:always|ongoing|forever|all the time|never ends)\b"):
        if line.people is not None:
            weekly = line.people * DAYS_A_WEEK
            line.put(weekly=weekly)
            line.said.append(f"{_people(line.people)} × {DAYS_A_WEEK} d = {weekly:g} d a week")
            line.people = None
        elif not line.work.ongoing:
            raise Unclear("How much of it, always? Say 2 d a week, or 20 % of a team.")
    if found := line.take(rf"(?:\b(?:over|for|in|during)\s+)?{_N}\s*{_SPAN}"):
        weeks = line.number(found[1])
        if found[2].casefold().startswith("m"):
            weeks = round(weeks * WEEKS_A_MONTH, 1)
        line.put(weeks=weeks)


def _labels(line: _Line) -> None:
    if found := line.take(r"\bafter\s+([^,;|]+)"):
        line.put(after=found[1].strip())
    if found := line.take(r"\bbursts?\s+(\d{1,3})\s*/\s*(\d{1,3})"):
        line.put(shape=f"burst {found[1]}/{found[2]}")
    for shape in CONTOURS:
        if line.take(rf"\b{shape.replace(' ', '[ -]')}\b"):
            line.put(shape=shape)
    for team in sorted(line.words.teams, key=len, reverse=True):
        said = rf"\b(?:with|in|by|for|owned by|team)\s+(?:the\s+)?{re.escape(team)}\b"
        alone = rf"(?<=[,;|])\s*{re.escape(team)}\s*(?=[,;|]|$)"
        also = team.casefold() in {*KINDS, *(d.casefold() for d in line.words.disciplines)}
        if line.take(said if also else f"{said}|{alone}"):
            line.put(team=team)
            break
    for discipline in sorted(line.words.disciplines, key=len, reverse=True):
        if line.take(rf"(?<![^\W_]){re.escape(discipline)}(?![^\W_])"):
            line.put(discipline=discipline)
            if discipline.casefold() in KINDS and not line.work.kind:
                line.put(kind=discipline.casefold())
            break
    for kind in KINDS:
        if line.take(rf"\b{kind}\b"):
            line.put(kind=kind)
            break


_FILLERS = re.compile(r"^(?:for|of|over|and|work|with|the|a)\b|\b(?:for|of|and|work)$")


def _leftovers(line: _Line) -> None:
    """Bare cells of a list (effort, start, weeks); whatever else is left was not understood."""
    for piece in re.split(r"[,;|]", line.rest):
        cell = _FILLERS.sub("", piece.strip()).strip(" .–-")
        if not cell:
            continue
        if re.fullmatch(_DAY, cell, re.IGNORECASE) and line.work.start is None:
            line.put(start=line.words.day(cell))
        elif found := re.fullmatch(rf"{_N}\s*(?:-|–|to)\s*{_N}", cell):
            _range(line, line.number(found[1]), line.number(found[2]))
        elif re.fullmatch(_N, cell) and line.work.days is None and not line.work.ongoing:
            line.put(days=line.number(cell))
        elif re.fullmatch(_N, cell) and line.work.weeks is None:
            line.put(weeks=line.number(cell))
        else:
            raise Unclear(f"“{cell}” is not understood; try “2 people for 12 weeks” or “30 d”.")


def _whole(line: _Line) -> Work:
    """Put together what a line needs to be work at all."""
    work, words = line.work, line.words
    if work.ongoing:
        label = work.project or (f"Other work of {work.team}" if work.share else "Ongoing work")
        work = replace(work, project="", name=label, weeks=None)
        if work.share is not None:
            line.said.append(f"{work.share * 100:g} % of the team's days")
    else:
        work = _finite(line, work)
    kind = work.kind or ("support" if work.ongoing else "structured")
    return replace(
        work,
        kind=kind,
        discipline=work.discipline or words.discipline or words.disciplines[0],
        team=work.team or words.team,
        said="; ".join(line.said),
    )


def _finite(line: _Line, work: Work) -> Work:
    weeks = work.weeks
    if line.people is not None:
        if weeks is None:
            raise Unclear(f"{_people(line.people)} for how many weeks?")
        days = round(line.people * weeks * DAYS_A_WEEK, 2)
        span = f"{weeks:g} {'week' if weeks == 1 else 'weeks'}"
        line.said.append(f"{_people(line.people)} × {span} × {DAYS_A_WEEK} d = {days:g} d")
        work = replace(work, days=days)
    if work.days is None:
        raise Unclear("How much work is it? Say “2 people for 12 weeks”, “30 d” or “20–40 d”.")
    if weeks is None:
        weeks = max(1.0, float(math.ceil(work.days / DAYS_A_WEEK)))
        line.said.append(f"no length given: {weeks:g} weeks, one person's pace")
    if work.low is not None and work.high is not None and not work.low <= work.days <= work.high:
        raise Unclear(f"Likely {work.days:g} d must lie between {work.low:g} and {work.high:g} d.")
    project = work.project or "New work"
    return replace(work, project=project, name=work.name or "Work", weeks=weeks)


def _people(count: float) -> str:
    return f"{count:g} {'person' if count == 1 else 'people'}"


def _known(text: str, known: tuple[str, ...]) -> str | None:
    wanted = re.sub(r"^(?:the|this)\s+|\s+team$", "", text.strip(), flags=re.IGNORECASE).casefold()
    return next((one for one in known if one.casefold() == wanted), None)
