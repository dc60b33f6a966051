"""What was chosen for a workbook, kept for the next one of that name and shape.

Only names of places and of tables are kept, in the user's own settings.
"""

from __future__ import annotations

import hashlib
import json

from teamtide.exchange.templates.tables import TITLES
from teamtide.exchange.templates.template import Template
from teamtide.ui.preferences import preferences

_GROUP = "filled-templates"


def remembered(template: Template) -> dict[str, str]:
    """The tables chosen last time, by place; nothing where there was no last time."""
    said = preferences().value(f"{_GROUP}/{_shape(template)}", "")
    try:
        found = json.loads(str(said)) if said else {}
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        str(name): str(table) for name, table in found.items() if table == "" or table in TITLES
    }


def remember(template: Template, wanted: dict[str, str]) -> None:
    """Keep what was chosen."""
    preferences().setValue(f"{_GROUP}/{_shape(template)}", json.dumps(wanted))


def _shape(template: Template) -> str:
    """A digest of the file's name and of its sheets, names and tables."""
    parts = [
        template.name.casefold(),
        *(sheet.name for sheet in template.sheets),
        "",
        *(name.name for name in template.names),
        "",
        *(table.name for table in template.tables),
    ]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()
