"""What a script declares and where its objects are: as much of JavaScript as our scripts have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.errors import ScriptError
from reportgen.html.compact.tokens import Tokens, tokens

_ANY, _OBJECT, _DECLARATION = range(3)
DOTS = frozenset((".", "?."))
_PARTNERS = {"(": ")", "[": "]", "{": "}"}
_LIST_ENDS = frozenset((",", ")", "]", "}", ""))
_HEADS = frozenset(("if", "for", "while"))
_BEFORE_STATEMENTS = frozenset(("", ";", "{", "}"))
_BEFORE_BLOCKS = _BEFORE_STATEMENTS | {"else", "try", "catch", "finally"}
_NEVER_LAST = frozenset(("return", "throw", "break", "continue", "async"))
_ENDS, _BEGINS = frozenset("_$)]}\"'`"), frozenset("_${\"'~")
_BEYOND = (
    *("class", "this", "super", "var", "with", "eval", "arguments", "import", "export"),
    *("do", "switch", "case", "default", "yield", "Function"),
)


@dataclass(slots=True)
class Statements:
    """The tokens of a script, and what is known of them.

    texts        the tokens, and behind them two that are empty
    declared     which tokens declare a name
    scopes       the first and last tokens of blocks, with the brackets before them
    keys         which tokens are keys of objects
    abbreviated  which tokens are key and value in one, as in ``{name}``
    lone         which tokens are the brackets around a lone parameter
    joined       which semicolons stand between two declarations
    """

    texts: list[str]
    declared: list[int] = field(default_factory=list)
    scopes: list[tuple[int, int]] = field(default_factory=list)
    keys: set[int] = field(default_factory=set)
    abbreviated: set[int] = field(default_factory=set)
    lone: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)


def statements(script: str) -> Statements:
    """Return what is known of a script; raises ScriptError for what needs a closer reading."""
    found = tokens(script)
    reader = _Reader(found)
    reader.read()
    for i in found.first:
        reader.begin_line(i)
    for i in reader.bound:
        reader.found.declared.extend(reader.names(i))
    for i in reader.blocks:
        reader.found.scopes.append((reader.beginning(i), reader.partner[i]))
    return reader.found


class _Reader:
    """Reads token by token; a number of a token is where it stands."""

    def __init__(self, found: Tokens) -> None:
        self.texts, self.pieces = [*found.texts, "", ""], found.pieces
        self.found = Statements(self.texts)
        self.partner: dict[int, int] = {}
        self.blocks: dict[int, bool] = {}  # where each begins, and whether a statement ends with it
        self.bound: list[int] = []  # names that are given values, each alone or a pattern of them
        # Of each bracket that is open: where it is, and what stands in it at this place.
        self.opened, self.inside = [-1], [_ANY]

    def read(self) -> None:
        for i, text in enumerate(self.texts):
            if text in _ACTS:
                _ACTS[text](self, i)
            elif i in self.pieces:
                self.piece(i)
        if len(self.opened) > 1:
            raise ScriptError("a script ends inside of brackets")

    def piece(self, i: int) -> None:
        if self.texts[i][0] == "}":
            self.close(i)
        if self.texts[i][-1] == "{":
            self.open(i)

    def open(self, i: int, inside: int = _ANY) -> None:
        self.opened.append(i)
        self.inside.append(inside)

    def close(self, i: int) -> None:
        start = self.opened.pop()
        if start < 0 or _PARTNERS[self.texts[start][-1]] != self.texts[i][0]:
            raise ScriptError("a script has brackets that do not match")
        self.inside.pop()
        self.partner[i], self.partner[start] = start, i

    def parenthesis(self, i: int) -> None:
        self.close(i)
        if self.is_head(i) and self.texts[i + 1][:1] in (";", "/"):
            raise ScriptError("a script has an empty statement, or one that begins with a slash")

    def is_head(self, i: int) -> bool:
        return self.texts[i] == ")" and self.texts[self.partner[i] - 1] in _HEADS

    def brace(self, i: int) -> None:
        before = self.texts[i - 1]
        within = self.inside[-1]
        if (before == "{" and within == _OBJECT) or (before == "}" and not self.is_over(i - 1)):
            raise ScriptError("a script has braces that may be an object's or a block's")
        if before == ")":
            self.blocks[i] = self.is_head(i - 1) or self.function(i - 1)
        elif before == "=>" or before in _BEFORE_BLOCKS:
            self.blocks[i] = before != "=>"
        if i in self.blocks:
            self.open(i)
        else:
            self.open(i, _OBJECT)
            self.key(i + 1)

    def beginning(self, i: int) -> int:
        """Return where a block begins with the brackets, or the parameter, before it."""
        before = i - 1 if self.texts[i - 1] == ")" else i - 2
        if self.texts[i - 1] not in (")", "=>"):
            return i
        return self.partner.get(before, before)

    def is_over(self, i: int) -> bool:
        return self.blocks.get(self.partner[i], False)

    def function(self, i: int) -> bool:
        """Read what a function or a catch is given; tell whether its block ends a statement."""
        start = self.partner[i]
        self.bound.append(start)
        head = self.texts[start - 1]
        if head == "catch":
            return True
        at = start - 1 if head == "function" else start - 2
        if self.texts[at] == "function":
            before = self.texts[at - 1]
            return (self.texts[at - 2] if before == "async" else before) in _BEFORE_STATEMENTS
        if start - 1 not in self.found.keys:
            raise ScriptError(f"a script has a block behind {head}()")
        return False

    def key(self, i: int) -> None:
        name, behind = self.texts[i], self.texts[i + 1]
        if not _is_word(name):
            return
        if behind in (",", "}", "="):
            self.found.abbreviated.add(i)
        elif behind in (":", "("):
            self.found.keys.add(i)
        else:
            raise ScriptError(f"a script has an object with {name} {behind}")

    def comma(self, i: int) -> None:
        inside = self.inside[-1]
        if inside == _OBJECT:
            self.key(i + 1)
        elif inside == _DECLARATION:
            self.bound.append(i + 1)

    def semicolon(self, i: int) -> None:
        if self.inside[-1] == _OBJECT:
            raise ScriptError("a script has an object with a semicolon")
        if self.inside[-1] == _DECLARATION and self.texts[i + 1] in ("const", "let"):
            self.found.joined.add(i)
        self.inside[-1] = _ANY

    def declaration(self, i: int) -> None:
        if self.texts[i - 1] in DOTS or self.texts[i + 1] == ":":
            return
        if not (_is_word(self.texts[i + 1]) or self.texts[i + 1] in ("[", "{")):
            raise ScriptError("a script declares what is no name")
        self.bound.append(i + 1)
        self.inside[-1] = _DECLARATION

    def choice(self, _i: int) -> None:
        """Read the ``of`` or ``in`` of a loop, behind its declaration."""
        if self.texts[self.opened[-1]] == "(":
            self.inside[-1] = _ANY

    def named(self, i: int) -> None:
        if self.texts[i + 1] != "(":
            self.bound.append(i + 1)

    def arrow(self, i: int) -> None:
        start = self.partner.get(i - 1, i - 1)
        self.bound.append(start)
        if i - start == 3:
            self.found.lone |= {start, i - 1}

    def truth(self, i: int) -> None:
        if self.texts[i + 1] in DOTS:
            raise ScriptError(f"a script asks {self.texts[i]} for something")

    def beyond(self, i: int) -> None:
        if self.texts[i - 1] not in DOTS and self.texts[i + 1] != ":":
            raise ScriptError(f"a script has {self.texts[i]}")

    def begin_line(self, i: int) -> None:
        """Raise ScriptError where the end of a line ends a statement, or might."""
        before, text = self.texts[i - 1], self.texts[i]
        if before in _NEVER_LAST or text in ("++", "--"):
            raise ScriptError(f"a script has a line that ends with {before}")
        pattern = before[:1] == "/" and len(before) > 2
        if not (before[-1:] in _ENDS or before[-1:].isalnum() or pattern):
            return
        if not (text[:1] in _BEGINS or text[:1].isalnum() or text == "!"):
            return
        if not (self.is_over(i - 1) if before == "}" else self.is_head(i - 1)):
            raise ScriptError(f"a script has no semicolon between {before} and {text}")

    def names(self, i: int) -> Iterator[int]:
        """Give where names are in a pattern, but for its keys and defaults."""
        given, end = self.texts[i] == "(", self.partner.get(i, i + 1)
        while i < end:
            if self.texts[i] == "=":
                default, i = i + 1, self.behind_default(i + 1)
                if given and any(map(_is_word, self.texts[default:i])):
                    raise ScriptError("a function reads names for what it is not given")
                continue
            if _is_word(self.texts[i]) and i not in self.found.keys:
                yield i
            i += 1

    def behind_default(self, i: int) -> int:
        while self.texts[i] not in _LIST_ENDS:
            i = self.partner.get(i, i)
            i += self.texts[i][-1:] != "{"
        return i


def _is_word(text: str) -> bool:
    return text[:1].isalpha() or text[:1] in ("_", "$")


_ACTS: Mapping[str, Callable[[_Reader, int], None]] = {
    "(": _Reader.open,
    "[": _Reader.open,
    "{": _Reader.brace,
    ")": _Reader.parenthesis,
    "]": _Reader.close,
    "}": _Reader.close,
    ",": _Reader.comma,
    ";": _Reader.semicolon,
    "=>": _Reader.arrow,
    "const": _Reader.declaration,
    "let": _Reader.declaration,
    "function": _Reader.named,
    "in": _Reader.choice,
    "of": _Reader.choice,
    "true": _Reader.truth,
    "false": _Reader.truth,
    **dict.fromkeys(_BEYOND, _Reader.beyond),
}
