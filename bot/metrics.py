"""What Prometheus is told: counts and times, never who asked or what.

A gauge is a function that is called when the page is read: ``metrics.gauge("outbox_age_seconds", "…", read)``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from retrieval import Answer

CONTENT_TYPE = CONTENT_TYPE_LATEST
PREFIX = "huiwen_"
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

Read = Callable[[], float]
Reads = Callable[[], Mapping[str, float]]

_log = logging.getLogger(__name__)


class Metrics:
    """The counters and gauges of one bot, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._gauges = _Gauges()
        self._registry.register(self._gauges)
        self._questions = self.counter("questions", "Questions answered, by outcome and mode.", "status", "mode")
        self._refusals = self.counter("refusals", "Questions refused, by reason.", "reason")
        self._errors = self.counter("errors", "Errors that a user or the log was told of, by kind.", "kind")
        self._fallbacks = self.counter("fallbacks", "Answers that fell back to a simpler way, by cause.", "cause")
        self._limited = self.counter("limited", "Updates that were over a limit, by kind.", "kind")
        self._waited = self._histogram("answer_seconds", "From the question's turn to its answer.")
        self._stages = self._histogram("stage_seconds", "Time of an answer's stages.", "stage")

    def counter(self, name: str, help: str, *labels: str) -> Counter:
        """A new counter ``huiwen_<name>_total``. Labels hold kinds, never persons or texts."""
        return Counter(PREFIX + name, help, labels, registry=self._registry)

    def gauge(self, name: str, help: str, read: Read) -> None:
        """Tell what ``read`` returns as ``huiwen_<name>``. It may block; where it raises, the gauge is left out."""
        self._gauges.reads[PREFIX + name] = (help, (), lambda: {"": read()})

    def gauges(self, name: str, help: str, label: str, read: Reads) -> None:
        """The same for several values at once: what ``read`` returns is label → value."""
        self._gauges.reads[PREFIX + name] = (help, (label,), read)

    def answered(self, answer: Answer, seconds: float) -> None:
        """A question was answered or refused."""
        self._questions.labels(answer.status, answer.mode).inc()
        if answer.reason:
            self._refusals.labels(answer.reason).inc()
        self._waited.observe(seconds)
        for stage, ms in answer.receipt.stages_ms.items():
            self._stages.labels(stage).observe(ms / 1000)

    def fell_back(self, cause: str) -> None:
        """An answer came about in a simpler way than was wanted (a model that failed)."""
        self._fallbacks.labels(cause).inc()

    def limited(self, kind: str) -> None:
        """Something was over a limit: minute, day, total or long."""
        self._limited.labels(kind).inc()

    def failed(self, kind: str) -> None:
        """Something failed. ``kind``: the name of the error's class."""
        self._errors.labels(kind).inc()

    def page(self) -> bytes:
        """The text that Prometheus reads. Blocks as long as the gauges do."""
        return generate_latest(self._registry)

    def _histogram(self, name: str, help: str, *labels: str) -> Histogram:
        return Histogram(PREFIX + name, help, labels, buckets=SECONDS, registry=self._registry)


class _Gauges(Collector):
    """Gauges that are read when they are asked for."""

    def __init__(self) -> None:
        self.reads: dict[str, tuple[str, tuple[str, ...], Reads]] = {}

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge that can be read now."""
        for name, (help, labels, read) in self.reads.items():
            family = GaugeMetricFamily(name, help, labels=labels)
            try:
                values = read()
            except Exception:  # noqa: BLE001 -- one broken gauge must not hide the others; the log has it
                _log.exception("gauge %s", name)
                continue
            for label, value in values.items():
                family.add_metric([label] if labels else [], value)
            yield family
