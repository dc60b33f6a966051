"""The sample plan with its loads, and a company's workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from teamtide.exchange.sample import sample_state
from teamtide.exchange.templates.tables import Source
from tests.exchange.templates.company import company_workbook
from tests.exchange.templates.filling import (
    source_of,
)


@pytest.fixture(scope="module")
def source() -> Source:
    return source_of(sample_state())


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return company_workbook(tmp_path / "company.xlsx")
