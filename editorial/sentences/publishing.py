"""Sentences about publishing, verifying, rolling back and uploading."""

VI: dict[str, str] = {
    "rules-page-missing": "Quy chế tham gia tương tác chưa công khai, nên chưa đưa trang chính thức lên được. Soạn trang có "
    "dòng “address: /quy-che-tham-gia/”, trình ký, rồi chạy lại “make publish”.",
    "services-without-section": "Quy chế có danh mục dịch vụ công ([content] services) mà không chuyên mục nào nhận loại online_service. "
    "Thêm một chuyên mục cho dịch vụ công trực tuyến, hoặc bỏ dòng services.",
    "items-without-section": "{count} mục đang công khai không thuộc chuyên mục nào của quy chế đang dùng nên không đứng trong danh sách "
    "chuyên mục nào: {items}. Thêm chuyên mục cho các mục ấy, hoặc sửa dòng “kind”, “section” của bài rồi trình ký; địa chỉ của "
    "chuyên mục đã bỏ thì dẫn đến chuyên mục mới bằng redirects.toml.",
    "section-empty": "Chuyên mục “{section}” chưa có mục nào công khai, mà quy chế đòi phải có. Soạn mục đầu tiên (make new "
    "KIND={kind}), trình ký, rồi xuất bản.",
    "drafts-unread": "Chưa soát được các tệp đang soạn ({reason}); việc gỡ gấp vẫn đã lên trang, vì trang không lấy gì từ đó. Mở "
    "quyền đọc cho tệp hoặc thư mục này, hoặc dời nó ra khỏi content/, rồi chạy make check-content.",
    # The manifest and the files of a built site.
    "manifest-missing": "Thư mục “{folder}” không có bảng kê tệp, nên không phải là trang do “make publish” dựng. "
    "Ghi đúng thư mục của trang, hoặc chạy “make publish” để dựng lại.",
    "manifest-unreadable": "Bảng kê tệp của trang “{folder}” đã bị sửa hoặc hỏng. Chạy “make publish” để dựng lại trang.",
    "manifest-other-log": "Nhật ký xuất bản không còn như khi dựng trang này: {lines} dòng đầu đã bị viết lại "
    "hoặc bị cắt bớt. Đừng xuất bản vội: so nhật ký với túi lưu trữ gần nhất, hoặc với mã chốt đã ghi lại "
    "(python -m desk published --head MÃ).",
    "manifest-not-logged": "Trang này không phải là trang của lần xuất bản gần nhất ({at:%H:%M ngày %d/%m/%Y}). "
    "Chạy “make publish” để đưa đúng trang lên.",
    "manifest-never-logged": "Nhật ký xuất bản của {site} không có lần nào, nên không có gì chứng tỏ trang này đã được đưa lên. "
    "Chạy “make publish” để dựng trang từ hồ sơ.",
    "output-not-a-file": "Đây là liên kết, tệp đặc biệt, hoặc thư mục trống hay không đọc được; trang chỉ được có tệp thường. "
    "Xóa nó đi, rồi chạy “make publish” để dựng lại.",
    "output-file-lacking": "Trang và bảng kê đều thiếu tệp này. Trang do bản phần mềm trước dựng (vừa cập nhật, vừa khôi phục từ túi "
    "lưu trữ cũ) thì chạy “make publish” để dựng lại; không phải vậy thì có người đã bỏ tệp ra.",
    "output-file-missing": "Tệp này có trong bảng kê nhưng không còn trong trang. Chạy “make publish” để dựng lại.",
    "output-file-added": "Tệp này không có trong bảng kê: ai đó đã thêm vào sau khi dựng. "
    "Tìm hiểu ai thêm, rồi chạy “make publish” để dựng lại.",
    "output-file-changed": "Tệp này đã bị sửa sau khi dựng. Tìm hiểu ai sửa, rồi chạy “make publish” để dựng lại.",
    "output-item-not-public": "Mục “{item}” có trong trang nhưng không (hoặc không còn) được duyệt. "
    "Chạy “make publish” để gỡ khỏi trang.",
    "output-item-missing": "Mục “{item}” đã được duyệt nhưng chưa có trong trang. Chạy “make publish” để đưa lên.",
    "output-item-outdated": "Mục “{item}” trong trang không phải là bản được duyệt gần nhất. "
    "Chạy “make publish” để thay bằng bản mới.",
    "output-values-differ": (
        "Tệp số liệu này khác các bảng đã ký của mục, hoặc nằm cạnh một mục không phải chỉ số. Chạy “make publish” để dựng lại."
    ),
    "output-text-differs": "Phần nội dung của mục “{item}” không đúng từng chữ với bản lãnh đạo đã ký. "
    "Không đưa trang này lên; báo người kỹ thuật.",
    "output-title-differs": "Tiêu đề của mục “{item}” không đúng với bản lãnh đạo đã ký. "
    "Không đưa trang này lên; báo người kỹ thuật.",
    "output-history-differs": "Trang “Các lần sửa” của mục “{item}” không đúng với các bản lãnh đạo đã ký. "
    "Chạy “make publish” để dựng lại.",
    "output-companion-left": "Tệp này thuộc về một mục không còn công khai, hoặc chỉ có một bản công khai. "
    "Chạy “make publish” để dựng lại.",
    "output-copies-differ": "Danh sách mã để bạn đọc kiểm tra bản sao không đúng với những gì đang công khai. "
    "Không đưa trang này lên; chạy “make publish” để dựng lại.",
    "output-text-unsigned": "Tệp này mang dấu nội dung đã ký nhưng không phải trang của mục nào đã duyệt. "
    "Không đưa trang này lên; báo người kỹ thuật.",
    "output-form-differs": "Bản nén của tệp này không chứa đúng nội dung của tệp. "
    "Không đưa trang này lên; báo người kỹ thuật.",
    "output-attachment-differs": "Tệp đính kèm “{name}” không đúng với tệp lãnh đạo đã ký. "
    "Không đưa trang này lên; báo người kỹ thuật.",
    "output-file-leaked": "Tệp này chính là “content/{source}”, một tệp chưa ai ký. "
    "Không đưa trang này lên; báo người kỹ thuật.",
    "output-not-reproduced": "Dựng lại từ hồ sơ thì tệp này khác. Chạy “make publish” để dựng lại cả trang.",
    "verify-other-site": "Trang này được dựng cho địa chỉ khác ({site}) nên không dựng lại để so được. Chạy lại với SITEURL={siteurl}.",
    # The published log.
    "published-log-unreadable": "Dòng {line} của nhật ký xuất bản không đọc được. "
    "Phục hồi tệp này từ bản sao lưu; không tự sửa.",
    "published-log-broken": "Nhật ký xuất bản bị sửa hoặc mất dòng ở trước dòng {line}. "
    "Phục hồi tệp này từ bản sao lưu; không tự sửa.",
    "published-log-merge": "Dòng {line} của nhật ký xuất bản là dấu git để lại khi hai máy cùng xuất bản. Giữ trọn các dòng của một phía "
    "(phía của máy đang đưa trang lên), xóa các dòng phía kia và ba dòng dấu, rồi chạy make publish; từ nay chỉ xuất bản từ một máy.",
    "published-log-cut": "Dòng {line}, dòng cuối của nhật ký xuất bản, bị cắt cụt: lần chạy trước bị ngắt khi đang ghi. "
    "Chạy “make publish”: máy tự bỏ phần ghi dở rồi ghi lại.",
    "published-log-torn": "Lần chạy trước bị ngắt khi đang ghi nhật ký; phần ghi dở ({bytes} byte) đã được bỏ "
    "và sẽ được ghi lại trong lần này.",
    "ledger-cut-short": "Sổ ký của “{item}” ngắn hơn lần xuất bản trước: còn {lines} dòng, lần trước có {expected}. "
    "Phục hồi tệp này từ bản sao lưu rồi chạy lại.",
    "ledger-rewritten": "Sổ ký của “{item}” đã bị viết lại so với lần xuất bản trước. "
    "Phục hồi tệp này từ bản sao lưu rồi chạy lại.",
    # Who may sign, as the published log knows it.
    "authority-moving": "Danh sách Ban Biên tập hoặc quy chế đang được ghi nên chưa đọc được trọn vẹn. Lưu xong rồi chạy lại lệnh này.",
    "authority-text-lost": "Bản lưu danh sách Ban Biên tập của lần xuất bản trước không còn, không đọc được hoặc không còn đúng từng chữ, "
    "nên không kể ra được danh sách đã đổi những gì. Phục hồi tệp này từ bản sao lưu hoặc từ túi lưu trữ gần nhất.",
    "roster-entry-added": "Từ lần xuất bản {at:%H:%M ngày %d/%m/%Y}, danh sách thêm: {entry}{days}.",
    "roster-entry-backdated": "Từ lần xuất bản {at:%H:%M ngày %d/%m/%Y}, danh sách thêm: {entry}{days}, "
    "tức tính lùi về trước lần ấy: chữ ký cũ có thể vì vậy mà thành có hiệu lực. "
    "Nếu lãnh đạo không quyết định việc này thì phục hồi roster.toml từ bản sao lưu rồi xuất bản lại.",
    "roster-entry-moved": "Từ lần xuất bản {at:%H:%M ngày %d/%m/%Y}, danh sách đổi: {entry} nay{days}, trước đó{before}.",
    "roster-entry-removed": "Từ lần xuất bản {at:%H:%M ngày %d/%m/%Y}, danh sách bỏ dòng: {entry}{days}. "
    "Người thôi việc thì ghi “until”, không xóa dòng, để chữ ký cũ còn kiểm chứng được.",
    "rules-file-new": "Từ lần xuất bản {at:%H:%M ngày %d/%m/%Y}, có thêm bộ quy định về ký duyệt này.",
    "rules-file-changed": "Bộ quy định về ký duyệt này đã bị sửa từ lần xuất bản {at:%H:%M ngày %d/%m/%Y}; đã áp dụng thì không sửa. "
    "Phục hồi tệp từ bản sao lưu; cần đổi quy định thì dùng “python -m desk rules --adopt”.",
    "rules-file-gone": "Bộ quy định về ký duyệt này không còn từ lần xuất bản {at:%H:%M ngày %d/%m/%Y}. Phục hồi tệp từ bản sao lưu.",
    # Whether this site may be published at all.
    "site-address-not-https": "Địa chỉ “{siteurl}” phải là https:// và tên miền, không có gì theo sau. "
    "Sửa SITEURL, ví dụ SITEURL=https://cchc.example.vn.",
    "site-address-differs": "Địa chỉ “{siteurl}” khác địa chỉ ghi trong quy chế ({base_url}). "
    "Sửa SITEURL, hoặc sửa base_url trong {file} khi cơ quan đã có quyết định đổi địa chỉ.",
    "site-address-misprint": "“{domain}” là tên miền in sai trong quy chế, không dùng để xuất bản. "
    "Hỏi cơ quan chủ quản tên miền đúng rồi đặt SITEURL.",
    "site-address-unconfirmed": "Quy chế đang dùng chưa ghi địa chỉ chính thức của trang. "
    "Khi cơ quan chủ quản đã xác nhận, ghi base_url trong {file}.",
    "publisher-not-in-role": "Theo quy chế, việc xuất bản là của {role}; “{by}” không giữ vai trò này trong danh sách Ban Biên tập.{hint} Nhật ký ghi tên “{by}”; lần sau thêm --by và mã của mình trong roster.toml.",
    "access-list-unknown": "Chưa biết máy chủ web cho những ai vào trang nội bộ này, nên chưa đối chiếu được với roster.toml. "
    "Ghi đường dẫn tệp tên đăng nhập của máy chủ (auth_basic_user_file) vào ACCESS_LIST.",
    "access-list-unreadable": "Không đọc được tệp tên đăng nhập {file} của máy chủ web. "
    "Sửa đường dẫn ở ACCESS_LIST, hoặc cho tài khoản đang chạy lệnh quyền đọc tệp, rồi chạy lại.",
    "access-stranger": "Máy chủ web cho “{name}” vào, nhưng hôm nay không thành viên nào trong roster.toml có mã ấy. "
    "Xóa dòng này trong tệp, hoặc ghi thành viên vào roster.toml, rồi chạy lại.",
    "access-lacking": "Thành viên “{name}” không có trong tệp tên đăng nhập của máy chủ web. "
    "Thêm bằng lệnh “htpasswd”, hoặc ghi ngày thôi giữ vai trò trong roster.toml, rồi chạy lại.",
    "upload-in-trial": "Bản dùng thử không được tải lên máy chủ. Đặt SITEURL là địa chỉ chính thức, hoặc bỏ PUBLISH_TO.",
    "left-out-unknown": "Không có mục nào đã trình ký mang mã “{item}”.{hint} Xem mã bằng “python -m desk status --all”.",
    "public-items-vanish": "{count} mục đang công khai sẽ mất khỏi trang mà không ai ký gỡ: {items}.{reason} "
    "Phục hồi roster.toml, rules hoặc sổ ký từ bản sao lưu; muốn tạm bỏ một mục thì thêm --without và mã mục, ví dụ --without {first}.",
    "public-items-revert": "{count} mục đang công khai sẽ trở về bản cũ hơn mà không ai quyết định: {items}.{reason} "
    "Phục hồi hoặc sửa lại roster.toml (nhất là “until”), rules, sổ ký; nếu đúng là chữ ký ấy không được tính thì ký lại bản mới.",
    "records-older-than-site": "Trang đang có mới hơn hồ sơ của máy này: với {count} mục ({items}), hồ sơ không còn chữ ký hay lời gỡ mà trang đã theo, "
    "nên mục đã gỡ, chữ đã bỏ có thể lên lại. Người khác đã xuất bản từ máy khác, hoặc hồ sơ vừa lấy lại từ bản sao lưu: "
    "lấy hồ sơ mới nhất về (git pull, hoặc bản sao lưu mới hơn) rồi chạy lại. Không còn bản nào mới hơn thì để riêng từng mục bằng --without, ví dụ --without {first}, rồi gỡ hoặc trình ký lại.",
    "published-log-older": "Nhật ký xuất bản thiếu dòng: khi dựng trang đang có, nhật ký có {lines} dòng; nay chỉ thấy {left} dòng, hoặc các dòng ấy đã bị viết lại. "
    "Phục hồi tệp này từ bản sao lưu mới nhất rồi chạy lại; xuất bản tiếp thì mã chốt đã ghi không còn khớp.",
    "public-item-without-file": "Mục “{item}” {state} nhưng không còn tệp trong content/. "
    "Lấy lại tệp từ bản sao lưu, hoặc ký gỡ bằng “python -m desk withdraw”.",
    # Building and swapping.
    "spare-unprepared": (
        "Việc chạy nền sau lần xuất bản trước (chuẩn bị sẵn thư mục cho lần này) đã không xong{reason}. Trang vẫn đúng, "
        "lần này chỉ lâu hơn. Nếu lần sau máy lại báo như vậy, nhờ người quản trị xem ổ đĩa còn chỗ, quyền ghi ở {folder}."
    ),
    "spare-preparing": "Đã đợi {seconds} giây mà việc chạy nền của lần xuất bản trước (chuẩn bị sẵn thư mục) vẫn chưa xong, nên lần này chưa xuất bản; "
    "trang cũ vẫn nguyên. Chạy lại lệnh; nếu vẫn vậy, nhờ người quản trị tắt tiến trình “python -m desk.spare” trên máy này.",
    "publish-running": "Đang có một lần xuất bản khác chạy trên máy này. Đợi nó xong rồi chạy lại.",
    "publish-running-long": "Việc gỡ đã được ghi, nhưng trang CHƯA đổi: đã đợi {seconds} giây mà một lần xuất bản khác vẫn chưa xong. "
    "Chạy make publish ngay khi nó xong.",
    "publish-disk-error": "Máy không đọc hoặc ghi được: {reason}. Xem lại quyền, ổ đĩa.",
    "less-other-site": "Chưa xuất bản lần nào, hoặc lần trước xuất bản với địa chỉ khác, nên không gỡ riêng một mục được. "
    "Đặt lại SITEURL như lần xuất bản trước.",
    "less-shows-more": "Gỡ riêng mục ấy thì trang lại hiện điều mà lần xuất bản trước không có, nên không làm. Báo người kỹ thuật.",
    "less-left-out": "Mục này tạm không còn trên trang, vì sổ ký hoặc bản đã ký không còn đúng như lần xuất bản trước. "
    "Phục hồi từ bản sao lưu rồi chạy make publish.",
    "gate-not-armed": "Bước kiểm chữ ký không hoạt động nên không có gì được xuất bản; trang cũ vẫn nguyên. Báo người kỹ thuật.",
    "address-of-list": "Mục này được ký với địa chỉ {address}, là địa chỉ của một danh sách trên trang. "
    "Đặt địa chỉ khác cho mục rồi trình ký lại; tạm thời có thể xuất bản không có mục này: “python -m desk publish --without” và mã mục.",
    "attachment-takes-page": "Tệp đính kèm “{name}” sẽ đè lên {address} của trang. Đổi tên tệp rồi trình ký lại; "
    "tạm thời có thể xuất bản không có mục này: “python -m desk publish --without” và mã mục.",
    "build-failed": "Chưa dựng được trang; trang cũ vẫn nguyên. Gửi tệp {report} cho người kỹ thuật.",
    "build-disk-error": "Chưa dựng được trang, trang cũ vẫn nguyên: máy không đọc hoặc ghi được {file}: {reason}. Nếu tệp ấy của tài khoản khác "
    "(như sau “sudo make publish”), nhờ người quản trị trả lại cho tài khoản xuất bản; nếu không, xem lại ổ đĩa rồi chạy lại.",
    "disk-full": "Ổ đĩa đã đầy nên không dựng xong trang; trang cũ vẫn nguyên. Dọn bớt ổ đĩa rồi chạy lại.",
    "output-not-ours": "Thư mục này đang chứa thứ khác, không phải trang do “make publish” dựng, nên không bị thay. "
    "Chọn thư mục khác, hoặc tự dọn trống nó trước.",
    # Moving in.
    "import-place-taken": "Thư mục này đã có, hoặc nằm ngoài content/. Đặt tên khác bằng “--into TÊN”.",
    # Addresses that were.
    "redirect-taken": "Địa chỉ cũ {address} đang là địa chỉ của một trang, nên không dẫn đi đâu. Xóa dòng này, hoặc sửa địa chỉ.",
    "redirect-twice": "Địa chỉ cũ {address} được ghi hai lần, dẫn tới hai nơi. Giữ một dòng.",
    "redirect-circle": "Địa chỉ cũ {address} dẫn vòng về chính nó. Sửa dòng này để dẫn tới một trang.",
    "redirect-dead-end": "Địa chỉ cũ {address} dẫn tới “{to}”, nơi không có trang công khai nào, nên tạm không dẫn đi đâu. "
    "Sửa nơi dẫn đến, hoặc trình ký mục ấy.",
    # The permanent record.
    "archive-inside": "Không đặt túi lưu trữ trong thư mục của trang (kể cả nơi PUBLISH_TO), nội dung, hồ sơ, dữ liệu riêng của máy, khóa hay thư của người dân. "
    "Chọn nơi khác bằng “--into THƯ-MỤC”, tốt nhất là một ổ đĩa khác.",
    "archive-not-whole": "Túi vừa đóng không qua được phép kiểm tra, nên đã bỏ. Báo người kỹ thuật, gửi kèm: {said}",
    # The site of a past day.
    "at-inside": "Không dựng trang của ngày trước vào thư mục của trang (kể cả nơi PUBLISH_TO), nội dung, hồ sơ, dữ liệu riêng của máy, khóa hay thư của người dân. Chọn một thư mục khác.",
    "at-nothing-yet": "Chưa có mục nào công khai lúc {at:%H:%M ngày %d/%m/%Y}. Chọn một thời điểm muộn hơn.",
    "at-not-empty": "Thư mục này đã có tệp. Chọn một thư mục mới hoặc còn trống.",
    "at-future": "Thời điểm này chưa đến. Ghi một ngày đã qua, ví dụ “2026-09-01”.",
    "at-unreadable": "Không hiểu thời điểm “{value}”. Ghi một ngày, “01/09/2026” hoặc “2026-09-01”; cần đúng giờ thì ghi “2026-09-01T08:00”.",
    # Rolling back.
    "rollback-no-target": "Chưa đặt PUBLISH_TO nên chưa biết tải lên đâu. Đặt PUBLISH_TO là thư mục hoặc máy chủ của trang rồi chạy lại.",
    "rollback-nothing": "Chưa có trang cũ nào để trở lại: trang cũ chỉ có từ lần xuất bản thứ hai.",
    "rollback-other-site": "Trang cũ được dựng cho địa chỉ khác ({site}), không phải địa chỉ đang dùng, nên không được trở lại.",
    "rollback-not-logged": "Trang cũ không có trong nhật ký xuất bản, nên không được trở lại. Chạy “make publish” để dựng trang mới.",
    "rollback-not-public": "Trang cũ còn mục “{item}”, nay đã gỡ hoặc chữ ký không còn giá trị, nên không được trở lại. "
    "Chạy “make publish” để dựng trang đúng với hồ sơ.",
    # Uploading.
    "upload-no-rsync": "Máy này chưa có rsync nên không tải lên {target} được (Debian, Ubuntu: apt install rsync). "
    "Trang trên máy này đã đổi xong; cài rsync rồi chạy “{again}”.",
    "upload-inside": "{target} nằm trong thư mục mà trang này dùng để làm việc (trang, bản trước, nội dung, hồ sơ, khóa, thư). Đặt PUBLISH_TO là thư mục khác.",
    "upload-failed": "Không tải lên {target} được: {reason}. Trang trên máy này đã đổi xong, nhưng người đọc có thể vẫn thấy trang trước, cả bài vừa gỡ: khắc phục rồi chạy ngay “{again}”.",
    "upload-owed": "Lần trước chưa tải lên {target} được, nên người đọc có thể vẫn thấy trang cũ, cả bài đã gỡ. Chạy “{again}” với nơi ấy; không dùng nơi ấy nữa thì xóa tệp {file}.",
    "upload-target-not-ours": "{target} đang chứa thứ khác, không phải trang do “make publish” đưa lên, nên không bị thay. "
    "Kiểm tra PUBLISH_TO, hoặc tự dọn trống nơi đó trước.",
    "websub-failed": "Trang đã lên, nhưng chưa báo được cho máy chủ phân phối nguồn tin {hub} ({reason}). "
    "Lần xuất bản sau sẽ báo lại; nếu vẫn không được, hỏi người kỹ thuật.",
    # Preview.
    "preview-ended": "Phần xem trước không chạy lên được. Nếu vừa sửa chương trình, giao diện hay cài đặt thì xem lại chỗ vừa sửa; nếu không, bấm Ctrl+C rồi chạy lại make serve.",
    "port-taken": "Cổng {port} đang có chương trình khác dùng. Chạy lại với cổng khác, ví dụ make serve PORT={other}.",
}
