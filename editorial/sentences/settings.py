"""Sentences about pelicanconf.py."""

VI = {
    "settings-unreadable": (
        "Máy không đọc được tệp cài đặt từ dòng này. Mỗi giá trị là chữ đặt giữa hai dấu nháy thẳng, ví dụ \"ct\"; "
        "sửa dòng ấy, hoặc phục hồi tệp từ bản sao lưu."
    ),
    "setting-not-text": (
        "Cài đặt {name} bị xóa, hoặc không phải là chữ đặt giữa hai dấu nháy. Ghi lại dòng ấy; để trống thì ghi \"\"."
    ),
    "setting-empty": "Cài đặt {name} để trống mà phải là một thư mục. Ghi tên thư mục ấy, như bản mẫu của tệp này.",
    "setting-no-folder": (
        "Cài đặt {name} là “{value}”: không biết đó là thư mục nào, vì máy không có thư mục nhà ấy hoặc liên kết dẫn vòng. "
        "Ghi đường dẫn đầy đủ, bắt đầu bằng “/”."
    ),
    "setting-not-days": "Cài đặt {name} là “{value}”; cần một số ngày từ 1 trở lên, ví dụ \"1\".",
}  # fmt: skip
