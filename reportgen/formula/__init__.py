"""Formulas: written once, as text, and rendered wherever they are needed.

>>> formula = parse("2 * tokens * d_model ** 2")
>>> evaluate(formula, {"tokens": 10, "d_model": 4})
320
>>> to_excel(formula)
'2*tokens*d_model^2'
"""

from reportgen.formula.collecting import collect
from reportgen.formula.exact import Value, evaluate, evaluate_each
from reportgen.formula.excel import to_excel
from reportgen.formula.folding import fold
from reportgen.formula.javascript import to_javascript
from reportgen.formula.mathml import to_mathml
from reportgen.formula.polars import to_polars
from reportgen.formula.polynomial import Polynomial, coefficients, pretty, to_node
from reportgen.formula.sentence import Either, Hole, Sentence, parse_sentence
from reportgen.formula.syntax import parse
from reportgen.formula.text import to_text
from reportgen.formula.tree import (
    Binary,
    Call,
    Choose,
    Column,
    Compare,
    Logic,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Text,
    columns,
    names,
    product,
    substitute,
    total,
)

__all__ = [
    "Binary",
    "Call",
    "Choose",
    "Column",
    "Compare",
    "Either",
    "Hole",
    "Logic",
    "Name",
    "Negate",
    "Node",
    "Not",
    "Number",
    "Polynomial",
    "Sentence",
    "Text",
    "Value",
    "coefficients",
    "collect",
    "columns",
    "evaluate",
    "evaluate_each",
    "fold",
    "names",
    "parse",
    "parse_sentence",
    "pretty",
    "product",
    "substitute",
    "to_excel",
    "to_javascript",
    "to_mathml",
    "to_node",
    "to_polars",
    "to_text",
    "total",
]
