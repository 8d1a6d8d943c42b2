"""Sentences of the web application's start."""

VI = {
    "endpoint-no-site": "Chưa có trang nào trong “{folder}” để phục vụ. Chạy “make publish” trước, rồi chạy lại lệnh này.",
    "endpoint-port-taken": "Không mở được cổng {place}: đang có chương trình khác dùng hoặc máy không cho phép. "
    "Chạy lại với cổng khác, ví dụ “make endpoint PORT={other}”.",
}
