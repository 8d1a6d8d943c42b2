"""Sentences of the web application: its start, codes, and files with a message."""

VI = {
    "endpoint-no-site": "Chưa có trang nào trong “{folder}” để phục vụ. Chạy “make publish” trước, rồi chạy lại lệnh này.",
    "endpoint-port-taken": "Không mở được cổng {place}: đang có chương trình khác dùng hoặc máy không cho phép. "
    "Chạy lại với cổng khác, ví dụ “make endpoint PORT={other}”.",
    "endpoint-files-many": "Chỉ gửi kèm được nhiều nhất {most} tệp. Bỏ bớt, ví dụ tệp “{name}”, rồi gửi lại.",
    "endpoint-file-large": "Tệp “{name}” lớn hơn {mebibytes} MB. Chọn tệp nhỏ hơn, ví dụ chụp lại với cỡ ảnh nhỏ, rồi gửi lại.",
    "endpoint-file-type": "Tệp “{name}” không phải loại {types}. Chọn tệp thuộc một trong các loại này rồi gửi lại.",
    "endpoint-code-malformed": "Mã tra cứu gõ chưa đúng. Mã gồm 13 chữ và số, có dạng ABCD-EFGH-JKLMN; xem lại từng ký tự rồi gõ lại.",
    "endpoint-code-unknown": "Không tìm thấy câu hỏi nào có mã tra cứu này. So từng ký tự với mã đã ghi lại khi gửi rồi gõ lại.",
    "endpoint-text-missing": "Ô “Điều ông/bà muốn bổ sung” còn trống. Xin ghi vào ô này.",
    "endpoint-text-long": "Nội dung dài {length} ký tự, nhiều nhất là {most}. Bớt đi {over} ký tự rồi gửi lại.",
    "endpoint-right-missing": "Xin chọn một mục ở “Ông/Bà yêu cầu”.",
    "endpoint-wrong-listen": "Không hiểu LISTEN={listen}. Ghi địa chỉ máy này (127.0.0.1) hoặc unix: và đường dẫn tuyệt đối của "
    "tệp socket, ví dụ unix:/run/cchc-endpoint/http.sock.",
}
