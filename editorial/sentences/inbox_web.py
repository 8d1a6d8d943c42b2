"""Sentences of the inbox as a web page."""

VI: dict[str, str] = {
    "inbox-web-day": "Ô “{field}” chưa ghi đúng một ngày có trong lịch. Gõ ngày/tháng/năm, ví dụ 27/11/2026.",
    "inbox-web-missing": "Chưa điền “{field}”.",
    "inbox-web-body": "Chưa ghi cơ quan có thẩm quyền giải quyết. Ghi tên cơ quan ấy.",
    "inbox-web-duplicate-of": (
        "Hồ sơ trùng phải ghi trùng với hồ sơ nào, và chỉ hồ sơ trùng mới ghi. Ô “Phân loại” chọn “trùng” thì gõ mã hồ sơ đến "
        "trước vào ô “Trùng với hồ sơ”; chọn mục khác thì để trống ô ấy."
    ),
    "inbox-web-unit": "Chưa biết chuyển cho đơn vị nào. Ghi tên đơn vị vào ô “Đơn vị giải quyết”.",
    "inbox-web-unit-unclassified": (
        "Chưa phân loại cho đơn vị nào nên chưa có gì để duyệt. Ghi đơn vị ở mục “Phân loại” rồi trình duyệt việc chuyển."
    ),
    "inbox-web-nobody-asked": (
        "Chưa đề nghị đơn vị nào phối hợp nên chưa có ý kiến để ghi. Ghi đề nghị trước ở mục “Đề nghị phối hợp”."
    ),
    "inbox-web-only-sensitive": (
        "“{name}” chỉ theo dõi hồ sơ nhạy cảm, hồ sơ này không được đánh dấu như vậy. Nhờ bộ phận xử lý đánh dấu “Nhạy cảm” "
        "ở mục “Phân loại”."
    ),
    "inbox-web-draft-empty": (
        "Bản đăng cần có tiêu đề và câu trả lời. Điền hai ô ấy; người gửi không đồng ý đăng câu hỏi thì tự đặt tiêu đề bằng "
        "lời chung."
    ),
    "inbox-web-draft-title-long": "Tiêu đề dài quá {most} ký tự. Rút gọn ở ô “Tiêu đề”.",
    "inbox-web-export-reason": (
        "Xuất dữ liệu cá nhân phải nêu lý do. Quay lại danh sách, ghi ô “Lý do” rồi xuất lại; lý do được ghi vào nhật ký."
    ),
    "inbox-web-item-made": (
        "Bài nằm ở {path} (mã {item}), chưa ai ký nên chưa lên trang. Xem lại lĩnh vực, tác giả, nguồn ở đầu tệp; kiểm tra "
        "bằng “python -m desk check {path}”, rồi trình ký: “python -m desk sign {item}”."
    ),
    "inbox-web-item-stays": (
        "Bài “{item}” soạn từ hồ sơ này không bị xóa theo. Đọc lại: bài còn chỗ nhận ra được người gửi thì gỡ bằng "
        "“python -m desk withdraw {item} --kind personal_data”."
    ),
    "inbox-web-look-again": "Chữ đã sửa sau lần xem chỗ cần che. Xem lại từng chỗ bên dưới rồi bấm đưa xác nhận lần nữa.",
    "inbox-web-undecided": "Chưa chọn che hay để nguyên: {found}.",
    "inbox-web-unseen": "Chưa đánh dấu đã xem: {found}. Không đăng được thì đừng xác nhận, báo người soạn sửa lại.",
}
