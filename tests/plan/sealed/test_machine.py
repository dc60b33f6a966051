"""Any life of a plan file, as in `test_document_machine`, where the file is an encrypted one."""

from __future__ import annotations

import gc

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from teamtide.plan.sealed.keys import Key, all_at_hand
from teamtide.plan.sealed.layout import is_sealed
from tests.plan.sealed.helpers import cheap_key, readable, words_of
from tests.plan.test_document_machine import PlanFile


class SealedPlanFile(PlanFile):
    """The same, under a passphrase that is set at the beginning and changed on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[Key] = []

    @initialize(full=st.booleans(), room=st.sampled_from([2, 5, 100]))
    def begin(self, full: bool, room: int) -> None:
        super().begin(full=full, room=room)
        self.change_the_passphrase()

    @rule()
    def change_the_passphrase(self) -> None:
        self.keys.append(cheap_key(f"passphrase {len(self.keys)}").hold())
        self.document.reseal(self.keys[-1])

    @rule()
    def look_for_words(self) -> None:
        assert is_sealed(self.document.path)
        assert readable(self.folder, words_of(self.document.state)) == set()

    def teardown(self) -> None:
        super().teardown()
        for key in self.keys:
            key.release()
        gc.collect()  # readers that were not closed
        assert all_at_hand() == ()


SealedPlanFile.TestCase.settings = settings(
    max_examples=6,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SealedPlanFileTest = SealedPlanFile.TestCase
