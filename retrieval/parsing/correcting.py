"""What a person says of a document wins over what was read in it."""

from __future__ import annotations

from dataclasses import replace

from retrieval.model import CORRECTED, UNCORRECTED, Correction, Outline, Part, Profile

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
    read = {"region": profile.region and profile.region.name, "years": list(profile.years), "kind": profile.kind}
    as_read = {**{name: read[name] for name in fields}, **profile.as_read}
    read_from = {**profile.read_from, **marks}
    changed = replace(profile, **fields, read_from=read_from, as_read=as_read)  # type: ignore[arg-type]  # fields by name
    return replace(outline, profile=changed, parts=parts)


def carried(before: Profile, now: Profile) -> Correction:
    """What was corrected in a version ``before`` and holds for the next, read as ``now``: everything, where it is the same report.

    It is where it begins with the same year and is of the same kind, by what was read or by what was corrected then; the
    report of the next year is another one.
    """
    if not before.as_read or not _same_report(before, now):
        return UNCORRECTED
    return Correction(
        region=before.region if "region" in before.as_read else None,
        year=before.years[0] if "years" in before.as_read and before.years else None,
        kind=before.kind if "kind" in before.as_read else None,
    )


def contested(before: Profile, now: Profile) -> bool:
    """Whether a corrected version says one region and the next text names one that was never read in it."""
    named = now.region and now.region.name
    return named not in (None, before.as_read.get("region"), before.region and before.region.name)


def _same_report(before: Profile, now: Profile) -> bool:
    read = before.as_read
    years = {found[0] for found in (before.years, read.get("years") or ()) if found}
    kinds = {before.kind, read.get("kind", before.kind)}
    return (not now.years or not years or now.years[0] in years) and (now.kind in kinds or "其他" in {*kinds, now.kind})


def _moved(parts: tuple[Part, ...], year: int) -> tuple[Part, ...]:
    first = next((part.year for part in parts if part.year), None)
    shift = 0 if first is None else year - first
    return tuple(replace(part, year=part.year + shift if part.year else year) for part in parts)


def _sided(parts: tuple[Part, ...], kind: str) -> tuple[Part, ...]:
    if len(parts) != 1 or kind not in (*GOALS, *RESULTS):
        return parts
    return (replace(parts[0], plan=kind in GOALS),)
