"""Who may do what, and what each sees. ``gate`` stands before every handler; it is the one place that decides.

Rights come from the settings (administrators, and a list of readers) and from the tables of ``bot.store.members``. Whoever is
in neither is nobody: a group admits its members to ask within it, an invitation or an administrator lets a person in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from bot.context import Reports
from bot.gathering import Desk as SourceDesk
from bot.rights import RIGHTS, Right, Role
from bot.store import Members
from bot.uploads import Taking
from retrieval import Condition, Document

SILENCE = 10 * 60
REMEMBERED = 10_000
MOST_NOTICES = 10
HOUR = 3600
ORDER = (Role.NONE, Role.READER, Role.CONTRIBUTOR, Role.ADMIN)


class Whole(Reports, Taking, Protocol):
    """All the reports, from which what somebody may see is taken."""

    def seen_by(self, circles: Collection[str] | None) -> Reports:
        """The reports of no circle and those of ``circles``; None: everything."""

    def circles(self) -> Mapping[str, int]:
        """Circle → how many documents are marked for it."""

    def circle_rules(self) -> Mapping[str, str]:
        """Folder or address → circle of new documents from there."""

    def set_circle(self, document_id: str, circle: str | None) -> Document:
        """Mark a document."""

    def set_circle_rule(self, place: str, circle: str | None) -> None:
        """Keep or drop a rule."""

    def condition(self) -> Condition:
        """How the library is."""

    @property
    def sources(self) -> SourceDesk:
        """Where reports come from."""


class Access:
    """Decides by the settings and the tables. ``admins`` are always administrators, ``allowed`` (also groups) readers unless

    the tables say otherwise. ``clock``: seconds. Nothing here blocks.
    """

    def __init__(
        self,
        admins: Collection[int],
        allowed: Collection[int],
        members: Members,
        library: Whole,
        clock: Callable[[], float],
    ) -> None:
        self.first_admins = frozenset(admins)
        self.allowed = frozenset(allowed)
        self.members = members
        self._library = library
        self._clock = clock
        self._told: dict[int, float] = {}
        self._notices: list[float] = []

    # What somebody is

    def role(self, person: int) -> Role:
        """What a person is now."""
        if person in self.first_admins:
            return Role.ADMIN
        known = self.members.standing.people.get(person)
        if known is not None:
            return known.role
        return Role.READER if person in self.allowed else Role.NONE

    @property
    def admins(self) -> tuple[int, ...]:
        """Everybody who administers."""
        named = [one.person for one in self.members.standing.people.values() if one.role is Role.ADMIN]
        return tuple(dict.fromkeys((*sorted(self.first_admins), *named)))

    def everybody(self) -> tuple[int, ...]:
        """Everybody who may do anything, by number."""
        known = {*self.first_admins, *self.members.standing.people, *(one for one in self.allowed if one > 0)}
        return tuple(sorted(person for person in known if self.role(person) is not Role.NONE))

    def admitted(self, chat: int) -> bool:
        """Whether members of a group may ask within it."""
        return chat < 0 and (chat in self.members.standing.groups or chat in self.allowed)

    def may(self, person: int, right: Right, chat: int | None = None) -> bool:
        """Whether a person has a right; ``chat``: where, since an admitted group gives its members the right to ask there.

        Who was thrown out stays out, in groups too.
        """
        if right is Right.ANYONE:
            return True
        if right in RIGHTS[self.role(person)]:
            return True
        thrown_out = person in self.members.standing.people
        return right is Right.ASK and chat is not None and self.admitted(chat) and not thrown_out

    # What somebody sees

    def circles_of(self, person: int) -> Collection[str] | None:
        """The circles of a person; None for an administrator, who sees everything."""
        if self.role(person) is Role.ADMIN:
            return None
        return self.members.standing.circles.get(person, ())

    def reports_of(self, person: int) -> Reports | None:
        """The reports as a person sees them where nobody else reads along; None for one who may not ask."""
        return self._library.seen_by(self.circles_of(person)) if self.may(person, Right.ASK) else None

    def everyone(self) -> Reports:
        """The reports that everybody who may ask sees."""
        return self._library.seen_by(())

    def reports(self, person: int, chat: int) -> Reports | None:
        """The reports for a chat: in a group what its circles see, whoever asks; None for one who may not ask there."""
        if chat == person:
            return self.reports_of(person)
        if not self.may(person, Right.ASK, chat):
            return None
        group = self.members.standing.groups.get(chat)
        return self._library.seen_by(group.circles if group else ())

    # How often strangers are told something

    def tell(self, person: int) -> bool:
        """Whether a stranger is told now; once in ten minutes each."""
        now = self._clock()
        if now - self._told.get(person, float("-inf")) < SILENCE:
            return False
        if len(self._told) >= REMEMBERED:
            self._told.clear()
        self._told[person] = now
        return True

    def notify(self) -> bool:
        """Whether administrators are told of one more request; ten times in an hour, the others stand in /people."""
        now = self._clock()
        self._notices = [at for at in self._notices if now - at < HOUR]
        if len(self._notices) >= MOST_NOTICES:
            return False
        self._notices.append(now)
        return True


def higher(one: Role, other: Role) -> Role:
    """The role that may do more."""
    return max(one, other, key=ORDER.index)
