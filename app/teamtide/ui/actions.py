"""Every action of the window as a line of data: where it stands, what it says, what it calls.

`call` names a method of the main window, of its `files`, `templates`, `rescue`, `merges`,
`passphrases`, `doings`, `looks` or `panels`. Actions that need a plan are disabled without one,
those that change it also where it is open for reading only.
"""

from __future__ import annotations

from dataclasses import dataclass

SEPARATOR = "-"
WITHIN = " ▸ "
"""Between a menu and one within it."""
PASSPHRASE = f"&File{WITHIN}Passp&hrase"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. `needs` is "nothing", "plan" or "write"; `shows` names the part it ticks."""

    menu: str
    text: str
    call: str
    keys: str = ""
    needs: str = "plan"
    shows: str = ""
    tip: str = ""


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("&File", "&New Plan…", "files.new_plan", "Ctrl+N", "nothing"),
    ActionSpec(
        "&File",
        "Ne&w Encrypted Plan…",
        "passphrases.new_encrypted_plan",
        "",
        "nothing",
        tip="A new plan that nobody can read without its passphrase",
    ),
    ActionSpec(
        "&File",
        "New from &Template…",
        "templates.new_template",
        "",
        "nothing",
        tip="Write a blank plan workbook, to be filled in with a spreadsheet program and imported",
    ),
    ActionSpec("&File", "&Open…", "files.choose_plan", "Ctrl+O", "nothing"),
    ActionSpec("&File", "Open the &Sample", "files.open_sample", "", "nothing"),
    ActionSpec("&File", SEPARATOR, ""),
    ActionSpec("&File", "Save a &Copy…", "files.save_a_copy", "Ctrl+Shift+S"),
    ActionSpec(
        "&File",
        "&Merge from Another Copy…",
        "merges.choose_copy",
        "",
        "write",
        tip="Bring in what was done in another copy of this plan since the two parted",
    ),
    ActionSpec(
        "&File",
        "&Restore a Backup…",
        "rescue.restore_backup",
        "",
        "nothing",
        tip="Copies of this plan from before, what each would change, and a way back to it",
    ),
    ActionSpec(
        "&File",
        "Sal&vage a Damaged Plan…",
        "rescue.salvage_plan",
        "",
        "nothing",
        tip="What can still be read of a damaged file, in a new one; the damaged one is kept",
    ),
    ActionSpec(
        PASSPHRASE,
        "&Set Passphrase…",
        "passphrases.set_passphrase",
        "",
        "write",
        tip="Encrypt the plan, so that nobody can read it without its passphrase",
    ),
    ActionSpec(PASSPHRASE, "&Change Passphrase…", "passphrases.change_passphrase", "", "write"),
    ActionSpec(PASSPHRASE, "&Remove Passphrase…", "passphrases.remove_passphrase", "", "write"),
    ActionSpec("&File", SEPARATOR, ""),
    ActionSpec("&File", "&Import…", "files.choose_import", "Ctrl+I", "write"),
    ActionSpec(
        "&File", "Import from Clipbo&ard…", "files.import_clipboard", "Ctrl+Shift+V", "write"
    ),
    ActionSpec("&File", SEPARATOR, ""),
    ActionSpec("&File", "&Export to Excel…", "files.choose_export", "Ctrl+E"),
    ActionSpec(
        "&File",
        "&Fill My Template…",
        "templates.choose_fill",
        tip="Put tables of the plan into a workbook of your own, which stays as it is otherwise",
    ),
    ActionSpec(
        "&File",
        "&Brief…",
        "panels.show_brief",
        "Ctrl+B",
        tip="One page that recommends a scenario, as a PDF or a picture (Ctrl+B)",
    ),
    ActionSpec(
        "&File",
        "Save &Picture…",
        "files.choose_picture",
        tip="The board with everybody on it, a team's curve or the window, light or dark",
    ),
    ActionSpec("&File", SEPARATOR, ""),
    ActionSpec("&File", "C&lose Plan", "close_plan", "Ctrl+W"),
    ActionSpec("&File", "&Quit", "close", "Ctrl+Q", "nothing"),
    ActionSpec("&Edit", "&Undo", "undo", "Ctrl+Z", "write"),
    ActionSpec("&Edit", "&Redo", "redo", "Ctrl+Shift+Z", "write"),
    ActionSpec("&Edit", SEPARATOR, ""),
    ActionSpec(
        "&Edit",
        "&Paste People…",
        "files.paste_people",
        "Ctrl+V",
        "write",
        tip="Import the table of people that was copied in another program (Ctrl+V)",
    ),
    ActionSpec("&Edit", "Re&move", "doings.remove_selected", "", "write"),
    ActionSpec("&Edit", "&Find…", "find_thing", "Ctrl+F"),
    ActionSpec("&Edit", "Find or &Do…", "find_or_do", "Ctrl+K"),
    ActionSpec(
        "&View",
        "&Projected Load",
        "looks.toggle_projected",
        "Ctrl+P",
        shows="projection",
        tip="What each week will be asked for with what earlier weeks left over, and how sure "
        "that is (Ctrl+P)",
    ),
    ActionSpec("&View", SEPARATOR, ""),
    ActionSpec("&View", "&Inspector", "looks.toggle_inspector", "Ctrl+Shift+I", shows="inspector"),
    ActionSpec("&View", "&Compare Strip", "looks.toggle_compare", "Ctrl+Shift+C", shows="compare"),
    ActionSpec("&View", "La&rge Curve", "looks.toggle_large", "Ctrl+L", shows="large"),
    ActionSpec("&View", "Timeline of &Moves", "panels.toggle_moves", "Ctrl+Shift+L", shows="moves"),
    ActionSpec("&View", "&Tables…", "show_tables", "Ctrl+Shift+T"),
    ActionSpec(
        "&View", "&Assumptions", "panels.toggle_assumptions", "Ctrl+Shift+A", shows="assumptions"
    ),
    ActionSpec("&View", "What It &Hinges on…", "panels.show_hinges", "Ctrl+Shift+H"),
    ActionSpec("&View", "Compare &Options…", "panels.show_compare", "Ctrl+Shift+O"),
    ActionSpec("&View", "&Goals…", "panels.show_goals", "Ctrl+Shift+G"),
    ActionSpec(
        "&View",
        "Hi&story…",
        "panels.show_history",
        "Ctrl+Shift+Y",
        tip="Every step, those set aside too, and the way back to any of them (Ctrl+Shift+Y)",
    ),
    ActionSpec("&View", SEPARATOR, ""),
    ActionSpec("&View", "Follow the S&ystem's Colours", "looks.look_system", "", "nothing"),
    ActionSpec("&View", "&Light", "looks.look_light", "", "nothing"),
    ActionSpec("&View", "&Dark", "looks.look_dark", "", "nothing"),
    ActionSpec("&Plan", "Add &Person…", "doings.add_person", "Ctrl+Shift+P", "write"),
    ActionSpec("&Plan", "Add &Team…", "doings.add_team", "Ctrl+Shift+M", "write"),
    ActionSpec("&Plan", "Add P&roject…", "doings.add_project", "Ctrl+Shift+J", "write"),
    ActionSpec("&Plan", "Add &Service…", "doings.add_service", "", "write"),
    ActionSpec("&Plan", "Add &Work…", "doings.quick_work", "Ctrl+Shift+W", "write"),
    ActionSpec("&Plan", SEPARATOR, ""),
    ActionSpec(
        "&Plan",
        "Pa&use or Make Active Again",
        "doings.pause_or_resume",
        "Ctrl+Shift+X",
        "write",
        tip="The projects that are selected, in the scenario on screen (Ctrl+Shift+X)",
    ),
    ActionSpec("&Plan", "&Delay…", "doings.delay", "Ctrl+Shift+D", "write"),
    ActionSpec("&Plan", SEPARATOR, ""),
    ActionSpec(
        "&Plan",
        "Roll &Forward to This Week…",
        "doings.roll_forward",
        "",
        "write",
        tip="Start the plan this Monday: what was done is history, and you say what is late",
    ),
    ActionSpec("&Plan", "Pla&n Settings", "doings.show_plan"),
    ActionSpec(
        "Pe&ople",
        "&Pin or Unpin",
        "wishing.pin_selected",
        "",
        "write",
        tip="Who is pinned stays in the team, whatever is tried (P on a card)",
    ),
    ActionSpec("Pe&ople", "Keep &Together", "wishing.keep_together", "", "write"),
    ActionSpec("Pe&ople", "Keep &Apart", "wishing.keep_apart", "", "write"),
    ActionSpec("Pe&ople", "&Forget the Pairs", "wishing.forget_pairs", "", "write"),
    ActionSpec("Pe&ople", "Edit &Note", "wishing.write_note", "Shift+F2", "write"),
    ActionSpec("Pe&ople", SEPARATOR, ""),
    ActionSpec("Pe&ople", "&Wishes…", "wishing.show_wishes", "Ctrl+Shift+K"),
    ActionSpec("Pe&ople", "People in the &Options…", "wishing.show_people", "Ctrl+Shift+E"),
    ActionSpec("&Scenario", "&New Option from This", "doings.new_option", "Ctrl+T", "write"),
    ActionSpec(
        "&Scenario",
        "New Option from &Part of This…",
        "doings.copy_option_part",
        "",
        "write",
        tip="A new option with only its people, its owners, or its team and project settings",
    ),
    ActionSpec("&Scenario", "Renam&e…", "doings.rename_option", "", "write"),
    ActionSpec("&Scenario", "De&scribe…", "doings.describe_option", "", "write"),
    ActionSpec("&Scenario", "Move &Left", "doings.shift_option_left", "", "write"),
    ActionSpec("&Scenario", "Move &Right", "doings.shift_option_right", "", "write"),
    ActionSpec("&Scenario", SEPARATOR, ""),
    ActionSpec(
        "&Scenario",
        "Make This the Ne&w Today…",
        "doings.make_option_today",
        "",
        "write",
        tip="From a day on, Today is as this option; the other options keep their figures",
    ),
    ActionSpec(
        "&Scenario",
        "Take What &Changed in Today",
        "doings.take_changes_of_today",
        "",
        "write",
        tip="Have those as in Today whom Today placed anew since this option did",
    ),
    ActionSpec(
        "&Scenario",
        "Split into Wa&ves…",
        "panels.split_into_waves",
        "",
        "write",
        tip="Move some of those selected, or of a wave on the timeline, to another date",
    ),
    ActionSpec("&Scenario", "&Delete", "doings.delete_option", "", "write"),
    ActionSpec("&Scenario", SEPARATOR, ""),
    ActionSpec("&Scenario", "Draw &Today behind the Curves", "looks.toggle_ghost", "Ctrl+G"),
    ActionSpec("&Help", "&Help", "show_help", "F1", "nothing"),
    ActionSpec("&Help", "&About Teamtide", "show_about", "", "nothing"),
)
