"""The workbook's charts: bars of shares by component, stacked shares by context length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from openpyxl.chart import BarChart, Reference, ScatterChart
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.worksheet.worksheet import Worksheet

COLORS = (
    "1F4E79",
    "2E8B8B",
    "D9822B",
    "7A5195",
    "4F9D4F",
    "B23A48",
    "8C8C8C",
    "C9A227",
    "5B7DB1",
    "A05D2C",
)
SHARE_AXIS = "0%"
SHARE_LABEL = "0.0%;;"  # nothing where there is nothing
SMALL_AXIS = '[>=1000000000]#,##0,,,\\ "G";[>=1]#,##0;General'
TERA_AXIS = '[>=1000000000000]#,##0,,,,\\ "T";[>=1000000000]#,##0,,,\\ "G";General'
PETA_AXIS = '[>=1000000000000000]#,##0,,,,,\\ "P";[>=1000000000]#,##0,,,\\ "G";#,##0'
AMOUNT_AXIS = '[>=1000000000]#,##0,,,\\ "G";[>=1000000]#,##0,,\\ "M";#,##0'


Columns = Mapping[int, str]


@dataclass(frozen=True)
class Area:
    """Where a chart's table stands: the column of its labels, its header and its last row."""

    labels: int
    header: int
    last: int


def share_bars(worksheet: Worksheet, title: str, area: Area, columns: Columns) -> BarChart:
    """Return bars of the given columns, by the name each has in the legend, a group per row."""
    chart = _bars("bar", title, worksheet, area, columns)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    chart.gapWidth = 60
    chart.dataLabels = DataLabelList(showVal=True, numFmt=SHARE_LABEL)
    for hidden in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, hidden, False)
    chart.legend.position = "b"
    groups = area.last - area.header
    chart.height = 3 + min(0.75 * groups, 5 + 0.4 * groups) * len(columns)
    return chart


def value_bars(worksheet: Worksheet, title: str, area: Area, columns: Columns) -> BarChart:
    """Return bars of sizes that lie orders of magnitude apart, on a logarithmic axis."""
    chart = _bars("bar", title, worksheet, area, columns)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    chart.y_axis.scaling.logBase = 10
    chart.y_axis.number_format = AMOUNT_AXIS
    chart.gapWidth = 60
    chart.legend.position = "b"
    groups = area.last - area.header
    chart.height = 3 + min((0.3 + 0.35 * len(columns)) * groups, 15 + 0.5 * groups)
    return chart


def stacked_shares(
    worksheet: Worksheet, title: str, area: Area, columns: Columns, axis: str
) -> BarChart:
    """Return one full-height column per row, split by the given columns."""
    chart = _bars("col", title, worksheet, area, columns)
    chart.grouping, chart.overlap, chart.gapWidth = "percentStacked", 100, 40
    chart.x_axis.title = axis or None
    chart.x_axis.number_format = "#,##0"
    chart.legend.position = "r"
    chart.height, chart.width = 9, 24
    return chart


def lines(
    worksheet: Worksheet, title: str, area: Area, columns: Columns, axis: str
) -> ScatterChart:
    """Return lines of the given columns against the first, both axes logarithmic."""
    chart = ScatterChart()
    chart.title, chart.style, chart.scatterStyle = title, 2, "lineMarker"
    chart.x_axis.title = axis or None
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.logBase = chart.y_axis.scaling.logBase = 10
    chart.x_axis.number_format = chart.y_axis.number_format = SMALL_AXIS
    chart.x_axis.majorGridlines = None
    for i, (column, name) in enumerate(columns.items()):
        x, y = (_cells(worksheet, area, place) for place in (area.labels, column))
        series = SeriesFactory(y, x, title=name)
        series.graphicalProperties.line.solidFill = COLORS[i % len(COLORS)]
        series.marker.symbol, series.smooth = "circle", False
        chart.series.append(series)
    chart.legend = Legend(legendPos="b")
    chart.height, chart.width = 9.5, 20
    return chart


def stacked_amounts(
    worksheet: Worksheet, title: str, area: Area, columns: Columns, unit: str
) -> BarChart:
    """Return a bar per row, its parts one after the other, on one axis of amounts."""
    chart = _bars("bar", title, worksheet, area, columns)
    chart.grouping, chart.overlap, chart.gapWidth = "stacked", 100, 50
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    chart.y_axis.number_format, chart.y_axis.title = "#,##0", unit
    chart.legend.position = "b"
    chart.height, chart.width = 3 + 1.6 * (area.last - area.header), 24
    return chart


def add_points(chart: ScatterChart, x: Reference, y: Reference, name: str, color: str) -> None:
    """Add points without a line between them."""
    series = SeriesFactory(y, x, title=name)
    series.graphicalProperties.line.noFill = True
    series.marker.symbol, series.marker.size = "diamond", 8
    series.smooth = False  # one series that does not say so bends the others' lines
    series.marker.graphicalProperties.solidFill = color
    series.marker.graphicalProperties.line.solidFill = color
    chart.series.append(series)


def rows_of(chart: BarChart) -> int:
    """Return how many rows of the usual height the chart covers."""
    return ceil(chart.height / 0.53)


def _bars(kind: str, title: str, worksheet: Worksheet, area: Area, columns: Columns) -> BarChart:
    chart = BarChart()
    chart.type, chart.title, chart.style = kind, title, 2
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines = SHARE_AXIS, None
    chart.width = 20
    for i, (column, name) in enumerate(columns.items()):
        chart.series.append(_series(worksheet, area, column, name, COLORS[i % len(COLORS)]))
    chart.set_categories(_cells(worksheet, area, area.labels))
    return chart


def _series(worksheet: Worksheet, area: Area, column: int, name: str, color: str) -> Series:
    series: Series = SeriesFactory(_cells(worksheet, area, column), title=name)
    series.graphicalProperties.solidFill = color
    series.graphicalProperties.line.solidFill = color
    return series


def _cells(worksheet: Worksheet, area: Area, column: int) -> Reference:
    return Reference(worksheet, min_col=column, min_row=area.header + 1, max_row=area.last)
