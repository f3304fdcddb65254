"""What may be said of inputs, layers and architectures: the vocabulary of the catalogue's files."""

from reportgen.spec.architectures import (
    ArchitectureSpec,
    ClassSet,
    ClassSpec,
    ConfigKey,
    HuggingFace,
    Published,
    extend,
)
from reportgen.spec.inputs import (
    KINDS,
    LARGEST_WHOLE,
    Constraint,
    InputSpec,
    Kind,
    Value,
    value_problem,
)
from reportgen.spec.layers import (
    KEPT,
    SPLITS,
    ActivationSpec,
    CacheSpec,
    LayerCall,
    LayerSpec,
    MatmulSpec,
    Operand,
    ParameterSpec,
)
from reportgen.spec.quantities import LookupTable, Quantity

__all__ = [
    "KEPT",
    "KINDS",
    "LARGEST_WHOLE",
    "SPLITS",
    "ActivationSpec",
    "ArchitectureSpec",
    "CacheSpec",
    "ClassSet",
    "ClassSpec",
    "ConfigKey",
    "Constraint",
    "HuggingFace",
    "InputSpec",
    "Kind",
    "LayerCall",
    "LayerSpec",
    "LookupTable",
    "MatmulSpec",
    "Operand",
    "ParameterSpec",
    "Published",
    "Quantity",
    "Value",
    "extend",
    "value_problem",
]
