"""The writing half of the library: inputs become visible documents, visible passages get their vectors.

The derived indexes hold at least what is visible, and what is not visible in the catalogue is never shown:

    publish: lexical add + commit → catalogue (one transaction) → lexical delete of what is gone
    remove:  catalogue (one transaction) → lexical delete → vectors delete
    rebuild: lexical add + commit → catalogue (one transaction) → lexical delete of what is gone → vectors anew
    vectors: Chroma upsert → catalogue marks them

So a crash at any point leaves at most entries that nobody sees, and equal counts mean equal contents.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from retrieval.errors import HuiwenError, LockedError, StoreError
from retrieval.loaders.isolation import Workers
from retrieval.model import (
    UNCORRECTED,
    Correction,
    Document,
    IndexResult,
    Indicator,
    Loaded,
    Outline,
    Passage,
    Profile,
    Region,
    Scope,
)
from retrieval.parsing.correcting import carried, contested, corrected
from retrieval.parsing.script import simple_outline
from retrieval.stores import deriving, keys
from retrieval.stores.catalogue import EMBEDDING, VECTORS_SETTLED, Catalogue
from retrieval.stores.circles import circle_of
from retrieval.stores.deriving import Parser
from retrieval.stores.editions import newer, verdict
from retrieval.stores.embeddings import Embedder, mismatched
from retrieval.stores.inputs import Input, Raw
from retrieval.stores.lexical import LexicalIndex
from retrieval.stores.likeness import Like, Likeness
from retrieval.stores.publishing import Draft
from retrieval.stores.queries import chunks

if TYPE_CHECKING:
    from retrieval.stores.vectors import VectorIndex

EMBED_BATCH, ADOPTED = 16, 512
Progress = Callable[[int, int, str], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How inputs come in.

    ``silent``: their events say that nobody is to be told. ``circle``: of new documents where no rule knows better.
    ``by``: circles of the person who adds; None: an administrator. ``region``: of texts that name none.
    ``correction``: what a person says of the document, against what is read.
    """

    silent: bool = False
    circle: str | None = None
    by: frozenset[str] | None = None
    region: Region | None = None
    correction: Correction = UNCORRECTED

    def sees(self, known: Document) -> bool:
        """Whether who adds may know of a document."""
        return self.by is None or known.circle is None or known.circle in self.by


PLAIN = Manner()


class Indexer:
    """Adds, removes and rebuilds; safe to call from several threads of the one writing process."""

    def __init__(
        self,
        catalogue: Catalogue,
        lexical: LexicalIndex,
        vectors: Callable[[], VectorIndex],
        embedder: Embedder,
        parser: Parser,
        workers: Workers,
    ) -> None:
        self._catalogue = catalogue
        self._lexical = lexical
        self._vectors = vectors
        self._embedder = embedder
        self._parser = parser
        self._workers = workers
        self._adding = threading.Lock()
        self._changing = threading.Lock()  # what is visible
        self._completing = threading.Lock()
        self._storing = threading.Lock()  # vectors; never held while embedding

    def add(self, item: Input, manner: Manner = PLAIN) -> IndexResult:
        """Read one input and make it visible to search by words. Only StoreError is raised: a bad input is a result."""
        try:
            raw = item.read()
            with self._adding:
                return self._added(item, raw, manner)
        except StoreError:
            raise
        except HuiwenError as error:
            return IndexResult(source=item.label, state="failed", error=str(error))
        except Exception:
            log.exception("could not index %s", item.label)
            return IndexResult(source=item.label, state="failed", error=f"“{item.label}”无法解析，详见日志。")

    def remove(self, document: Document) -> None:
        """Take a document away: gone for every reader when the catalogue's transaction ends."""
        with self._changing:
            entries = list(self._catalogue.passages_of(document.id))
            self._catalogue.remove(document.id)
            self._forget_words(entries)
        with self._storing:
            self._vectors().delete(entries)

    def correct(self, document: Document, correction: Correction) -> bool:
        """Correct what is held in place, its text and ids stay; whether that changed anything. Vectors follow by ``complete``."""
        with self._adding:
            return self._correct(document, correction)

    def _correct(self, document: Document, correction: Correction) -> bool:
        with self._changing:
            held = self._catalogue.outline(document.id)
            outline = corrected(held, correction)
            if _said(outline) == _said(held):
                return False
            before = self._catalogue.passages_of(document.id)
            derived = self._derive(document.id, outline)
            self._lexical.add({entry: passage for entry, passage in derived[0].items() if entry not in before})
            self._lexical.commit()
            self._catalogue.correct(document.id, outline, derived)
            self._forget_words([entry for entry in before if entry not in derived[0]])
            return True

    def complete(self, progress: Progress | None = None) -> None:
        """Embed every visible passage that has no vector yet. Raises EmbeddingError, EmbeddingMismatchError."""
        with self._completing:
            self.check_model()
            if self.pending() or not self._settled():
                self._embed_all(progress or _silent)
                state = self._catalogue.vectors_state()
                self._agree()
                self._catalogue.set_value(VECTORS_SETTLED, state)

    def adopt(self, vectors: Iterable[tuple[str, Sequence[float]]]) -> None:
        """Take vectors made elsewhere by the same model, by entry; those of nothing visible are left out."""
        with self._completing:
            self.check_model()
            self._catalogue.set_value(VECTORS_SETTLED, "")
            for batch in chunks(vectors, ADOPTED):
                wanted = self._catalogue.passages(entry for entry, _ in batch)
                taken = {entry: vector for entry, vector in batch if entry in wanted}
                with self._storing:
                    self._vectors().add(list(taken), list(taken.values()))
        self.complete()

    def recover(self) -> None:
        """Make the lexical index hold what is visible, after a crash or the loss of the index."""
        with self._changing:
            if not self._words_agree():
                self._keep_visible_words()
            if not self._words_agree():
                for document in self._catalogue.documents():
                    self._lexical.add(self._catalogue.passages_of(document.id))
                self._lexical.commit()

    def rebuild(self, progress: Progress | None = None) -> None:
        """Derive everything anew from the catalogue's sections, and embed it with the present model."""
        with self._completing, self._changing, self._storing:
            ids = [document.id for document in self._catalogue.documents()]
            derived = {id_: self._derive(id_, self._catalogue.outline(id_)) for id_ in ids}
            self._words_agree()  # throws an unreadable index away
            for entries, _figures in derived.values():
                self._lexical.add(entries)
            self._lexical.commit()
            self._catalogue.renew(derived, self._embedder.name)
            self._keep_visible_words()
            self._vectors().reset()
        self.complete(progress)

    def check_model(self) -> None:
        """Raises EmbeddingMismatchError where the vectors come from another model; notes the model where there are none."""
        stored = self._catalogue.value(EMBEDDING)
        if stored is None:
            self._catalogue.set_value(EMBEDDING, self._embedder.name)
        elif stored != self._embedder.name:
            raise mismatched(stored, self._embedder.name)

    # One input

    def _added(self, item: Input, raw: Raw, manner: Manner) -> IndexResult:
        bytes_hash = keys.bytes_hash(raw.data)
        known = self._catalogue.seen(item.source, bytes_hash)
        if known is not None and manner.sees(known):
            return IndexResult(source=item.label, state="unchanged", document=known)
        loaded = self._workers.load(raw.data, name=raw.name, media_type=raw.media_type, url=raw.url)
        key = keys.canonical(raw.url) if raw.url else item.key
        outline = self._read(loaded, key, key, manner)
        manner = replace(manner, circle=self._circle(item.source, key, manner))
        held = self._held(outline, manner)
        if held is not None:
            self._catalogue.remember(item.source, held.id, bytes_hash, url=raw.url)
            changed = self._correct(held, manner.correction)
            return IndexResult(
                source=item.label,
                state="updated" if changed else "unchanged",
                document=self._catalogue.document(held.id),
            )
        twin = self._twin(outline, manner) or self._former(outline, item.source, manner)
        if twin is not None:
            self._catalogue.remember(
                item.source, twin.id, bytes_hash, url=raw.url, body_hash=keys.body_hash(_body(outline))
            )
            return IndexResult(source=item.label, state="unchanged", document=self._catalogue.document(twin.id))
        like = self._like(outline, item.source, key, manner)
        if like is not None and like.verdict == "same":
            self._catalogue.remember(item.source, like.document.id, bytes_hash, url=raw.url)
            return IndexResult(
                source=item.label, state="unchanged", document=self._catalogue.document(like.document.id)
            )
        own_key = like.document.key if like else self._own_key(key, outline.profile, manner)
        if own_key != key:
            outline = self._read(loaded, own_key, key, manner)
        if like and manner.correction == UNCORRECTED:
            outline = corrected(outline, carried(like.document.profile, outline.profile))
        url = raw.url or _address(loaded)
        draft = self._draft(own_key, outline, source=item.source, bytes_hash=bytes_hash, url=url)
        draft = replace(draft, silent=manner.silent, circle=manner.circle)
        state = (
            self._shelved(draft) if like and not newer(like.document.profile, outline.profile) else self._publish(draft)
        )
        return IndexResult(source=item.label, state=state, document=self._catalogue.document(draft.id))

    def _read(self, loaded: Loaded, own_key: str, key: str, manner: Manner) -> Outline:
        """The outline, with what a person said of it or of an earlier version under this key."""
        outline = corrected(_placed(self._parser.parse(loaded, own_key), manner.region), manner.correction)
        if manner.correction != UNCORRECTED:
            return outline
        for known in self._catalogue.under_key(key):
            again = corrected(outline, carried(known.profile, outline.profile))
            if _same(known, again.profile, manner) and self._bound(known, outline, key):
                return again
        return outline

    def _bound(self, known: Document, outline: Outline, key: str) -> bool:
        """Whether a text under a document's key is that document, though it names another region: by address or by its text."""
        if not contested(known.profile, outline.profile) or keys.is_address(key):
            return True
        return verdict(known.profile, self._catalogue.text(known.id), outline.profile, _body(outline)) != "other"

    def _held(self, outline: Outline, manner: Manner) -> Document | None:
        """The document that holds this very text, where a person corrects it by sending it again."""
        if manner.correction == UNCORRECTED:
            return None
        found = self._catalogue.with_body(keys.body_hash(_body(outline)))
        return next((one for one in found if manner.sees(one) and manner.circle in (None, one.circle)), None)

    def _draft(self, key: str, outline: Outline, *, source: str, bytes_hash: str, url: str | None) -> Draft:
        document_id = keys.document_id(key)
        entries, figures = self._derive(document_id, outline)
        return Draft(
            id=document_id,
            key=key,
            source=source,
            bytes_hash=bytes_hash,
            body=_body(outline),
            outline=outline,
            entries=entries,
            indicators=figures,
            url=url,
        )

    def _derive(self, document_id: str, outline: Outline) -> tuple[dict[str, Passage], tuple[Indicator, ...]]:
        outline = simple_outline(outline)
        passages = self._parser.passages(outline, document_id)
        entries = {keys.entry_id(passage): passage for passage in passages}
        return entries, deriving.indicators(outline, document_id, self._parser.extract)

    def _twin(self, outline: Outline, manner: Manner) -> Document | None:
        """A visible document with the same body that may be the same report, for the same people."""
        twins = self._catalogue.with_body(keys.body_hash(_body(outline)))
        return next((twin for twin in twins if _same(twin, outline.profile, manner)), None)

    def _former(self, outline: Outline, source: str, manner: Manner) -> Document | None:
        """A document that said this in an earlier edition, which its source still holds: no way back to that edition."""
        found = self._catalogue.with_former_body(keys.body_hash(_body(outline)), source)
        return next((former for former in found if _same(former, outline.profile, manner)), None)

    def _like(self, outline: Outline, source: str, key: str, manner: Manner) -> Like | None:
        """The document that this reposts or is another edition of, by its text; one that has its key is that one anyway."""
        if any(_same(other, outline.profile, manner) for other in self._catalogue.under_key(key)):
            return None
        likeness = Likeness(self._catalogue, self._lexical)
        before = self._catalogue.held_at(source)
        return likeness.find(outline, _body(outline), lambda known: _same(known, outline.profile, manner), at=before)

    def _shelved(self, draft: Draft) -> Literal["unchanged"]:
        """Keep an earlier edition that came later: readable among the versions, but not what is searched."""
        self._catalogue.shelve(draft)
        return "unchanged"

    def _own_key(self, key: str, profile: Profile, manner: Manner) -> str:
        """The key of the report that this is a new version of, else a key that is free."""
        others = self._catalogue.under_key(key)
        same = next((other.key for other in others if _same(other, profile, manner)), None)
        return same or keys.numbered(key, [other.key for other in others])

    def _circle(self, source: str, key: str, manner: Manner) -> str | None:
        """Who alone sees what was read: as the document that was there before, else by a rule, else as the caller says."""
        before = self._catalogue.held_at(source)
        if before is not None:
            return before.circle
        return circle_of(self._catalogue.circle_rules(), key, source) or manner.circle

    def _publish(self, draft: Draft) -> Literal["added", "updated"]:
        with self._changing:
            before = self._catalogue.passages_of(draft.id)
            self._lexical.add({entry: p for entry, p in draft.entries.items() if entry not in before})
            self._lexical.commit()
            state = self._catalogue.publish(draft)
            self._forget_words([entry for entry in before if entry not in draft.entries])
        return state

    # The derived indexes

    def _forget_words(self, entries: list[str]) -> None:
        if entries:
            self._lexical.delete(entries)
            self._lexical.commit()

    def _keep_visible_words(self) -> None:
        self._lexical.keep_only(self._catalogue.entries(Scope(), with_vector=False))
        self._lexical.commit()

    def _words_agree(self) -> bool:
        try:
            return self._lexical.count() == self._catalogue.counts().passages
        except LockedError:
            raise
        except StoreError:
            log.warning("the lexical index cannot be read; it is made anew", exc_info=True)
            self._lexical.reset()
            return False

    def _embed_all(self, progress: Progress) -> None:
        titles: dict[str, str] = {}
        done = 0
        while batch := self._catalogue.without_vector(EMBED_BATCH):
            titles = titles or {document.id: document.title for document in self._catalogue.documents()}
            vectors = self._embedder.documents([f"{p.header}\n{p.text}" for p in batch.values()])
            self._store(dict(zip(batch, vectors, strict=True)))
            done += len(batch)
            left = self.pending()
            last = next(reversed(batch.values()))
            progress(done, done + left, titles.get(last.document_id, ""))

    def _store(self, vectors: dict[str, list[float]]) -> None:
        with self._storing:
            visible = list(self._catalogue.passages(vectors))
            self._vectors().add(visible, [vectors[entry] for entry in visible])
            self._catalogue.mark(visible, has_vector=True)

    def _settled(self) -> bool:
        """Whether the vectors agreed when last compared and nothing changed since: then their store is not opened."""
        return self._catalogue.value(VECTORS_SETTLED) == self._catalogue.vectors_state() and self._vectors().exists()

    def _agree(self) -> None:
        """Take away vectors that nothing visible has; where vectors were lost, have them made again."""
        with self._storing:
            if self._count_vectors() == self._catalogue.counts().vectors:
                return
            stored, wanted = self._vectors().entries(), set(self._catalogue.entries(Scope()))
            self._vectors().delete(stored - wanted)
            lost = wanted - stored
            self._catalogue.mark(lost, has_vector=False)
        if lost:
            self._embed_all(_silent)

    def _count_vectors(self) -> int:
        try:
            return self._vectors().count()
        except StoreError:
            log.warning("the vectors cannot be read; they are made anew", exc_info=True)
            self._vectors().reset()
            return 0

    def pending(self) -> int:
        """How many visible passages have no vector yet."""
        counts = self._catalogue.counts()
        return counts.passages - counts.vectors


def _same(known: Document, profile: Profile, manner: Manner) -> bool:
    """Whether a document may be the report that was read.

    What is marked stays marked when it comes again, also by another path; what comes for one circle never joins what
    others see; and nobody joins, or overwrites, a document that he does not see.
    """
    return manner.sees(known) and manner.circle in (None, known.circle) and keys.compatible(known.profile, profile)


def _placed(outline: Outline, region: Region | None) -> Outline:
    """The outline with the region of its source where the text names none."""
    if region is None or outline.profile.region is not None:
        return outline
    read_from = {**outline.profile.read_from, "region": "来源"}
    return replace(outline, profile=replace(outline.profile, region=region, read_from=read_from))


def _body(outline: Outline) -> str:
    return "".join(section.text for section in outline.walk())


def _address(loaded: Loaded) -> str | None:
    """The original address of a saved page, as the page says."""
    address = loaded.metadata.get("url", "")
    return address if keys.is_address(address) else None


def _said(outline: Outline) -> tuple[object, ...]:
    profile = outline.profile
    return (profile.region, profile.years, profile.kind, outline.parts)


def _silent(_done: int, _total: int, _label: str) -> None:
    return None
