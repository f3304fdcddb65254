"""The window that a text is laid out for: how wide it is and what it can show."""

from __future__ import annotations

from typing import NamedTuple

PROSE = 100  # longer lines are hard to read, however wide the window
_BOLD, _FAINT, _BAR, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[0m"
BLOCKS = "─█▏▎▍▌▋▊▉"  # of rules and bars
# What is written where the characters of an encoding do not have it.
PLAINER = str.maketrans(
    {"·": "*", "×": "x", "²": "^2", "³": "^3", "µ": "u", "–": "-", "−": "-", "→": "->", "…": "~"}
)


class Window(NamedTuple):
    """How many columns there are, and whether text may be bold or coloured.

    Where a program reads, the text is `whole`: nothing is cut or left out to make it fit.
    """

    columns: int = PROSE
    whole: bool = True
    styled: bool = False
    encoding: str = "utf-8"

    @property
    def prose(self) -> int:
        """Return how long a line of sentences may be."""
        return min(self.columns, PROSE)

    @property
    def has_blocks(self) -> bool:
        """Tell whether rules and bars can be drawn as such."""
        return self.holds(BLOCKS)

    def shown(self, text: str) -> str:
        """Return the text in characters that the window has; others are shown as escapes."""
        if self.holds(text):
            return text
        plainer = text.translate(PLAINER)
        return plainer.encode(self.encoding, "backslashreplace").decode(self.encoding)

    def strong(self, text: str) -> str:
        """Return the text as headings and totals are shown."""
        return self._styled(text, _BOLD)

    def faint(self, text: str) -> str:
        """Return the text as what matters less is shown."""
        return self._styled(text, _FAINT)

    def bar(self, text: str) -> str:
        """Return a bar in its colour."""
        return self._styled(text, _BAR)

    def _styled(self, text: str, style: str) -> str:
        return f"{style}{text}{_OFF}" if self.styled and text else text

    def holds(self, text: str) -> bool:
        """Tell whether the window has all characters of the text."""
        if text.isascii():
            return True
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True


PIPE = Window()
