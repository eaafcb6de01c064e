"""What reading a damaged zip package raises; each loader that opens one adds what its own reader raises."""

from __future__ import annotations

import zipfile
import zlib

ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,  # an encrypted part
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
)
