"""Sentences about the mails to senders."""

VI = {
    "mail-off": "Trang này không gửi thư: cài đặt SMTP_HOST còn trống. Muốn gửi, điền các dòng SMTP_… trong pelicanconf.py.",
    "mail-no-key": "Chưa gửi được: máy này không có khóa trực để mở thư. Gửi từ máy có tệp inbox-….age trong thư mục khóa (KEYS).",
    "mail-busy": "Đang có người khác gửi thư. Đợi một phút rồi bấm lại.",
    "mail-sender": "Cài đặt SMTP_FROM phải là một địa chỉ thư của cơ quan, ví dụ hoidap@example.gov.vn.",
    "mail-port": "Cài đặt SMTP_PORT là “{port}”; cần một số từ 1 đến 65535, thường là 587.",
    "mail-starttls": "Cài đặt STARTTLS là “{value}”; chỉ nhận yes (mã hóa đường truyền) hoặc no.",
    "mail-login-half": "SMTP_USER và SMTP_PASSWORD_FILE đi cùng nhau: điền cả hai, hoặc để trống cả hai.",
    "mail-login-open": "Mật khẩu thư sẽ đi trên đường truyền không mã hóa. Đặt STARTTLS thành yes, hoặc bỏ SMTP_USER.",
    "mail-password-missing": "Không đọc được mật khẩu thư trong tệp “{path}”. Ghi mật khẩu ở dòng đầu của tệp ấy.",
    "mail-password-seen": "Tệp mật khẩu thư “{path}” người khác trên máy cũng đọc được. Chạy: chmod 600 {path}",
    "mail-no-connect": "Máy chủ thư {host}:{port} không trả lời; {waiting} thư vẫn chờ, không mất thư nào. "
    "Kiểm tra mạng và SMTP_HOST, SMTP_PORT rồi gửi lại.",
    "mail-no-tls": "Máy chủ thư {host}:{port} không mã hóa được đường truyền hoặc chứng thư của máy chủ không đúng tên; "
    "{waiting} thư vẫn chờ. Hỏi người quản trị máy chủ thư.",
    "mail-no-login": "Máy chủ thư {host}:{port} không nhận tên đăng nhập hoặc mật khẩu; {waiting} thư vẫn chờ. "
    "Kiểm tra SMTP_USER và tệp mật khẩu.",
    "mail-no-sender": "Máy chủ thư {host}:{port} không cho gửi từ địa chỉ SMTP_FROM; {waiting} thư vẫn chờ. "
    "Sửa SMTP_FROM hoặc hỏi người quản trị máy chủ thư.",
}
