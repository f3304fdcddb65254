"""How specifications are read from TOML: of inputs, layers, architectures, quantities.

The catalogue's files and a user's own model file are read by the same functions, so they may say
the same things and are checked in the same way.
"""

from reportgen.reading.architectures import read_architecture, read_classes, read_published
from reportgen.reading.inputs import read_constraint, read_input, read_inputs, with_value
from reportgen.reading.layers import read_call, read_layer
from reportgen.reading.quantities import read_lookup, read_quantity

__all__ = [
    "read_architecture",
    "read_call",
    "read_classes",
    "read_constraint",
    "read_input",
    "read_inputs",
    "read_layer",
    "read_lookup",
    "read_published",
    "read_quantity",
    "with_value",
]
