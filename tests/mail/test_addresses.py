"""Addresses: what is one is read, and nothing else gets through."""

import pytest

from reportgen.errors import AddressError
from reportgen.mail.addresses import Address, read_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ann@example.org", Address("ann", "example.org")),
        ("  root@localhost ", Address("root", "localhost")),
        ("o'neil+tag@Mail.Example.ORG", Address("o'neil+tag", "mail.example.org")),
        ("Ann Example <ann@example.org>", Address("ann", "example.org", "Ann Example")),
        ('"Example, Ann" <ann@example.org>', Address("ann", "example.org", "Example, Ann")),
        (r'"Ann \"A\" \\ B" <ann@example.org>', Address("ann", "example.org", r'Ann "A" \ B')),
        ('Ann "A" <ann@example.org>', Address("ann", "example.org", 'Ann "A"')),
        ('"A" and "B" <ann@example.org>', Address("ann", "example.org", '"A" and "B"')),
        ('" " <ann@example.org>', Address("ann", "example.org")),
        ("x@bücher.example", Address("x", "xn--bcher-kva.example")),
        ("x@例え.テスト", Address("x", "xn--r8jz45g.xn--zckzah")),
        ("änn@bücher.example", Address("änn", "xn--bcher-kva.example")),
        ("Li <用户@example.org>", Address("用户", "example.org", "Li")),
        ("a\u0308nn@example.org", Address("änn", "example.org")),
    ],
)
def test_an_address_is_read(text: str, address: Address) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "write it as name@example.org"),
        ("ann", "write it as name@example.org"),
        ("ann@", "is no domain"),
        ("@example.org", "before @ use"),
        ("ann@b@example.org", "before @ use"),
        ("ann@exa mple.org", "is no domain"),
        ("ann@-example.org", "is no domain"),
        ("ann@example..org", "is no domain"),
        ("ann@[127.0.0.1]", "is no domain"),
        ("ann@example.org>", "write it as name@example.org"),
        ("<ann@example.org> x", "write it as name@example.org"),
        ("<script>@example.org", "write it as name@example.org"),
        ("ann..b@example.org", "before @ use"),
        ("änn..b@example.org", "before @ use letters, digits and"),
        ("a b@example.org", "before @ use"),
        ("a,b@example.org", "before @ use"),
        ("x@straße.example", "write the domain in its xn-- form"),
        (f"{'a' * 65}@example.org", "64 bytes at most"),
        (f"{'ä' * 33}@example.org", "64 bytes at most"),
        (f"a@{'b.' * 126}org", "longer than 254 bytes"),
        (f"a@{'b' * 64}.org", "is no domain"),
        (f"{'a' * 10_000}@example.org", "before @ use"),
        (f"{'a' * 10_000} <a@example.org>", "the name is longer than 100 characters"),
    ],
)
def test_what_is_no_address_is_refused(text: str, said: str) -> None:
    with pytest.raises(AddressError, match=said) as raised:
        read_address(text)
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize("mark", ["\r\n", "\n", "\r", "\0", "\t", "\u202e", "\u2028", "\x1b"])
@pytest.mark.parametrize(
    "place", ["{}a@example.org", "a@example.org{}Bcc: b@example.org", "A{}B <a@b.c>"]
)
def test_no_mark_that_cannot_be_seen_gets_through(place: str, mark: str) -> None:
    with pytest.raises(AddressError, match="cannot be seen") as raised:
        read_address(place.format(mark))
    assert str(raised.value).isprintable()


def test_a_name_may_hold_quotes() -> None:
    address = read_address('Ünal "the" <u@example.org>')
    assert address == Address("u", "example.org", 'Ünal "the"')
