"""What a person says of a document wins over what was read in it."""

from __future__ import annotations

from dataclasses import replace

from retrieval.model import CORRECTED, Correction, Outline, Part, Profile

GOALS, RESULTS = ("要点", "计划"), ("总结",)


def corrected(outline: Outline, correction: Correction) -> Outline:
    """The outline with the corrected region, years and kind; each such field says so in ``read_from``.

    With another year all parts move along: the 2025年计划 behind a 2023年总结 that is of 2024 becomes one of 2026.
    A document with one part that is said to be 要点 or 计划 holds goals, a 总结 holds results.
    """
    profile, parts = outline.profile, outline.parts
    fields: dict[str, object] = {}
    if correction.region is not None:
        fields["region"] = correction.region
    if correction.kind is not None:
        fields["kind"] = correction.kind
        parts = _sided(parts, correction.kind)
    if correction.year is not None:
        parts = _moved(parts, correction.year)
        fields["years"] = tuple(sorted({part.year for part in parts if part.year})) or (correction.year,)
    marks = dict.fromkeys(fields, CORRECTED)
    read_from = {**profile.read_from, **marks}
    return replace(outline, profile=replace(profile, **fields, read_from=read_from), parts=parts)  # type: ignore[arg-type]  # fields by name


def carried(before: Profile, now: Profile) -> Correction:
    """What was corrected in a version ``before`` and holds for the next, ``now``: region and kind, not the year.

    A region that the new text names itself wins.
    """
    told = {name for name, source in before.read_from.items() if source == CORRECTED}
    return Correction(
        region=before.region if "region" in told and now.region is None else None,
        kind=before.kind if "kind" in told else None,
    )


def _moved(parts: tuple[Part, ...], year: int) -> tuple[Part, ...]:
    first = next((part.year for part in parts if part.year), None)
    shift = 0 if first is None else year - first
    return tuple(replace(part, year=part.year + shift if part.year else year) for part in parts)


def _sided(parts: tuple[Part, ...], kind: str) -> tuple[Part, ...]:
    if len(parts) != 1 or kind not in (*GOALS, *RESULTS):
        return parts
    return (replace(parts[0], plan=kind in GOALS),)
