"""Every rule of a profile as a sentence for people, with its clause: for the site's page and the desk.

A rule stands under a topic, in the order of the profile's tables. Where it comes from (the regulation
itself, another one, the product) is told by its clause; see editorial.profile_schema.origin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from editorial import profile_schema as words
from editorial.content_fields import KINDS
from editorial.frozen import frozen
from editorial.profile import Profile
from editorial.profile_process import Clock, DeadlineRule, Step
from editorial.profile_site import Services
from editorial.text import capitalised


@frozen
class RuleInWords:
    """One rule. topic: "Duyệt thông tin"; clause: as the profile writes it, "CT-5.6 CT-7"."""

    topic: str
    text: str
    clause: str


LANGUAGES = {"vi": "tiếng Việt", "en": "tiếng Anh", "km": "tiếng Khmer"}

Told = Iterator[tuple[str, str]]
"""Sentence and clause."""


def rules_in_words(profile: Profile) -> tuple[RuleInWords, ...]:
    """Return every rule of the profile, by topic, in the order of its tables."""
    topics: tuple[tuple[str, Callable[[Profile], Told]], ...] = (
        ("Trang và nơi liên hệ", _site),
        ("Lĩnh vực, chuyên mục", _content),
        ("Chữ viết, ngôn ngữ", _text),
        ("Tác giả, nguồn, bản quyền", _attribution),
        ("Gửi thông tin đến trang", _intake),
        ("Người phụ trách", _people),
        ("Duyệt thông tin", _approval),
        ("Thời hạn đăng thông tin", _deadlines),
        ("Câu hỏi, phản ánh, kiến nghị", _inquiry),
        ("Lưu trữ", _retention),
        ("Báo cáo, họp, tập huấn", _reports),
        ("Kênh chính thức", _channels),
        ("An toàn thông tin", _security),
    )
    return tuple(RuleInWords(topic, text, clause) for topic, told in topics for text, clause in told(profile))


def _site(profile: Profile) -> Told:
    site, act = profile.site, profile.regulation
    if site.directed:
        yield f"Cơ quan chỉ đạo trang: {site.directed.by}", site.directed.clause
    if site.contact:
        ways = (site.contact.unit, site.contact.address, site.contact.phone, site.contact.email)
        yield f"Nơi tiếp nhận: {_list(way for way in ways if way)}", site.contact.clause
    if site.levels:
        yield f"Thông tin thuộc các cấp: {_list(site.levels.list)}", site.levels.clause
    if site.access:
        yield "Trang nội bộ: máy chủ web chặn người ngoài", site.access.clause
    if site.misprint:
        kept = "giữ như bản in, không dùng làm địa chỉ"
        yield f"Tên miền in trong quy chế (“{site.misprint.domain}”): {kept}", site.misprint.clause
    yield f"Góp ý về quy chế gửi về: {act.comments_to.unit}", act.comments_to.clause
    if profile.subsites:
        yield f"Trang thành phần: {_list(profile.subsites.list) or 'mỗi xã, phường một trang'}", profile.subsites.clause


def _content(profile: Profile) -> Told:
    if profile.areas:
        names = _list(area.name for area in profile.areas.list)
        need = f"Mỗi mục thuộc ít nhất {profile.areas.required:02d} lĩnh vực" if profile.areas.required else "Lĩnh vực"
        yield f"{need}: {names}", profile.areas.clause
    content = profile.content
    for section in content.sections:
        remarks = [_kinds(section.kinds)]
        within = profile.section(section.within) if section.within else None
        remarks += [f"thuộc chuyên mục “{within.name}”"] if within else []
        remarks += [f"theo {section.instruction}"] if section.instruction else []
        remarks += [words.EMPTY_SECTION[section.empty]] if section.empty else []
        yield f"Chuyên mục “{section.name}”: {_list(remarks)}", section.clause
    if content.depth:
        yield f"Cây chuyên mục có các bậc: {_list(content.depth.levels)}", content.depth.clause
    if content.media:
        yield f"Nhận và đăng: {_list(content.media.list)}", content.media.clause
    if content.service_levels:
        levels = _list(content.service_levels.list) or "chờ cơ quan chủ quản ghi"
        yield f"Mức độ dịch vụ công trực tuyến: {levels}", content.service_levels.clause
    if content.services:
        yield _services(content.services), content.services.clause
    for review in content.review:
        yield f"Rà soát {words.EVERY[review.every]}: {_kinds(review.kinds)}", review.clause
    if content.brief:
        limit = f"tóm tắt không quá {content.brief.characters} ký tự"
        yield f"{_kinds(content.brief.kinds)}: {limit}", content.brief.clause
    if content.pinned:
        yield f"Được ghim tin: {_role(profile, content.pinned.role)}", content.pinned.clause


def _services(services: Services) -> str:
    fields = f" ({_list(services.fields)})" if services.fields else ""
    progress = f"; theo dõi hồ sơ tại {services.progress}" if services.progress else ""
    return f"Danh mục dịch vụ công xếp theo ngành, lĩnh vực{fields}, dẫn đến {_list(services.hosts)}{progress}"


def _text(profile: Profile) -> Told:
    text = profile.text
    if text and text.charset:
        yield f"Bộ mã chữ Việt: {text.charset.standard} ({text.charset.use})", text.charset.clause
    if text and text.font:
        yield f"Phông chữ: {text.font.first}", text.font.clause
    if text and text.languages:
        marks = "; tiếng Việt phải có dấu" if text.languages.diacritics else ""
        names = _list(LANGUAGES.get(code, code) for code in text.languages.list)
        yield f"Ngôn ngữ: {names}{marks}", text.languages.clause
    if text and text.languages and text.languages.translations:
        further = text.languages.translations
        names = _list(LANGUAGES.get(code, code) for code in further.list)
        yield f"Bản dịch, gắn với bản tiếng Việt đã duyệt: {names}", further.clause


def _attribution(profile: Profile) -> Told:
    rules = profile.attribution
    if rules is None:
        return
    if rules.author:
        yield f"Tác giả: {_must(rules.author.required)}", rules.author.clause
    if rules.provider:
        yield f"Nơi cung cấp tin, bài gửi từ ngoài: {_must(rules.provider.required)}", rules.provider.clause
    if rules.source:
        line = rules.source.line.format(source="…")
        yield f"Nguồn thông tin: {_must(rules.source.required)}, in là “{line}”", rules.source.clause
    if rules.reuse:
        yield f"Khi dùng lại thông tin của trang, ghi “{rules.reuse.line}”", rules.reuse.clause
    if rules.official:
        named = f": {_list(rules.official.list)}" if rules.official.list else ""
        yield f"Tin lấy lại phải từ nguồn chính thức{named}", rules.official.clause
    if rules.consent:
        yield f"Cần văn bản đồng ý khi {words.CONSENT_WHEN[rules.consent.when]}", rules.consent.clause
    if rules.verbatim:
        quoted = "phải trích nguyên văn" if rules.verbatim.collected else "không buộc trích nguyên văn"
        yield f"Tin tổng hợp từ nguồn khác {quoted}", rules.verbatim.clause


def _way(way: str) -> str:
    """Return a way of sending in words; "email:@cantho.gov.vn" asks for a sender of that domain."""
    way, _, domain = way.partition(":")
    name = {"email": "thư điện tử", "website": "biểu mẫu của trang"}.get(way, way)
    return f"{name} có đuôi {domain}" if domain else name


def _intake(profile: Profile) -> Told:
    if profile.intake is None:
        return
    for sender in profile.intake.from_:
        parts = [f"gửi bằng {_list(_way(way) for way in sender.by)}"] if sender.by else []
        parts += ["qua cán bộ đầu mối"] if sender.focal else []
        parts += [f"{_role(profile, sender.confirm)} xác nhận"] if sender.confirm else []
        yield f"{capitalised(sender.who)}: {_list(parts) or 'được gửi thông tin'}", sender.clause
    if profile.intake.marker:
        markers = " hoặc ".join(f"“{one}”" for one in profile.intake.marker.list)
        yield f"Văn bản gửi cho trang ghi ở phần Nơi nhận: {markers}", profile.intake.marker.clause


def _people(profile: Profile) -> Told:
    for role in profile.roles.values():
        parts = [f"do {role.office} giữ"] if role.office else []
        parts += ["bộ phận thường trực"] if role.standing else []
        if role.stands_in_for:
            when = " hoặc ".join(words.STAND_IN_WHEN[one] for one in role.when)
            parts.append(f"ký thay khi {_role(profile, role.stands_in_for)} {when}")
        yield f"{role.title}{': ' if parts else ''}{_list(parts)}", role.clause
    members = profile.members
    if members is None:
        return
    if members.founding:
        proposed = f", theo đề nghị của {members.founding.proposed_by}" if members.founding.proposed_by else ""
        yield f"Ban Biên tập do {members.founding.by} thành lập{proposed}", members.founding.clause
    if members.eligible:
        yield f"Thành viên: {_list(members.eligible.list)}", members.eligible.clause
    if members.display:
        shown = members.display.form.format(name="họ tên", position="chức vụ")
        yield f"Tên thành viên ghi là “{shown}”", members.display.clause
    if members.assignment:
        sent = f", gửi {members.assignment.sent_to}" if members.assignment.sent_to else ""
        named = "bằng quyết định" if members.assignment.by_decision else "không cần quyết định"
        yield f"Phân công người quản trị, đưa tin {named}{sent}", members.assignment.clause
    if members.kept_by:
        yield f"Giữ danh sách thành viên: {_role(profile, members.kept_by.role)}", members.kept_by.clause
    if members.tasks:
        yield f"Phân công lĩnh vực cho thành viên: {_role(profile, members.tasks.role)}", members.tasks.clause
    if profile.royalty:
        by = f"{_role(profile, profile.royalty.decided_by)} quyết định" if profile.royalty.decided_by else "theo hệ số"
        yield f"Nhuận bút, thù lao: {by}", profile.royalty.clause


def _approval(profile: Profile) -> Told:
    approval = profile.approval
    for number, step in enumerate(approval.steps, 1):
        yield f"Bước {number}: {_step(profile, step)}", step.clause
    yield f"Đăng lên trang: {_role(profile, approval.publisher.role)}", approval.publisher.clause
    if approval.orders_by:
        yield f"Chỉ đạo, mệnh lệnh chỉ do {_role(profile, approval.orders_by.role)} đưa ra", approval.orders_by.clause
    if approval.changes_by:
        giver = _role(profile, approval.changes_by.role)
        yield f"Tên, quy định của trang chỉ được thay đổi khi có chỉ đạo của {giver}", approval.changes_by.clause
    withdrawers = _list(_role(profile, role) for role in approval.withdrawal.roles)
    yield f"Được tự mình gỡ bài: {withdrawers}", approval.withdrawal.clause
    if approval.delegation:
        giver = _role(profile, approval.delegation.by) or "Người giữ vai trò"
        takers = _list(_role(profile, role) for role in approval.delegation.to)
        standing = " (ủy quyền thường xuyên)" if approval.delegation.standing else ""
        yield f"{giver} được ủy quyền cho {takers}{standing}", approval.delegation.clause
    if approval.distinct:
        one = "Các bước của một mục do những người khác nhau ký"
        many = "Một người giữ nhiều vai trò thì ký từng bước một"
        yield one if approval.distinct.signers else many, approval.distinct.clause
    if approval.checklist:
        yield f"Người duyệt xác nhận từng điều: {_list(approval.checklist.list)}", approval.checklist.clause
    for refusal in approval.refusals:
        yield f"Lý do từ chối đăng: {refusal.text}", refusal.clause
    if approval.revision:
        needs = ["nói rõ nội dung thay đổi"] if approval.revision.note else []
        needs += ["nơi quyết định và văn bản quyết định"] if approval.revision.decided_by else []
        yield f"Bản sửa đổi phải {_list(needs) or 'được duyệt lại'}", approval.revision.clause


def _deadlines(profile: Profile) -> Told:
    if profile.deadlines is None:
        return
    for rule in profile.deadlines.rules:
        yield _deadline(rule), rule.clause
    count = profile.deadlines.count
    ways = [words.COUNT_STARTS[count.start], f"tin sự kiện tính từ {words.EVENT_DAYS[count.event]}"]
    if count.at_once_alarm:
        ways.append(f"với chữ “ngay”, quá {count.at_once_alarm:02d} ngày làm việc thì nhắc")
    yield f"Cách tính thời hạn: {_list(ways)}", count.clause


def _inquiry(profile: Profile) -> Told:
    rules = profile.inquiry
    if rules is None:
        return
    for name, listed in (("Tiếp nhận", rules.kinds), ("Người gửi", rules.senders), ("Nhãn phân loại", rules.tags)):
        if listed:
            yield f"{name}: {_list(listed.list)}", listed.clause
    if rules.territory:
        yield f"Địa bàn: {rules.territory.name}", rules.territory.clause
    if rules.rules_page:
        yield f"Trang quy chế tham gia: {_must(rules.rules_page.required)}", rules.rules_page.clause
    if rules.routing:
        steps = _list(words.ROUTING[step] for step in rules.routing.steps)
        owner = f"; đầu mối: {_role(profile, rules.routing.owner)}" if rules.routing.owner else ""
        letter = "; chuyển bằng văn bản" if rules.routing.letter else ""
        yield f"Các bước: {steps}{owner}{letter}", rules.routing.clause
    for name, clock in (("Trả lời", rules.answer), ("Phối hợp", rules.coordinate), ("Vụ việc phức tạp", rules.complex)):
        if clock:
            yield f"{name}: {_clock(clock)}", clock.clause
    if rules.out_of_scope:
        yield "Không thuộc phạm vi: báo ngay cho người gửi", rules.out_of_scope.clause
    if rules.publish:
        what, when = words.PUBLISH_WHAT[rules.publish.what], words.PUBLISH_WHEN[rules.publish.when]
        yield f"Được đăng: {what}, khi {when}", rules.publish.clause
    if rules.filter:
        yield f"Bộ lọc từ ngữ: {words.ON_HIT[rules.filter.on_hit]}", rules.filter.clause
    if rules.sensitive:
        seen = _list(_role(profile, role) for role in rules.sensitive.seen_by)
        yield f"Nội dung nhạy cảm trình trước cho: {seen}", rules.sensitive.clause


def _retention(profile: Profile) -> Told:
    rules = profile.retention
    if rules and rules.content:
        unless = f", trừ khi {words.KEEP_UNLESS[rules.content.unless]}" if rules.content.unless else ""
        yield f"Thông tin đã đăng được lưu trữ {words.KEEP[rules.content.keep]}{unless}", rules.content.clause
    if rules and rules.superseded:
        yield f"Thông tin không còn phù hợp: {words.SUPERSEDED_DO[rules.superseded.do]}", rules.superseded.clause
    if rules and rules.cites_ended:
        what = words.CITES_ENDED_DO[rules.cites_ended.do]
        yield f"Bài dẫn văn bản đã hết hiệu lực: {what}", rules.cites_ended.clause
    if rules and rules.log:
        yield f"Nhật ký xử lý được giữ ít nhất {rules.log.min_years:02d} năm", rules.log.clause


def _reports(profile: Profile) -> Told:
    for report in profile.reports.list if profile.reports else ():
        to = f", gửi {report.to}" if report.to else ""
        yield f"{report.name}: {words.EVERY[report.every]}{to}", report.clause


def _channels(profile: Profile) -> Told:
    if profile.channels is None:
        return
    for channel in profile.channels.list:
        where = f" ({channel.address})" if channel.address else ""
        yield f"{channel.name or channel.id}{where}: {words.EXPORTS[channel.export]}", channel.clause
    if profile.channels.impersonation:
        fake = profile.channels.impersonation
        yield f"Trang giả mạo: báo cho {fake.report_to}", fake.clause


def _security(profile: Profile) -> Told:
    rules = profile.security
    if rules is None:
        return
    if rules.markings:
        yield f"Không đăng văn bản đóng dấu: {_list(rules.markings.list)}", rules.markings.clause
    if rules.prohibited:
        yield f"Không đăng: {_list(rules.prohibited.list)}", rules.prohibited.clause
    if rules.personal:
        parts = ["báo trước cho người gửi"] if rules.personal.form_notice else []
        parts += [] if rules.personal.publish else ["không đăng công khai"]
        yield f"Thông tin cá nhân: {_list(parts)}", rules.personal.clause
    if rules.levels:
        yield f"Bảo đảm an toàn hệ thống theo cấp độ: {rules.levels.reference}", rules.levels.clause
    if rules.attachments and not rules.attachments.active_content:
        yield "Tệp đính kèm không được chứa mã lệnh", rules.attachments.clause
    if rules.accounts:
        parts = ["mật khẩu mạnh, thường xuyên thay đổi"] if rules.accounts.strong_passwords else []
        parts += [] if rules.accounts.stored_in_browser else ["không lưu tài khoản trên trình duyệt"]
        yield f"Tài khoản: {_list(parts)}", rules.accounts.clause
    if rules.uptime:
        yield f"Trang hoạt động {rules.uptime.hours} giờ mỗi ngày", rules.uptime.clause


def _step(profile: Profile, step: Step) -> str:
    limits = [words.STEP_WHEN[step.when]] if step.when else []
    limits += [words.STEP_UNLESS[step.unless]] if step.unless else []
    return f"{_role(profile, step.role)} {words.STEP_ACTS[step.act]}" + (f" ({_list(limits)})" if limits else "")


def _deadline(rule: DeadlineRule) -> str:
    limit = "đăng ngay" if rule.at_once else f"{rule.days:02d} ngày làm việc"
    relation = f" ({words.RELATIONS[rule.relation]})" if rule.relation else ""
    return f"{_kinds(rule.kinds)}{relation}: {limit} kể từ {words.DATE_FIELDS[rule.from_]}"


def _clock(clock: Clock) -> str:
    notice = ", hoặc báo rõ ngày sẽ trả lời" if clock.or_dated_notice else ""
    return f"{clock.days:02d} ngày làm việc kể từ {words.DATE_FIELDS[clock.from_]}{notice}"


def _role(profile: Profile, name: str) -> str:
    role = profile.role(name)
    return role.title if role else name


def _kinds(kinds: Iterable[str]) -> str:
    return _list("Mọi loại nội dung" if kind == "*" else KINDS[kind] for kind in kinds)


def _must(required: bool) -> str:
    return "bắt buộc" if required else "không bắt buộc"


def _list(parts: Iterable[str]) -> str:
    return "; ".join(parts)
