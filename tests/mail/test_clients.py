"""The reading of mails finds what mail programs would drop."""

import pytest

from tests.mail.clients import MailPage

DATA = '<table><caption>c</caption><tr><th scope="col">h</th></tr></table>'
LAYOUT = '<table role="presentation"><tr><td style="padding:1px">x</td></tr></table>'


def test_what_they_keep_has_no_fault() -> None:
    assert MailPage(f'<div lang="en" dir="ltr">{DATA}{LAYOUT}<br></div>').faults == []


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ("<svg></svg>", "<svg> is dropped"),
        ('<p onclick="x"></p>', "onclick is dropped"),
        ('<p style="color:var(--c)"></p>', "style has var("),
        ('<img src="data:,">', "<img> leads nowhere"),
        ('<a href="#top"></a>', "<a> leads nowhere"),
        ("<table><caption>c</caption><tr><th>h</th></tr></table>", "<th> needs a scope"),
        ("<table><tr><td>x</td></tr></table>", "a table needs a caption and heads"),
        (DATA.replace("<tr>", '<tr style="x">'), "a row of data has a style of its own"),
        (DATA.replace("<table>", '<table role="presentation">'), "said to be of layout"),
        ("<p>", "left open: ['p']"),
        ("<p></b></p>", "</b> closes nothing"),
        ("x" * 80_001, "larger than 80,000 bytes"),
        (f"<style>{'x' * 16_385}</style>", "Gmail drops so large a style"),
    ],
)
def test_what_they_drop_is_found(markup: str, fault: str) -> None:
    assert any(fault in found for found in MailPage(markup).faults)
