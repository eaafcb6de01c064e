"""The circles that there are: those of documents, folders, people and groups, and those that an administrator made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rendering.people import Circle, code_of

if TYPE_CHECKING:
    from bot.context import Context, Services


def known(services: Services) -> tuple[str, ...]:
    """Every name. Blocks."""
    standing, library = services.access.members.standing, services.library
    named = {
        *library.circles(),
        *library.circle_rules().values(),
        *(name for own in standing.circles.values() for name in own),
        *(name for group in standing.groups.values() for name in group.circles),
        *standing.named,
    }
    return tuple(sorted(named))


async def circles(context: Context) -> tuple[str, ...]:
    """Every name."""
    return await context.bot_data.cpu(known, context.bot_data)


async def circle_of(context: Context, code: str) -> str | None:
    """The circle that a button names."""
    return next((name for name in await circles(context) if code_of(name) == code), None)


def described(services: Services, name: str) -> Circle:
    """What belongs to a circle. Blocks."""
    standing = services.access.members.standing
    inside = [number for number, own in standing.circles.items() if name in own]
    return Circle(
        name=name,
        documents=services.library.circles().get(name, 0),
        people=tuple(_called(services, number) for number in sorted(inside)),
        groups=tuple(group.title or str(group.chat) for group in standing.groups.values() if name in group.circles),
        places=tuple(place for place, circle in services.library.circle_rules().items() if circle == name),
    )


def _called(services: Services, number: int) -> str:
    member = services.access.members.standing.people.get(number)
    return (member.name if member else "") or str(number)
