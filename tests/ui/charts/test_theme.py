"""Light and dark keep every text readable, and shapes apart."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from teamtide.ui import theme
from teamtide.ui.shapes import SHAPES, shape_of

GROUNDS = ("window", "board", "column", "column_target", "card", "card_hover", "accent_fill")


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK], ids=lambda look: look.name)
def test_that_every_text_stands_out_from_every_ground(look: theme.Theme) -> None:
    for name in ("text", "muted", "good", "warn", "bad"):
        for ground in GROUNDS:
            ratio = theme.contrast(getattr(look, name), getattr(look, ground))
            assert ratio >= 4.5, f"{name} on {ground}: {ratio:.2f}"
    for name in ("good", "warn", "bad"):
        assert theme.contrast(*look.severity(name)) >= 4.5
    assert theme.contrast(*look.severity("neutral")) >= 4.5
    assert theme.contrast(look.accent_text, look.accent_fill) >= 4.5


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK], ids=lambda look: look.name)
def test_that_the_stylesheet_has_every_colour_filled_in(look: theme.Theme) -> None:
    assert "$" not in theme.stylesheet(look)


def test_that_the_users_choice_beats_the_system(qapp: QApplication) -> None:
    try:
        assert theme.apply(qapp, "dark") is theme.DARK
        assert theme.current().dark
        assert theme.apply(qapp, "light") is theme.LIGHT
        with pytest.raises(ValueError, match="no such mode"):
            theme.apply(qapp, "pink")
    finally:
        theme.apply(qapp, "system")


def test_that_disciplines_have_shapes_of_their_own() -> None:
    names = tuple("abcdef")
    found = [shape_of(name, names) for name in names]
    assert len(set(found)) == len(names)
    assert shape_of("unheard of", names) == SHAPES[-1]
    assert SHAPES[-1] not in found
