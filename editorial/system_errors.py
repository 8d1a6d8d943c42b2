"""Why the system would not read or write, in Vietnamese; its own words are English."""

from __future__ import annotations

import errno
import re
import shutil

_REASONS = {
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EDQUOT: "đã hết phần ổ đĩa được dùng",
    errno.EFBIG: "tệp vượt cỡ cho phép",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "không tìm thấy",
    errno.EEXIST: "đã có sẵn một tệp hoặc thư mục tên ấy",
    errno.EISDIR: "đó là một thư mục",
    errno.ENOTDIR: "có một tệp đứng ở chỗ của thư mục",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.EMFILE: "mở quá nhiều tệp cùng lúc",
    errno.ENFILE: "mở quá nhiều tệp cùng lúc",
    errno.ETIMEDOUT: "đợi quá lâu, có lẽ chương trình khác đang giữ khóa",
    errno.ECONNREFUSED: "máy chủ không nhận kết nối",
    errno.ECONNRESET: "đường truyền bị ngắt giữa chừng",
    errno.EPIPE: "đường truyền bị ngắt giữa chừng",
    errno.ENETUNREACH: "không có đường đến máy chủ: mất mạng",
    errno.EHOSTUNREACH: "không có đường đến máy chủ: mất mạng",
    errno.EIO: "ổ đĩa bị lỗi",
    errno.ENOLCK: "ổ đĩa không cho khóa tệp, thường vì là ổ mạng",
    errno.ENOSYS: "ổ đĩa không làm được việc này, thường vì là ổ mạng",
    errno.ENOTSUP: "ổ đĩa không làm được việc này, thường vì là ổ mạng",
    errno.ESTALE: "tệp bị đổi trong lúc máy đang đọc",
}


_TOLD = re.compile(r"\[Errno (\d+)\]")
"""Of a folder that it copies, shutil tells as text what went wrong with each file."""


def reason_words(error: OSError) -> str:
    """Return the reason, for the end of a sentence."""
    number = error.errno or int(told[1] if (told := _TOLD.search(str(error))) else 0)
    unknown = f"hệ thống báo lỗi số {number}" if number else "hệ thống không cho biết lý do"
    return _REASONS.get(number, unknown)


def file_words(error: OSError) -> str:
    """Return the file that could not be read or written, as far as the system tells."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        return str(error.args[0][0][1])
    return str(error.filename or "tệp")
