"""Why the system would not read or write, in Vietnamese; its own words are English."""

from __future__ import annotations

import errno

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


def reason_words(error: OSError) -> str:
    """Return the reason, for the end of a sentence."""
    unknown = f"hệ thống báo lỗi số {error.errno}" if error.errno else "hệ thống không cho biết lý do"
    return _REASONS.get(error.errno or 0, unknown)
