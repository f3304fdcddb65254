"""What differs in numbers only is laid out once, and every row has its own numbers."""

from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from reportgen.html.gaps import GAP, Filled, filled, rows
from reportgen.html.laying_out import Layout
from reportgen.html.templates import environment


class Size(NamedTuple):
    name: str
    amount: Any


def macro(body: str) -> Layout:
    template = environment().from_string(f"{{% macro it(row) %}}{body}{{% endmacro %}}")
    found: Layout = template.module.it  # type: ignore[attr-defined]
    return found


def test_gaps_are_filled_in_their_order() -> None:
    row = Markup("<tr>{0}<td>{0}<td>{1}").format(GAP, "<>")
    assert filled(row, [4096, "<b>"]) == "<tr>4,096<td>&lt;b&gt;<td>&lt;&gt;"


@pytest.mark.parametrize("values", [[], [1, 2]])
def test_there_is_a_value_for_each_gap(values: list[int]) -> None:
    with pytest.raises(ValueError, match="a value for each gap, 1, not"):
        filled(GAP, values)


def test_a_text_that_was_not_laid_out_is_escaped() -> None:
    assert filled("<b>", []) == "&lt;b&gt;"


def test_a_template_may_leave_gaps() -> None:
    template = environment().from_string("{{ laid|filled([n]) }}{{ gap }}")
    assert template.render(laid=GAP, n=0.5) == "0.5<>"


def test_rows_have_their_own_numbers() -> None:
    row = macro("<td>{{ row.amount|grouped }} {{ row.name }} {{ row.amount|si('B') }};")
    assert rows([Size("a", 4096), Size("b", 32)], row) == "<td>4,096 a 4.096 kB;<td>32 b 32 B;"
    assert rows([Size("a", 16.5), Size("b", 1)], row) == "<td>16.5 a 16.50 B;<td>1 b 1 B;"


def test_rows_of_the_same_texts_are_laid_out_once() -> None:
    asked: list[tuple[Any, ...]] = []

    def layout(row: tuple[Any, ...]) -> str:
        asked.append(row)
        return Markup("{}{};").format(*row)

    tables = [rows([("a", n), ("b", n)], layout) for n in (1, 2, 3)]
    assert tables == ["a1;b1;", "a2;b2;", "a3;b3;"]
    assert [text for text, _ in asked] == ["a", "b"]


@pytest.mark.parametrize(
    "body",
    [
        "{{ 'many' if row.amount > 1 }}",
        "{{ 'many' if row.amount != 1 }}",
        "{{ ['none', 'one', 'many'][row.amount] }}",
        "{{ row.amount|int }}",
        "{{ row.amount|round }}",
        "{{ '%.1f' % row.amount }}",
    ],
)
def test_a_macro_that_asks_for_a_number_is_wrong_not_its_result(body: str) -> None:
    with pytest.raises((UndefinedError, TypeError)):
        rows([Size("", 1)], macro(body))


def test_what_is_wrong_with_a_macro_is_told() -> None:
    with pytest.raises(UndefinedError, match="amuont"):
        rows([Size("", 1)], macro("{{ row.amuont }}"))


def test_texts_of_rows_are_escaped_even_where_equal_markup_is_not() -> None:
    row = macro("{{ row.name }} {{ row.amount }};")
    assert rows([Size(Markup("<b>"), 1)], row) == "<b> 1;"
    assert rows([Size("<b>", 1), Size("<0>", 2)], row) == "&lt;b&gt; 1;&lt;0&gt; 2;"


def test_what_a_macro_gets_besides_is_escaped_even_where_equal_markup_is_not() -> None:
    template = environment().from_string("{% macro it(row, kind) %}{{ kind }}{% endmacro %}")
    row: Layout = template.module.it  # type: ignore[attr-defined]
    assert rows([Size("", 1)], row, Markup("<b>")) == "<b>"
    assert rows([Size("", 1)], row, "<b>") == "&lt;b&gt;"


def test_a_unit_is_escaped() -> None:
    assert rows([Size("<b>", 1)], macro("{{ row.amount|si(row.name) }}")) == "1 &lt;b&gt;"


def test_a_number_with_what_it_is_called_is_no_markup() -> None:
    row = macro("{{ row.amount|grouped ~ row.name }}")
    assert rows([Size("<", 1000)], row) == "1,000&lt;"


@pytest.mark.parametrize(
    ("value", "text"), [(True, "True"), (Fraction(1, 2), "1/2"), (None, "None")]
)
def test_a_cell_may_be_anything_that_can_be_looked_up(value: object, text: str) -> None:
    assert rows([Size("", value)], macro("{{ row.amount }}")) == text


def test_rows_may_be_read_but_once() -> None:
    assert rows(iter([Size("a", 1)]), macro("{{ row.name }}")) == "a"


def test_there_may_be_no_rows() -> None:
    assert rows([], macro("{{ row }}")) == ""


def test_what_was_filled_with_numbers_is_put_in_as_it_is() -> None:
    asked: list[Any] = []

    def layout(row: tuple[Any, ...]) -> str:
        asked.append(row)
        return Markup("{}: {};").format(*row)

    sentences = [Filled("1 &lt; <b>2</b>"), Filled("3")]
    assert [rows([("why", each)], layout) for each in sentences] == [
        "why: 1 &lt; <b>2</b>;",
        "why: 3;",
    ]
    assert len(asked) == 1
