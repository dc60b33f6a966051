"""What the header cells of the blank plan workbook say when one points at them.

For somebody who has never seen Teamtide: what goes into the column, in which unit, what a blank
cell means, and an example.
"""

from __future__ import annotations

from teamtide.capacity.assumptions import ASSUMPTIONS
from teamtide.capacity.shapes import CONTOURS

SHEET_HELP: dict[str, str] = {
    "Plan": "The plan itself: its name, when it starts, how long it is, and its assumptions",
    "Scenarios": "Today, and the options you want to compare with it",
    "People": "Everybody who works, one row each; the only sheet that must be filled",
    "Leave": "When somebody is away",
    "Holidays": "Days on which nobody at a place works",
    "Teams": "The columns of the board",
    "Team changes": "What an option changes about a team",
    "Goals": "What the projects are for",
    "Projects": "Work that ends some day; it is made of chunks",
    "Chunks": "The pieces of a project: how much work, when, and who can do it",
    "Services": "Work that never ends, such as requests and a cluster to look after",
    "Surges": "Weeks in which a service is asked for more, or less",
    "Placements": "Later moves, and who sits where in an option",
    "Owners": "Whose work it is in an option, where that differs from Today",
    "Project changes": "What an option changes about a project",
    "Pins": "Who has to stay in a team, whatever the option",
    "Pairs": "Who should share a team, or should not",
    "Notes": "What you want to remember about somebody or something",
}

_PERSON = "by the ID, or by the name where there is no ID"
_SCENARIO = "Today or an option, as on the sheet Scenarios. Example: Two teams"
_TEAM = "as on the sheet Teams. Example: Example squad"
_DAY = "a date. Example: 2026-03-02"

HEADER_HELP: dict[str, dict[str, str]] = {
    "Plan": {
        "Setting": "What is set. Leave these words as they are; the order does not matter.",
        "Value": "What it is set to. A blank cell leaves the usual value.",
    },
    "Scenarios": {
        "Scenario": "The name of Today or of an option. Example: Two teams",
        "Description": "What it is about, in a sentence. May be blank.",
    },
    "People": {
        "ID": "A number or word that only this person has, such as the one HR uses; zeros in "
        "front are kept. Example: 001. May be blank where no two people have the same name.",
        "Name": "First and last name. Example: Ada Lovelace. Every row needs one.",
        "Email": "Helps to find the person again in the next list. May be blank.",
        "Title": "The job title, as it shall stand on the card. May be blank.",
        "Discipline": "The work the person does best; one of the disciplines on the sheet Plan. "
        "Example: software. Blank: the first of them.",
        "Skills": "Other disciplines, each with a number from 0 to 1: how much a day of this "
        "person is worth there. Example: infrastructure 0.6; data science 0.2",
        "FTE": "How much of a full-time post, from 0 to 1, or as a percentage. Example: 0.8. "
        "Blank: 1.",
        "Location": "The place whose holidays count, as on the sheet Holidays. Example: Berlin",
        "Start": f"First working day, {_DAY}. Blank: has always been there.",
        "End": f"Last working day, {_DAY}. Blank: stays.",
        "Team": f"Where the person sits today, {_TEAM}. Blank: on the bench, in no team.",
        "Share": "Which part of the person is in that team, from 0 to 1. Blank: 1. "
        "Who is in two teams goes on the sheet Placements.",
        "Manager": "Whom the person reports to, if that is not the lead of the team. May be blank.",
    },
    "Leave": {
        "Person": f"Who is away, {_PERSON}. Example: 001",
        "From": f"First day away, {_DAY}. Blank: from the beginning.",
        "To": f"Last day away, {_DAY}. Blank: to the end.",
        "Fraction": "Which part of each day is free, from 0 to 1. Example: 0.5 for half days. "
        "Blank: 1.",
    },
    "Holidays": {
        "Location": "The place, as on the sheet People. Example: Berlin",
        "Date": f"The day, {_DAY}",
        "Name": "What the day is called. May be blank.",
    },
    "Teams": {
        "Team": "The name of the team. Example: Payments squad",
        "Kind": "squad, infrastructure, enablement or other. Blank: other.",
        "Lead": f"Who leads the team, {_PERSON}. May be blank.",
        "Ceremony hours": "Hours a week each person spends in meetings of the team. Example: 3. "
        "Blank: what the sheet Plan says.",
        "Interrupts": "Who answers what can't wait: everyone, or a rota that spares the others. "
        "Blank: everyone.",
    },
    "Team changes": {
        "Scenario": f"The option, {_SCENARIO}",
        "Team": f"The team, {_TEAM}",
        "Lead": f"Who leads it in this option, {_PERSON}. Blank: as in Today.",
        "Ceremony hours": "Hours a week in meetings of the team in this option. Blank: as in "
        "Today.",
        "Interrupts": "everyone or rota. Blank: as in Today.",
    },
    "Goals": {
        "Goal": "What some projects are for, in a few words. Example: Faster releases",
        "Rank": "1 is the most important. May be blank.",
        "Wanted share": "Which part of all work should go there, from 0 to 1. Example: 0.6. "
        "May be blank.",
    },
    "Projects": {
        "Project": "The name of the project. Example: Churn model",
        "Team": f"Whose project it is, {_TEAM}. Blank: nobody's yet.",
        "Goal": "What it is for, as on the sheet Goals. May be blank.",
        "Priority": "A whole number; 1 goes first. Blank: after those that have one.",
        "Status": "active, paused or cancelled. Only active projects ask for work. Blank: active.",
        "Deadline": f"When it should be done, {_DAY}. May be blank.",
    },
    "Chunks": {
        "Project": "As on the sheet Projects. Example: Example project",
        "Chunk": "The name of the piece of work. Example: Explore",
        "Kind": "What sort of work it is: structured, exploratory, engagement (with people who "
        "wait), infrastructure or support.",
        "Discipline": "Who can do it best; one of the disciplines on the sheet Plan.",
        "Low": "Days of work if all goes well. Example: 8. May be blank.",
        "Likely": "Days of one person's work, most likely. Example: 12. Every row needs one.",
        "High": "Days of work if it goes badly. Example: 25. May be blank.",
        "Start": f"When it is planned to begin, {_DAY}. Blank: when the chunks under After have "
        "ended, or with the plan.",
        "Weeks": "Over how many weeks the work spreads. Example: 4. Blank: 1.",
        "Shape": f"How the work spreads over those weeks: {', '.join(CONTOURS)}; or burst 4/1, "
        "which is one busy week of four. Blank: flat.",
        "After": "Chunks that have to end first, with ; between them. Example: Explore. A chunk "
        "of another project: Example project / Explore",
        "Lag": "Weeks between their end and this start. Example: 1. Blank: none.",
        "Max people": "How many people can work on it at once. Example: 2. Blank: any number.",
        "Team": "Whose work it is, where that is not the team of the project. May be blank.",
        "Who": "People who do it, whatever their team, with ; between them. Example: 001; 002. "
        "Blank: whoever in the team can.",
        "Done": "Days of work already done. Example: 3. Blank: nobody said.",
    },
    "Services": {
        "Service": "The name of the work that never ends. Example: Cluster",
        "Kind": "structured, exploratory, engagement, infrastructure or support. Blank: support.",
        "Discipline": "Who can do it best; one of the disciplines on the sheet Plan.",
        "Arrivals per week": "How many requests come in a week. Example: 4",
        "Days each": "Days of one person's work for each. Example: 0.5",
        "Dispersion": "How uneven the weeks are: 1 is plain chance, 3 is floods and droughts. "
        "Blank: 1.",
        "Team": f"Who answers, {_TEAM}. Blank: nobody yet.",
    },
    "Surges": {
        "Service": "As on the sheet Services. Example: Example requests",
        "From": f"First day, {_DAY}. Blank: from the beginning.",
        "To": f"Last day, {_DAY}. Blank: to the end.",
        "Factor": "How many times as much comes in. Example: 2 for twice as much.",
    },
    "Placements": {
        "Scenario": f"Where the move happens: {_SCENARIO}",
        "Person": f"Who moves, {_PERSON}. Example: 003",
        "From": f"From which day on, {_DAY}. Blank: from the beginning.",
        "Team": f"Where to, {_TEAM}. Blank: to the bench.",
        "Share": "Which part of the person, from 0 to 1. Blank: 1. For two teams write two rows "
        "with the same person and day, such as 0.5 and 0.5.",
    },
    "Owners": {
        "Scenario": f"The option, {_SCENARIO}",
        "Type": "What is handed over: project, chunk, service, or kind for all work of a kind.",
        "Item": "Which one, by its name. A chunk is written Example project / Explore; a kind is "
        "a word such as support.",
        "Team": f"Who has it in this option, {_TEAM}. Blank: nobody.",
    },
    "Project changes": {
        "Scenario": f"The option, {_SCENARIO}",
        "Project": "As on the sheet Projects. Example: Example project",
        "Status": "active, paused or cancelled. Blank: as in Today.",
        "Priority": "A whole number; 1 goes first. Blank: as in Today.",
        "Shift weeks": "How many weeks later all of it is, or earlier with a minus. Example: 2. "
        "Blank: as in Today.",
    },
    "Pins": {
        "Person": f"Who stays, {_PERSON}. Example: 001",
        "Team": f"Where, {_TEAM}. Blank: on the bench.",
        "Reason": "Why. May be blank.",
    },
    "Pairs": {
        "Person": f"One of the two, {_PERSON}. Example: 001",
        "Other": f"The other one, {_PERSON}. Example: 002",
        "Wish": "together or apart",
        "Reason": "Why. May be blank.",
    },
    "Notes": {
        "Type": "What the note is about: person, team, project, chunk or service.",
        "Item": "Which one, by its name. A chunk is written Example project / Explore.",
        "Note": "What you want to remember.",
    },
}

SETTING_HELP: dict[str, str] = {
    "Name": "What the plan is called. Example: Spring reorganisation",
    "Start": "The first day, a Monday. Example: 2026-01-05",
    "Weeks": "How long it is, in weeks, from 1 to 260. Example: 26",
    "Today": "Which of the scenarios is how things are now. Example: Today",
    "disciplines": "What people are, with ; between them. Example: software; data science; "
    "infrastructure. The lists on the other sheets follow.",
    "engineering": "Which of the disciplines count as engineering. May be blank.",
    **{
        one.key: f"{one.label}. {one.meaning} From {one.least:g} to {one.most:g}; usually "
        f"{one.default:g}."
        for one in ASSUMPTIONS
    },
}
