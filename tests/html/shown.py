"""A page that calculates: what is shown on it, and how its fields are changed."""

from collections.abc import Callable
from typing import Any

Open = Callable[..., Any]

# Every text and every attribute that may hold a figure, in the order of the page. What says where
# a number is from, or which short form holds, is of the settings that a page was made for.
SHOWN = """() => {
  const found = [];
  const apart = "script, style, form, .changed, #closed-forms, :is(.checks, .inputs) td:last-child";
  const told = ["title", "data-v", "style", "hidden", "height", "width", "points", "d",
    ...["x", "y", "cx", "cy", "class"]];
  const walk = (node) => {
    if (node.nodeType === 3 && node.data.trim()) found.push(node.data.trim());
    if (node.nodeType !== 1 || node.matches(apart)) return;
    for (const name of told.filter((each) => node.hasAttribute(each))) {
      const said = node.getAttribute(name);
      found.push(`${node.tagName} ${name}=${name === "points" ? said.replaceAll(",", " ") : said}`);
    }
    node.childNodes.forEach(walk);
  };
  document.querySelectorAll("header, main").forEach(walk);
  return found;
}"""


def lead(shown: Any) -> str:
    text: str = shown.locator(".lead").text_content()
    return text


def message(shown: Any) -> str:
    text: str = shown.locator("form output").text_content()
    return text


def change(shown: Any, name: str, value: str) -> None:
    shown.locator(f"[name={name}]").fill(value)
    shown.keyboard.press("Enter")
