"""Sentences of the inbox as a web page."""

VI: dict[str, str] = {
    "inbox-web-day": "Ô “{field}” chưa ghi đúng một ngày có trong lịch. Gõ ngày/tháng/năm, ví dụ 27/11/2026.",
    "inbox-web-missing": "Chưa điền “{field}”.",
    "inbox-web-look-again": "Chữ đã sửa sau lần xem chỗ cần che. Xem lại từng chỗ bên dưới rồi bấm đưa xác nhận lần nữa.",
    "inbox-web-undecided": "Chưa chọn che hay để nguyên: {found}.",
    "inbox-web-unseen": "Chưa đánh dấu đã xem: {found}. Không đăng được thì đừng xác nhận, báo người soạn sửa lại.",
}
