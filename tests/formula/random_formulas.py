"""Random formulas whose value every program agrees on, for the tests that compare programs.

Spreadsheets differ where a whole number is not exact or a fraction is almost whole, and on rounding
negative numbers; such formulas are not made: each step is evaluated and a bad one is not taken.
"""

from fractions import Fraction
from random import Random

from reportgen.errors import FormulaError
from reportgen.formula import (
    Binary,
    Call,
    Choose,
    Compare,
    Logic,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Text,
    Value,
    evaluate,
)

NAMES = ("tokens", "width", "heads", "layers", "experts", "rank")
MODES = ("full", "window", "none")
LARGEST_WHOLE = 10**9


def random_env(random: Random) -> dict[str, Value]:
    """Return small positive whole numbers for the names, and one text."""
    env: dict[str, Value] = {name: random.choice([1, 2, 3, 7, 12, 64, 1000]) for name in NAMES}
    return {**env, "mode": random.choice(MODES)}


class Maker:
    """Makes formulas that behave well for one set of values."""

    def __init__(self, random: Random, env: dict[str, Value]) -> None:
        self.random, self.env = random, env

    def formula(self, depth: int) -> Node:
        """Return a formula of a number, whole or not."""
        if depth == 0 or self.random.random() < 0.2:
            return self.whole(depth)
        kinds = [self._arithmetic, self._function, self._power, self._real_power, self._minus]
        make = self.random.choice(kinds)
        made = make(depth - 1)
        return made if self._is_tame(made) else self.whole(depth)

    def whole(self, depth: int) -> Node:
        """Return a formula of a whole number that is not negative and not large."""
        if depth == 0:
            return self._leaf()
        made = self.random.choice([self._whole_arithmetic, self._rounding, self._choice])(depth - 1)
        value = self._value(made)
        return made if type(value) is int and 0 <= value <= LARGEST_WHOLE else self._leaf()

    def truth(self, depth: int) -> Node:
        """Return a formula of a truth."""
        form = self.random.randrange(4 if depth else 2)
        if form == 0:
            return Compare(self._pick("== !="), Name("mode"), Text(self.random.choice(MODES)))
        if form == 1:
            return Compare(self._pick("== != < <= > >="), self.whole(depth), self.whole(depth))
        if form == 2:
            return Not(self.truth(depth - 1))
        truths = [self.truth(depth - 1) for _ in range(self.random.choice([2, 3]))]
        return Logic(self._pick("and or"), tuple(truths))

    def _leaf(self) -> Node:
        if self.random.random() < 0.7:
            return Name(self.random.choice(NAMES))
        return Number(self.random.choice([1, 2, 3, 4, 8, 10, 100]))

    def _pick(self, words: str) -> str:
        return self.random.choice(words.split())

    def _arithmetic(self, depth: int) -> Node:
        return Binary(self._pick("+ - * /"), self.formula(depth), self.formula(depth))

    def _power(self, depth: int) -> Node:
        return Binary("**", self.formula(depth), Number(self.random.choice([-2, -1, 1, 2, 3])))

    def _real_power(self, depth: int) -> Node:
        exponent = Binary("/", self.whole(depth), Number(self.random.choice([-4, 1, 2, 8])))
        return Call("power", (self.formula(depth), exponent))

    def _minus(self, depth: int) -> Node:
        fraction = Number(Fraction(self.random.choice(["0.1", "0.5", "2.25", "-3", "1e-3"])))
        inner = self.formula(depth)
        # Read back, minus a number that is written out is a negative number.
        return fraction if type(inner) is Number else Negate(inner)

    def _function(self, depth: int) -> Node:
        function = self._pick("sqrt log2 abs min max")
        count = 1 if function in ("sqrt", "log2", "abs") else 2
        make = self.whole if function in ("sqrt", "log2") else self.formula
        return Call(function, tuple([make(depth) for _ in range(count)]))

    def _whole_arithmetic(self, depth: int) -> Node:
        return Binary(self._pick("+ - * // %"), self.whole(depth), self.whole(depth))

    def _rounding(self, depth: int) -> Node:
        left, right = self.whole(depth), self.whole(depth)
        if self.random.random() < 0.5:
            return Call(self._pick("ceil_div round_up min max"), (left, right))
        return Call(self._pick("ceil floor"), (Binary("/", left, right),))

    def _choice(self, depth: int) -> Node:
        return Choose(self.truth(depth), self.whole(depth), self.whole(depth))

    def _value(self, node: Node) -> Value | None:
        try:
            return evaluate(node, self.env)
        except FormulaError:
            return None

    def _is_tame(self, node: Node) -> bool:
        value = self._value(node)
        if value is None or not (value == 0 or 1e-60 < abs(value) < 1e60):
            return False
        if type(node) is Call and node.function == "power" and value == 0:
            return False  # too small for a double: 0 to some programs, an error to LibreOffice
        return type(node) is not Binary or node.op not in ("+", "-") or self._keeps(node, value)

    def _keeps(self, node: Binary, value: Value) -> bool:
        """Return whether a sum keeps most digits of its terms."""
        return abs(value) >= max(abs(self._value(side) or 0) for side in node.children()) / 1000
