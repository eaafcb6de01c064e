"""The made-up people and the group that live in the playground."""

from dataclasses import dataclass

from bot.playground.wire import Json

ADMIN = 1001
READER = 1002
STRANGER = 1003
GROUP = -1001000000001


@dataclass(frozen=True, kw_only=True)
class Person:
    """A made-up Telegram user; ``key`` is the short name that the contract accepts in place of the id."""

    id: int
    key: str
    first_name: str
    username: str
    role: str
    language_code: str = "zh-hans"

    def user(self) -> Json:
        """The person as a Bot API User."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "username": self.username,
            "language_code": self.language_code,
        }

    def answers_to(self, name: str) -> bool:
        """Whether ``name`` (an id, a key, a username or the displayed name) means this person."""
        return name.lstrip("@").casefold() in {str(self.id), self.key, self.username.casefold(), self.first_name}


USERS = (
    Person(id=ADMIN, key="admin", first_name="管理员小周", username="xiaozhou", role="管理员"),
    Person(id=READER, key="reader", first_name="读者小林", username="xiaolin", role="读者"),
    Person(id=STRANGER, key="stranger", first_name="访客", username="fangke", role="陌生人"),
)
GROUP_TITLE = "科室群"
GROUP_MEMBERS = (ADMIN, READER)

_RIGHTS = [
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
]


def chat_member(user: Json, status: str) -> Json:
    """A Bot API ChatMember of this user (creator, administrator, member, left, kicked; blocked is shown as kicked)."""
    member: Json = {"user": user, "status": "kicked" if status == "blocked" else status}
    if member["status"] == "kicked":
        member["until_date"] = 0
    if status in {"creator", "administrator"}:
        member["is_anonymous"] = False
    if status == "administrator":
        member |= dict.fromkeys(_RIGHTS, False)
    return member
