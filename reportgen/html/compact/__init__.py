"""Scripts and style sheets without what only their readers need: every page carries them."""
