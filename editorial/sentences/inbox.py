"""Sentences about the inbox: who may do what with an inquiry, and what an act needs."""

VI: dict[str, str] = {
    "holidays-none": "Gói holidays không cho đủ ngày nghỉ của năm {year}. Chép lịch năm trước rồi sửa từng dòng theo thông báo.",
    # who
    "inbox-nobody": "Không có ai mang mã này trong danh sách Ban Biên tập.{hint} Xem mã bằng “python -m desk roster”.",
    "inbox-no-part": "“{name}” hôm nay không giữ vai trò nào được xử lý câu hỏi ({roles}). Nhờ người có vai trò ấy làm, hoặc ghi vai trò vào roster.toml.",
    "inbox-not-theirs": "“{name}” không được {act}. Việc này của: {roles}. Trình người có thẩm quyền.",
    # which
    "inbox-id-short": "Mã hồ sơ cần ít nhất {least} ký tự đầu. Chép mã từ “python -m desk inbox”.",
    "inbox-id-several": "Nhiều hồ sơ có mã bắt đầu bằng “{prefix}”: {ids}. Gõ thêm vài ký tự.",
    "inbox-overtaken": "Hồ sơ {inquiry} vừa có người xử lý trước: {told}. Việc của bạn chưa được ghi; xem lại hồ sơ rồi quyết định.",
    # keys
    "inbox-no-key": "Máy này không có khóa trực để mở nội dung người dân gửi. Chép tệp inbox-….age của khóa trực vào thư mục khóa của bạn (cài đặt KEYS), hoặc nhờ người giữ khóa làm.",
    "inbox-other-key": "Khóa “{name}” không mở được hồ sơ {inquiry}: hồ sơ được niêm phong cho khóa khác, hoặc tệp bị hỏng. Lấy khóa trực của thời gian ấy, hoặc dùng khóa dự phòng.",
    "inbox-mail-not-queued": "Việc đã được ghi vào hồ sơ {inquiry}, nhưng thư báo cho người gửi chưa xếp hàng được ({reason}). Sửa ổ đĩa; người gửi vẫn xem được bằng mã.",
    # acts
    "inbox-class-unknown": "Không có cách phân loại “{value}”. Chọn một trong: {known}.",
    "inbox-tag-unknown": "Quy chế không có nhãn “{value}”. Các nhãn: {known}.",
    "inbox-duplicate-of": "Hồ sơ trùng phải ghi trùng với hồ sơ nào, và chỉ hồ sơ trùng mới ghi. Thêm --of MÃ của hồ sơ đến trước.",
    "inbox-no-approval": "Quy chế này không có bước duyệt nơi chuyển. Chuyển luôn bằng “desk inbox forward”.",
    "inbox-not-approved": "Chưa được duyệt nơi chuyển sau lần phân loại gần nhất. Trình duyệt bằng “desk inbox approve-routing” rồi mới chuyển.",
    "inbox-unit-missing": "Chưa biết chuyển cho đơn vị nào. Thêm --unit “tên đơn vị”.",
    "inbox-unit-not-approved": "Đã duyệt chuyển cho “{approved}”, không phải “{unit}”. Phân loại lại cho đơn vị mới rồi trình duyệt.",
    "inbox-letter-missing": "Quy chế yêu cầu chuyển bằng văn bản. Thêm --letter-no SỐ và --reply-by NGÀY; máy soạn sẵn công văn để in.",
    "inbox-never-asked": "Chưa đề nghị “{unit}” phối hợp. Các đơn vị đã đề nghị: {asked}.",
    "inbox-no-confirmation": "Quy chế này không có bước đơn vị xác nhận. Bỏ qua bước này.",
    "inbox-not-confirmed": "Thủ trưởng đơn vị chưa xác nhận câu trả lời. Ghi xác nhận bằng “desk inbox confirm-unit” rồi mới trả lời.",
    "inbox-notice-undated": "Thông báo quá trình xử lý phải nói rõ thời hạn trả lời. Thêm --by NGÀY, ví dụ --by 2026-12-15.",
    "inbox-body-missing": "Chưa ghi cơ quan có thẩm quyền giải quyết. Thêm --body “tên cơ quan”.",
    "inbox-general-concern": "Chưa trả lời vấn đề này có liên quan chung không. Thêm --general-concern có hoặc không; “có” thì câu trả lời phải được đăng.",
    "inbox-no-right-asked": "Người gửi chưa yêu cầu gì về dữ liệu cá nhân, hoặc yêu cầu đã được trả lời. Xem hồ sơ bằng “desk inbox show”.",
    "inbox-outcome-unknown": "Không có kết quả “{value}”. Chọn một trong: {known}.",
    "inbox-reason-unknown": "Không có lý do “{value}”. Chọn một trong: {known}.",
    "inbox-denunciation": "Tố cáo, khiếu nại giải quyết theo luật riêng, không trả lời, không chuyển, không đăng ở đây. Hướng dẫn người gửi bằng “desk inbox redirect”.",
    "inbox-out-of-scope": "Việc ngoài phạm vi phải báo ngay cho người gửi: “desk inbox redirect”. Nếu thực ra thuộc phạm vi thì phân loại lại trước.",
    "inbox-day-passed": "Ngày {day:%d/%m/%Y} không sau hôm nay ({today:%d/%m/%Y}). Hẹn một ngày sau.",
    "inbox-day-off": "Ngày {day:%d/%m/%Y} là ngày nghỉ. Hẹn một ngày làm việc.",
    "inbox-day-outside": "Ngày {day:%d/%m/%Y} không thể đúng: việc này xảy ra từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}. Sửa ngày.",
    "inbox-text-missing": "Chưa có lời gửi người dân. Thêm --text “lời” hoặc --file TỆP, hoặc chạy lệnh ở cửa sổ lệnh để soạn.",
    "inbox-text-long": "Lời gửi dài {length} ký tự, quá {most}. Rút gọn, hoặc dẫn tới văn bản đã đăng.",
}
