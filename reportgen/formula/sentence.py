"""Live sentences: prose with figures that follow their inputs, on the page and in a workbook.

    The model has {params_total:,} parameters, {embedding / params_total:0.0%} of them embeddings.

A hole is a formula and, after a colon, how its value is shown:

    {precision}       a text as it is           {x:,}   {x:#,##0}   1,234,568
    {x:0} {x:0.00}    1234568  1234567.89       {x:#,##0.0}         1,234,567.9
    {x:%} {x:0.0%}    7 %  7.1 %                {{ and }}           a brace
    {x:,T}            1,234,568 in full up to 15 digits, which is all that a workbook shows of a
                      number; past them 1,234.568 T
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from reportgen.errors import FormulaError
from reportgen.formula.exact import Value
from reportgen.formula.excel import MAX_LENGTH, quoted, to_excel
from reportgen.formula.kinds import EITHER, NUMBER, TEXT, kind
from reportgen.formula.rounding import decimal, grouped, rounded
from reportgen.formula.syntax import parse
from reportgen.formula.tree import Binary, Call, Node, Number, names

LONGEST_LITERAL = 250  # a workbook's formula takes texts of at most 255 characters

_STYLE = re.compile(r"(?P<grouped>#,##)?0(?:\.(?P<places>0{1,9}))?(?P<percent>%)?")
_LONG, _FULL, _IN_TERA = ",T", "#,##0", "#,##0.000"
_TERA = 10**12
_SHOWN_IN_FULL = 1000 * _TERA
_SHORT = {",": "#,##0", "%": "0%"}
_PIECES = re.compile(
    r"""(?P<brace>\{\{|\}\})
      | \{(?P<hole>(?:"[^"]*"|'[^']*'|[^{}"'])*)\}
      | (?P<literal>[^{}]+)""",
    re.VERBOSE,
)


Valued = Callable[[Node], Value]
_Writer = Callable[[Value], str]


class Hole(NamedTuple):
    """A figure in a sentence: its formula, and the number format it is shown in."""

    formula: Node
    style: str

    @property
    def names(self) -> frozenset[str]:
        """The names that the figure reads."""
        return names(self.formula)

    def said(self, valued: Valued) -> str:
        """Return the figure as text; `valued` gives formulas their values."""
        return _writer(self.style)(valued(self.formula))

    def to_excel(self, ref: Callable[[str], str]) -> str:
        """Return the workbook formula that gives the figure as text."""
        if not self.style:
            return to_excel(self.formula, ref)
        if self.style == _LONG:
            size = to_excel(Call("abs", (self.formula,)), ref)
            full, short = Hole(self.formula, _FULL), Hole(self._in_tera(), _IN_TERA)
            return f'IF({size}<1E+15,{full.to_excel(ref)},{short.to_excel(ref)}&" T")'
        if not self.style.endswith("%"):
            return f"TEXT({to_excel(self.formula, ref)},{quoted(self.style)})"
        hundredfold = to_excel(Binary("*", Number(100), self.formula), ref)
        return f'TEXT({hundredfold},{quoted(self.style[:-1])})&" %"'

    def _in_tera(self) -> Node:
        return Binary("/", self.formula, Number(_TERA))


class Either(NamedTuple):
    """One of two sentences, as a condition says."""

    condition: Node
    then: Sentence
    otherwise: Sentence

    @property
    def names(self) -> frozenset[str]:
        """The names that the condition and both sentences read."""
        return names(self.condition) | self.then.names | self.otherwise.names

    def counting(self, valued: Valued) -> Sentence:
        """Return the sentence that counts."""
        return self.then if valued(self.condition) else self.otherwise

    def to_excel(self, ref: Callable[[str], str]) -> str:
        """Return the workbook formula that says the one or the other."""
        condition = to_excel(self.condition, ref)
        return f"IF({condition},{self.then.to_excel(ref)},{self.otherwise.to_excel(ref)})"


class Sentence(NamedTuple):
    """A sentence whose figures are formulas."""

    parts: tuple[str | Hole | Either, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names its figures read."""
        return frozenset().union(*[part.names for part in self.live])

    @property
    def live(self) -> tuple[Hole | Either, ...]:
        """What is not the same in every report, from left to right."""
        return tuple([part for part in self.parts if not isinstance(part, str)])

    def counting(self, valued: Valued) -> Iterator[str | Hole]:
        """Yield its parts, and of an alternative those of the sentence that counts."""
        for part in self.parts:
            if isinstance(part, Either):
                yield from part.counting(valued).counting(valued)
            else:
                yield part

    def said(self, valued: Valued, told: Callable[[Hole, Valued], str] = Hole.said) -> str:
        """Return the sentence with the values of formulas in their places, each as it is `told`."""
        parts = self.counting(valued)
        return "".join([part if isinstance(part, str) else told(part, valued) for part in parts])

    def to_excel(self, ref: Callable[[str], str] = str) -> str:
        """Return the workbook formula, without ``=``, that says the sentence."""
        formula = "&".join(_excel_pieces(self.parts, ref)) or '""'
        if len(formula) > MAX_LENGTH:
            raise FormulaError(f"a workbook's formula ends at {MAX_LENGTH} characters")
        return formula


@lru_cache(maxsize=1 << 10)
def parse_sentence(template: str) -> Sentence:
    """Return the sentence of a template, or raise a FormulaError that points into it."""
    parts: list[str | Hole] = []
    position = 0
    while position < len(template):
        match = _PIECES.match(template, position)
        if match is None:
            raise FormulaError("a brace has no partner; write {{ or }} for one", template, position)
        part = _part(template, match)
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            part = parts.pop() + part  # type: ignore[operator]
        parts.append(part)
        position = match.end()
    return Sentence(tuple(parts))


def _part(template: str, match: re.Match[str]) -> str | Hole:
    if match["hole"] is not None:
        return _hole(template, match.start("hole"), match["hole"])
    literal = match["brace"][0] if match["brace"] else match["literal"]
    # A space that does not break, as before %, is a control character to Python, not to a reader.
    if not literal.replace("\n", " ").replace("\u00a0", " ").isprintable():
        raise FormulaError("a sentence holds printable characters only", template, match.start())
    return literal


def _hole(template: str, start: int, inside: str) -> Hole:
    text, style = _split_style(inside)
    style = _SHORT.get(style, style)
    if style not in ("", _LONG) and not _STYLE.fullmatch(style):
        raise FormulaError(f"there is no style {style!r}", template, start + len(text) + 1)
    try:
        formula = parse(text)
    except FormulaError as error:
        raise FormulaError(error.problem, template, start + error.position) from None
    if kind(formula) not in (EITHER, NUMBER if style else TEXT):
        problem = "a style is for a number" if style else "a number needs a style, such as {x:,}"
        raise FormulaError(problem, template, start)
    return Hole(formula, style)


def _split_style(inside: str) -> tuple[str, str]:
    # No style holds a quote, so a colon before a quote belongs to a text of the formula.
    text, colon, style = inside.rpartition(":")
    return (text, style) if colon and not set(style) & {'"', "'"} else (inside, "")


@lru_cache(maxsize=64)
def _writer(style: str) -> _Writer:
    """Return what writes values in a style; one that is no number has none but the empty style."""
    if not style:
        return str
    if style == _LONG:
        return _in_full_or_tera
    found = _STYLE.fullmatch(style)
    if found is None:
        raise FormulaError(f"there is no style {style!r}")
    places = len(found["places"] or "")
    # A percentage has these decimals once it is one.
    exact, mark = (places + 2, " %") if found["percent"] else (places, "")
    whole = grouped if found["grouped"] else str

    def write(value: Value) -> str:
        if isinstance(value, str):
            raise FormulaError(f"{value!r} cannot be shown as {style!r}")
        return decimal(rounded(value, exact), places, whole) + mark

    return write


def _in_full_or_tera(value: Value) -> str:
    if isinstance(value, str) or abs(Fraction(value)) < _SHOWN_IN_FULL:
        return _writer(_FULL)(value)
    return f"{_writer(_IN_TERA)(Fraction(value) / _TERA)} T"


def _excel_pieces(
    parts: tuple[str | Hole | Either, ...], ref: Callable[[str], str]
) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            for start in range(0, len(part), LONGEST_LITERAL):
                yield quoted(part[start : start + LONGEST_LITERAL])
        else:
            yield part.to_excel(ref)
