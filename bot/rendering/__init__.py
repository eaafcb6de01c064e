"""Pure: answers, sections and lists become text with entities and keyboards; no I/O."""
