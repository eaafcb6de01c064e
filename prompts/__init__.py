"""Prompt files with named holes, and their loader."""

from prompts.loader import FOLDER, Prompt, PromptError, load, load_all

__all__ = ["FOLDER", "Prompt", "PromptError", "load", "load_all"]
