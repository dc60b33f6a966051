"""The application's stylesheet: quiet surfaces, thin borders, one accent.

`theme.stylesheet` puts the colours in, where a `$name;` stands for one. Board and charts paint
themselves; this dresses everything around them.

It also decides that text is text. Qt takes a label, a tooltip or a message that looks like HTML for
HTML, and would open the file that a name such as `<img src="file:///…">` speaks of; a label is rich
only where its code says so.
"""

TEMPLATE = """
QToolTip, QLabel[textFormat="AutoText"], QLabel[textFormat="2"] {
    qproperty-textFormat: PlainText;
}
QMainWindow, QDialog { background: $window; }
QToolTip {
    background: $card; color: $text; border: 1px solid $line; padding: 4px 6px;
}

QMenuBar { background: $window; border-bottom: 1px solid $line; padding: 2px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: $neutral_fill; }
QMenu {
    background: $card; color: $text; border: 1px solid $line; border-radius: 6px; padding: 4px;
}
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_fill; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }

QToolBar { background: $window; border: none; border-bottom: 1px solid $line;
    padding: 5px 8px; spacing: 6px; }
QWidget[role="banner-problem"] { background: $bad_fill; border-bottom: 1px solid $bad; }
QWidget[role="banner-hint"] { background: $neutral_fill; border-bottom: 1px solid $line; }
QStatusBar { background: $board; color: $muted; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; }
QStatusBar QToolButton {
    background: transparent; border-color: transparent; color: $warn;
    padding: 1px 7px; min-height: 15px;
}
QStatusBar QToolButton:hover { background: $neutral_fill; }
QStatusBar QToolButton:focus { border-color: $accent; }

QPushButton, QToolButton, QDateEdit, QComboBox, QLineEdit, QSpinBox, QDoubleSpinBox {
    background: $card; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 4px 9px; min-height: 18px;
    selection-background-color: $accent_fill; selection-color: $text;
}
QPushButton:hover, QToolButton:hover { background: $card_hover; border-color: $muted; }
QPushButton:pressed, QToolButton:pressed { background: $neutral_fill; }
QPushButton:focus, QToolButton:focus, QDateEdit:focus, QComboBox:focus, QLineEdit:focus,
QSpinBox:focus, QDoubleSpinBox:focus { border: 1px solid $accent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton:default { background: $accent_fill; color: $accent_text; border-color: $accent; }
QPushButton:disabled, QToolButton:disabled, QLineEdit:disabled { color: $disabled; }
QPushButton:default:disabled { background: $card; border-color: $line; }
QLineEdit[wrong="true"] { border-color: $bad; background: $bad_fill; }
QToolButton:checked { background: $accent_fill; color: $accent_text; border-color: $accent; }
QToolButton::menu-indicator { image: none; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 20px; }
QComboBox::down-arrow, QDateEdit::down-arrow {
    image: none; width: 0; height: 0; margin-right: 6px;
    border-left: 4px solid $card; border-right: 4px solid $card; border-top: 5px solid $muted;
}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    background: transparent; border: none; width: 18px; subcontrol-origin: border;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {
    background: $neutral_fill; border-radius: 4px;
}
QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow {
    image: none; width: 0; height: 0;
    border-left: 3px solid $card; border-right: 3px solid $card;
}
QAbstractSpinBox::up-arrow { border-bottom: 4px solid $muted; }
QAbstractSpinBox::down-arrow { border-top: 4px solid $muted; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $line;
    selection-background-color: $accent_fill; selection-color: $text; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $text; border: 1px solid transparent;
    border-radius: 7px; padding: 6px 13px; margin: 2px 3px; }
QTabBar::tab:hover { background: $neutral_fill; }
QTabBar::tab:selected { background: $accent_fill; color: $accent_text;
    border-color: $accent; }
QTabBar::tab:focus { border-color: $accent; }
QTabBar QToolButton { padding: 0; }
QWidget#topBar[narrow="true"] QTabBar::tab { padding: 6px 8px; margin: 2px; }
QWidget#topBar[narrow="true"] QToolButton { padding: 4px 5px; }
QWidget#topBar[narrow="true"] QTabBar QToolButton { padding: 0; }
QTabBar::tear { width: 0; border: none; }
QTabBar#belowTabs::tab { padding: 2px 9px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }

QTableView, QTreeView, QListView, QTextEdit, QPlainTextEdit, QTextBrowser {
    background: $card; color: $text; border: 1px solid $line; border-radius: 6px;
    gridline-color: $line; alternate-background-color: $board;
    selection-background-color: $accent_fill; selection-color: $text;
}
QListView[role="cards"] { background: transparent; border: none; border-radius: 0; padding: 0; }
QHeaderView { background: $board; }
QHeaderView::section { background: $board; color: $muted; border: none;
    border-bottom: 1px solid $line; border-right: 1px solid $line;
    padding: 4px 7px; font-weight: 600; }
QTableCornerButton::section { background: $board; border: none; }

QDockWidget { color: $text; font-weight: 600; }
QDockWidget::title { background: $window; border-bottom: 1px solid $line; padding: 6px 9px; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QSplitter::handle { background: $line; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QLabel[role="muted"] { color: $muted; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="problem"] { color: $bad; background: $bad_fill; border-radius: 5px; padding: 4px 7px; }
"""
