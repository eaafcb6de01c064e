"""Files that were sent, kept in memory, and the size of pictures."""

import struct
from dataclasses import dataclass

from bot.playground.wire import Json, Upload, bad_request

KINDS = ("document", "photo", "voice", "sticker")
_FOLDERS = {"document": "documents", "photo": "photos", "voice": "voice", "sticker": "stickers"}


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file and the names under which the Bot API knows it."""

    file_id: str
    path: str
    upload: Upload

    def reference(self) -> Json:
        """The fields that every kind of file object shares."""
        return {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_size": len(self.upload.data)}


class Files:
    """The store; an id is never used twice."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}

    def add(self, upload: Upload, folder: str) -> StoredFile:
        """Keep a file and give it an id and a path."""
        number = len(self._by_id) + 1
        suffix = upload.name.rsplit(".", 1)[-1] if "." in upload.name else "bin"
        suffix = suffix if suffix.isascii() and suffix.isalnum() else "bin"
        stored = StoredFile(file_id=f"PG{number:08d}", path=f"{folder}/file_{number}.{suffix.lower()}", upload=upload)
        self._by_id[stored.file_id] = stored
        return stored

    def get(self, file_id: str) -> StoredFile:
        """The file with this id, or 400 as Telegram words it."""
        if file_id not in self._by_id:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._by_id[file_id]

    def at(self, path: str) -> StoredFile | None:
        """The file with this path, or None."""
        return next((stored for stored in self._by_id.values() if stored.path == path), None)


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker, length = data[position + 1], int.from_bytes(data[position + 2 : position + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF or JPEG, read from its header; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in {b"GIF87a", b"GIF89a"} and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _photo(files: Files, upload: Upload) -> list[Json]:
    size = picture_size(upload.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * max(1, min(size)):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return [files.add(upload, _FOLDERS["photo"]).reference() | {"width": size[0], "height": size[1]}]


def media_content(files: Files, kind: str, upload: Upload) -> Json:
    """Keep a file of one of KINDS and give the part of a message that shows it."""
    if kind == "photo":
        return {"photo": _photo(files, upload)}
    extras: dict[str, Json] = {
        "document": {"file_name": upload.name, "mime_type": upload.media_type},
        "voice": {"duration": 3, "mime_type": upload.media_type},
        "sticker": {
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "type": "regular",
            "emoji": "👍",
        },
    }
    return {kind: files.add(upload, _FOLDERS[kind]).reference() | extras[kind]}
