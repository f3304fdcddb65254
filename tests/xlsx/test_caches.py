"""Charts carry the values they draw."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, LineChart, Reference, ScatterChart, Series
from openpyxl.chart.series import SeriesLabel

from reportgen.xlsx.caches import cache_charts
from reportgen.xlsx.cells import Live
from reportgen.xlsx.saving import save


def book() -> Workbook:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "It's data"
    sheet.append(["layer", "x", "flops"])
    sheet.append(["attention", 1, Live("2*B2", 2.5)])
    sheet.append([Live('"m"&"lp"', "mlp"), 2, Live("1/0", "#DIV/0!")])
    sheet.append([None, 4, Live("B4", 1e23)])
    sheet["C2"].number_format = "0.0"
    return workbook


def column(workbook: Workbook, number: int, first: int = 2) -> Reference:
    return Reference(workbook.active, number, first, number, 4)


def bars(workbook: Workbook) -> BarChart:
    chart = BarChart()
    chart.add_data(column(workbook, 3, 1), titles_from_data=True)
    chart.set_categories(column(workbook, 1))
    workbook.active.add_chart(chart, "F2")
    return chart


def points(cache) -> dict[int, object]:
    return {point.idx: point.v for point in cache.pt}


def test_values_categories_and_titles_are_copied() -> None:
    workbook = book()
    (series,) = bars(workbook).ser
    cache_charts(workbook)
    assert points(series.val.numRef.numCache) == {0: 2.5, 2: 1e23}
    assert series.val.numRef.numCache.ptCount == 3
    assert series.val.numRef.numCache.formatCode == "0.0"
    assert points(series.cat.strRef.strCache) == {0: "attention", 1: "mlp"}
    assert points(series.tx.strRef.strCache) == {0: "flops"}


def test_names_are_not_called_numbers() -> None:
    workbook = book()
    (series,) = bars(workbook).ser
    cache_charts(workbook)
    assert series.cat.numRef is None
    assert series.cat.strRef.f == "'It''s data'!$A$2:$A$4"


def test_numbers_along_the_axis_stay_numbers() -> None:
    workbook = book()
    chart = ScatterChart()
    chart.series.append(Series(column(workbook, 3), column(workbook, 2)))
    workbook.active.add_chart(chart, "F2")
    cache_charts(workbook)
    assert points(chart.ser[0].xVal.numRef.numCache) == {0: 1, 1: 2, 2: 4}
    assert points(chart.ser[0].yVal.numRef.numCache) == {0: 2.5, 2: 1e23}


def test_every_layer_of_a_combined_chart_is_filled() -> None:
    workbook = book()
    line = LineChart()
    line.add_data(column(workbook, 2))
    chart = bars(workbook)
    chart += line
    cache_charts(workbook)
    assert points(line.ser[0].val.numRef.numCache) == {0: 1, 1: 2, 2: 4}


def _a_title_of_its_own(chart: BarChart) -> None:
    chart.ser[0].tx = SeriesLabel(v="FLOPs")


def _no_categories(chart: BarChart) -> None:
    chart.ser[0].cat = None


@pytest.mark.parametrize("change", [_a_title_of_its_own, _no_categories])
def test_what_is_not_there_is_not_filled(change: Callable[[BarChart], None]) -> None:
    workbook = book()
    change(bars(workbook))
    cache_charts(workbook)


def test_no_cell_is_made_by_looking() -> None:
    workbook = book()
    bars(workbook)
    cache_charts(workbook)
    assert workbook.active.dimensions == "A1:C4"


def test_a_saved_chart_holds_its_values() -> None:
    workbook, file = book(), BytesIO()
    bars(workbook)
    save(workbook, file)
    (chart,) = load_workbook(file).active._charts
    assert points(chart.ser[0].val.numRef.numCache) == {0: 2.5, 2: 1e23}
