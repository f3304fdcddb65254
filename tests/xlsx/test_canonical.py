"""The same XML in the spellings of two libraries comes out the same."""

import pytest
from lxml import etree

from reportgen.xlsx.canonical import canonical

LXML = b'<a xmlns="x"><b/><p:c xmlns:p="y" p:d="1"/><q:e xmlns:q="z">t</q:e></a>'
STANDARD = b'<a xmlns="x" xmlns:q="z" xmlns:p="y"><b></b><p:c p:d="1" /><q:e>t</q:e></a>'


def test_two_spellings_become_one() -> None:
    assert canonical(LXML) == canonical(STANDARD)
    assert canonical(LXML) == (
        '<a xmlns:p="y" xmlns:q="z" xmlns="x"><b/><p:c p:d="1"/><q:e>t</q:e></a>'
    )


@pytest.mark.parametrize(
    "xml",
    [
        "<a/>",
        "<a>x &lt; y &amp;&amp; &quot;z&quot;</a>",
        '<a b="&lt;&quot;&amp;\'&#10;" c="é"> <d/>é\n</a>',
        '<a xml:space="preserve"> x </a>',
        '<p:a xmlns:p="x"><b xmlns="y"><p:c xmlns:p="z"/></b></p:a>',
    ],
)
def test_the_meaning_stays(xml: str) -> None:
    before, after = etree.fromstring(xml), etree.fromstring(canonical(xml.encode()))
    assert etree.tostring(before, method="c14n2") == etree.tostring(after, method="c14n2")


def test_what_is_canonical_stays() -> None:
    assert canonical(canonical(LXML).encode()) == canonical(LXML)
