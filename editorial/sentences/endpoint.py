"""Sentences of the web application: its start, codes, and files with a message."""

VI = {
    "endpoint-no-site": "Chưa có trang nào trong “{folder}” để phục vụ. Chạy “make publish” trước, rồi chạy lại lệnh này.",
    "endpoint-port-taken": "Không mở được cổng {place}: đang có chương trình khác dùng hoặc máy không cho phép. "
    "Chạy lại với cổng khác, ví dụ “make endpoint PORT={other}”.",
    "endpoint-files-many": "Chỉ gửi kèm được {most} tệp. Bỏ bớt tệp “{name}” rồi gửi lại.",
    "endpoint-file-large": "Tệp “{name}” lớn hơn {mebibytes} MB. Gửi tệp nhỏ hơn, ví dụ chụp lại với cỡ ảnh nhỏ.",
    "endpoint-file-type": "Tệp “{name}” không phải {types}. Gửi tệp thuộc một trong các loại này.",
    "endpoint-code-malformed": "Mã này gõ chưa đúng. Mã có 13 chữ và số, ví dụ dạng ABCD-EFGH-JKLMN; xem lại từng ký tự.",
    "endpoint-code-unknown": "Không có câu hỏi nào mang mã này. Xem lại từng ký tự của mã đã ghi khi gửi.",
    "endpoint-text-missing": "Ghi điều bạn muốn bổ sung.",
    "endpoint-text-long": "Nội dung dài {length} ký tự, nhiều nhất {most}. Rút ngắn {over} ký tự.",
    "endpoint-right-missing": "Chọn điều bạn yêu cầu.",
    "endpoint-wrong-listen": "Không hiểu LISTEN={listen}. Ghi địa chỉ máy này (127.0.0.1) hoặc unix: và đường dẫn tuyệt đối của "
    "tệp socket, ví dụ unix:/run/cchc-endpoint/http.sock.",
}
