"""One good set of facts for every act, with all that may be absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DIGEST = "ab" * 32

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "received": {
        "kind": "hoi_dap",
        "area": "the-che",
        "sender_type": "ca_nhan",
        "contact": "email",
        "consent": "tb-0123456789ab",
        "may_publish": True,
        "form": "tb-0123456789ab",
        "keep_days": 365,
        "due_on": "2026-12-14",
        "due_days": 15,
        "due_clause": "LX-10.1d",
        "flags": [],
        "files": [DIGEST],
    },
    "classified": {
        "class": "duplicate",
        "unit": "Phòng Cải cách hành chính",
        "tags": ["thái độ phục vụ"],
        "sensitive": True,
        "duplicate_of": "cd" * 16,
    },
    "routing_approved": {"unit": "Thanh tra Sở"},
    "forwarded": {"unit": "Thanh tra Sở", "letter_no": "số 12", "reply_by": "2026-12-01"},
    "unit_received": {"on": "2026-11-24", "unit": "Thanh tra Sở"},
    "coordination_requested": {"unit": "Sở Tư pháp", "on": "2026-11-24"},
    "coordination_answered": {"unit": "Sở Tư pháp", "on": "2026-11-26"},
    "asked": {},
    "supplemented": {},
    "noticed": {"new_due_on": "2026-12-31"},
    "redirected": {"body": "Công an thành phố"},
    "answered": {"general_concern": True, "unit": "Thanh tra Sở"},
    "unit_confirmed": {"unit": "Thanh tra Sở"},
    "closed": {"reason": "done"},
    "reopened": {"reason": "new_facts"},
    "spam": {"reason": "advertising"},
    "released": {"reason": "harmless"},
    "draft_proposed": {"masks": {"telephone": 2, "name": 1}},
    "draft_confirmed": {"item": "hoi-dap-12", "file": "content/hoi-dap/12.md"},
    "rights_requested": {"right": "erase", "due_on": "2026-11-25", "due_clause": "PS-D3"},
    "rights_answered": {"outcome": "done", "reason": "asked"},
    "recomputed": {"due_on": "2026-12-15", "calendar": DIGEST, "due_clause": "LX-10.1d"},
    "erased": {"ground": "request", "events": [{"number": 1, "sha256": DIGEST}], "files": [DIGEST], "mails": 1},
}
