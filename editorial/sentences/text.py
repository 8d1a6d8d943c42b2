"""Sentences about characters, repairs, secrecy markings and personal data."""

VI: dict[str, str] = {
    # characters
    "text-decomposed": (
        "Chữ và dấu đang tách rời nhau (không phải Unicode dựng sẵn) ở “{excerpt}”. "
        "Chạy “python -m desk fix” để gộp lại."
    ),
    "text-legacy-font": (
        "Đoạn “{excerpt}” gõ bằng phông chữ cũ (TCVN3 hoặc VNI), người đọc sẽ thấy chữ sai. "
        "Chạy “python -m desk fix” để đổi sang Unicode; đoạn nào lẫn cả hai bảng mã thì gõ lại."
    ),
    "text-confusable": (
        "Ở “{excerpt}” có ký tự trông giống chữ thường dùng nhưng là ký tự khác ({character}), tìm kiếm sẽ không thấy. "
        "Chạy “python -m desk fix”, hoặc gõ lại chữ đó."
    ),
    "text-invisible": (
        "Có ký tự vô hình ({character}) ở “{excerpt}”, thường do chép từ nơi khác. "
        "Chạy “python -m desk fix” để bỏ nó đi."
    ),
    "text-odd-space": (
        "Có dấu cách lạ ({character}), thường do chép từ Word hay trang khác. "
        "Chạy “python -m desk fix” để đổi thành dấu cách thường."
    ),
    "text-private-character": (
        "Ký hiệu ở “{excerpt}” ({character}) chỉ hiện đúng với một phông chữ của Word. "
        "Thay bằng ký hiệu thường, ví dụ “-” hoặc “•”."
    ),
    "text-lacks-marks": (
        "Nội dung gần như không có dấu tiếng Việt. Gõ lại có dấu; nếu là bài tiếng Anh, thêm dòng “lang: en”."
    ),
    # repairs, as desk fix names them
    "repair-utf16": "lưu lại bằng bảng mã UTF-8",
    "repair-byte-order-mark": "bỏ dấu hiệu BOM ở đầu tệp",
    "repair-line-ends": "đổi ký tự xuống dòng về kiểu chung (LF)",
    "repair-composed": "gộp chữ với dấu (Unicode dựng sẵn)",
    "repair-legacy-font": "đổi từ phông chữ cũ sang Unicode",
    "repair-confusable": "thay ký tự trông giống bằng chữ đúng",
    "repair-invisible": "bỏ ký tự vô hình",
    "repair-odd-space": "đổi dấu cách lạ thành dấu cách thường",
    "repair-bullet": "thay ký hiệu đầu dòng của Word bằng “-”",
    "repair-list-gap": "thêm một dòng trống trước danh sách",
    "repair-tab": "đổi tab thành dấu cách, bỏ tab thụt đầu đoạn",
    "repair-key": "sửa tên dòng ở đầu tệp",
    "repair-quotes": "bỏ ngoặc kép quanh ngày, mã, lựa chọn",
    "repair-date": "viết ngày theo dạng năm-tháng-ngày",
    "fix-outside": "Tệp nằm ngoài thư mục nội dung {content}; chỉ sửa tệp trong thư mục đó. Chép tệp vào rồi chạy lại.",
    "fix-missing": "Không có tệp này. Xem lại tên tệp và thư mục.",
    "fix-not-markdown": "Chỉ sửa được tệp Markdown (đuôi .md). Tệp loại khác thì mở bằng phần mềm đã soạn nó để sửa.",
    "fix-changed-meanwhile": (
        "Tệp vừa được sửa ở nơi khác trong lúc chờ trả lời; giữ nguyên bản đó. Chạy lại “python -m desk fix”."
    ),
    # secrecy markings
    "secrecy-standing": (
        "Có dấu chỉ độ mật đứng riêng: “{excerpt}”. Văn bản mang độ mật không được đưa lên trang: gỡ mục này ra và "
        "báo người phụ trách. Nếu đây là nhầm lẫn, sửa lại chỗ đó."
    ),
    "secrecy-word": (
        "Câu có từ chỉ độ mật: “{excerpt}”. Nếu văn bản chỉ nói về độ mật, người rà soát ghi tên và lý do vào dòng "
        "“marking_release:”."
    ),
    "secrecy-file-name": "Tên tệp “{excerpt}” có thể mang dấu chỉ độ mật. Xem lại tệp; nếu không mật, đổi tên tệp.",
    # personal data
    "personal-id": "Có số định danh cá nhân (căn cước, chứng minh nhân dân, hộ chiếu): {excerpt}. Xóa hoặc che số đó.",
    "personal-phone": (
        "Có số điện thoại không phải số liên hệ của trang: {excerpt}. Số của cá nhân thì xóa; số của một cơ quan thì để nguyên."
    ),
    "personal-email": "Có hộp thư cá nhân: {excerpt}. Dùng hộp thư công vụ của cơ quan.",
}
