"""What is said of pages in other languages, of pins, and of the pictures in the head of the site."""

VI = {
    "site-picture-elsewhere": (
        "Biểu trưng và ảnh đầu trang chỉ khai ở trang giới thiệu (trang có dòng “template: about”). Chuyển dòng “{key}:” "
        "sang trang ấy."
    ),
    "site-picture-unfit": (
        "“{name}” phải là tệp hình ({allowed}) và có tên ở dòng “attachments:” của trang này, để được duyệt cùng trang."
    ),
    "pin-by-role": (
        "Chỉ {role} được ghim tin. Mục này vẫn đăng bình thường, nhưng chỉ lên đầu trang khi {role} đã ký nó."
    ),
    "pin-over": "Thời hạn ghim đã qua. Bỏ dòng này, hoặc ghi ngày mới.",
    "translation-original-unknown": "Dòng “translation_of:” ghi “{value}”, không phải mã của mục nào trên trang.{hint} Ghi mã của bản gốc.",
    "translation-same-language": (
        "“{value}” cùng ngôn ngữ với bản này, hoặc cũng là một bản dịch. Ghi mã của bản gốc, và ghi “lang:” của bản dịch."
    ),
    "translation-original-hidden": (
        "Bản gốc “{original}” chưa công khai, nên bản dịch chưa được đăng. Duyệt bản gốc trước."
    ),
    "translation-original-gone": (
        "Bản gốc “{original}” không còn công khai, mà bản dịch này vẫn còn trên trang và ghi rõ điều đó. Gỡ cả bản dịch bằng "
        "“python -m desk withdraw {item}”, hoặc duyệt lại bản gốc."
    ),
    "translation-edition-unknown": (
        "Dòng “source_edition:” còn thiếu, hoặc không phải mã của bản nào của “{original}”. Nếu dịch từ bản đang công khai, ghi “source_edition: {digest}”."
    ),
    "translation-address": (
        "Trang tiếng Anh cần địa chỉ bắt đầu bằng /en/ để người đọc và máy tìm kiếm biết đó là bản dịch. Viết “address: "
        "{address}”."
    ),
    "translation-stale": (
        "Bản gốc “{original}” đã sửa sau khi dịch; trang dịch đang báo cho người đọc biết. Xem lại bản dịch, rồi ghi "
        "“source_edition: {digest}” và trình ký lại."
    ),
}
