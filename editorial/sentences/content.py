"""Sentences about content files: reading them, their fields, links and attachments."""

VI: dict[str, str] = {
    # reading
    "content-is-link": "Tệp này là liên kết trỏ sang nơi khác. Chép tệp thật vào thư mục nội dung thay cho liên kết.",
    "content-not-a-file": "Đây không phải một tệp thông thường. Xóa nó, rồi tạo lại tệp bằng “python -m desk new”.",
    "content-too-large": (
        "Tệp nặng {megabytes} MB, quá giới hạn {limit} MB của một tệp văn bản. "
        "Chuyển hình và bảng lớn ra tệp đính kèm, hoặc tách thành nhiều mục."
    ),
    "content-name-unreadable": "Tên tệp có ký tự máy không đọc được. Đổi tên tệp, chỉ dùng chữ thường, số và dấu “-”.",
    "content-not-utf8": (
        "Tệp không lưu bằng bảng mã UTF-8: đọc hỏng ở byte thứ {byte} (dòng {line}). Có lẽ tệp lưu bằng {encoding}. "
        "Mở bằng phần mềm đã soạn nó, chuyển sang Unicode rồi lưu lại với mã UTF-8."
    ),
    "metadata-missing": (
        "Đầu tệp chưa có các dòng “title:”, “id:”, “kind:”… Chạy “python -m desk new LOẠI” để có mẫu, rồi chép bài vào."
    ),
    "metadata-fenced": "Xóa dòng “---”: các dòng đầu tệp ở đây chỉ cách nội dung bằng một dòng trống.",
    "metadata-line-unreadable": (
        "Không đọc được dòng “{text}” ở đầu tệp. Nếu đây là dòng đầu của bài, thêm một dòng trống phía trên; "
        "nếu nó nối tiếp dòng trên, thụt vào 4 dấu cách; nếu là một mục thông tin, viết “khóa: giá trị”."
    ),
    "key-unknown": "Không có dòng nào tên là “{key}:”. {hint}",
    "key-twice": "Dòng “{key}:” đã có ở dòng {first}. Giữ một dòng, xóa dòng kia.",
    # values
    "value-unknown": "Dòng “{key}:” ({label}) không nhận “{value}”.{hint} Chọn một trong: {allowed}.",
    "id-unreadable": (
        "Dòng “{key}:” ({label}) ghi “{value}”, cần 3 đến 40 ký tự gồm chữ thường không dấu, số và dấu “-”, "
        "ví dụ “{example}”."
    ),
    "slug-unreadable": (
        "Dòng “{key}:” ({label}) ghi “{value}”, cần chữ thường không dấu và số, nối bằng dấu “-”, ví dụ “{example}”."
    ),
    "address-unreadable": (
        "Dòng “{key}:” ({label}) ghi “{value}”, cần bắt đầu và kết thúc bằng “/”, giữa là chữ thường không dấu, "
        "ví dụ “{example}”."
    ),
    "url-unreadable": (
        "Dòng “{key}:” ({label}) ghi “{value}”, cần một địa chỉ đầy đủ bắt đầu bằng https:// và không có dấu cách, "
        "ví dụ “{example}”."
    ),
    "flag-unreadable": "Dòng “{key}:” ({label}) ghi “{value}”. Viết “yes” (có) hoặc “no” (không).",
    "whole-unreadable": "Dòng “{key}:” ({label}) ghi “{value}”. Viết một số nguyên, ví dụ “1”.",
    "date-unreadable": "Dòng “{key}:” ({label}) ghi “{value}”, máy không đọc được ngày này. {way}",
    "date-incomplete": "Dòng “{key}:” ({label}) ghi “{value}”, còn thiếu ngày. Viết đủ năm-tháng-ngày.",
    "moment-unreadable": (
        "Dòng “{key}:” ({label}) ghi “{value}”. Viết một ngày “2026-11-20”, hoặc một thời điểm có múi giờ “{example}”."
    ),
    # records/bodies.toml and records/providers.toml
    "registry-unreadable": "Không đọc được tệp ({reason}). Phục hồi tệp từ bản lưu, hoặc sửa đúng chỗ vừa nêu.",
    "registry-not-tables": "Viết mỗi mục thành một bảng [[{table}]] riêng.",
    "registry-schema": "Dòng đầu tệp phải là “schema = 1”.",
    "registry-key-unknown": "Mục “{entry}” có khóa “{key}” chưa có trong khuôn của tệp.{hint} Sửa tên hoặc xóa dòng.",
    "registry-key-missing": "Mục “{entry}” thiếu “{key}”. Thêm dòng đó vào.",
    "registry-value-unfit": "Mục “{entry}”: giá trị của “{key}” phải là {expected}.",
    "registry-id-unfit": "Mã “{id}” cần 3 đến 40 ký tự gồm chữ thường không dấu, số và dấu “-”.",
    "registry-id-twice": "Mã “{id}” đã dùng ở trên. Mỗi cơ quan một mã; tên và ký hiệu thì được trùng.",
    "registry-kind-unknown": "Mục “{entry}”: loại “{kind}” chưa có. Chọn một trong: {allowed}.",
    "registry-dates-reversed": "Mục “{entry}”: ngày cuối {last:%d/%m/%Y} trước ngày đầu {first:%d/%m/%Y}. Sửa lại.",
    "registry-body-unknown": "Dòng “{key}” nêu mã “{id}” chưa có trong bodies.toml.{hint} Thêm cơ quan đó hoặc sửa mã.",
}
