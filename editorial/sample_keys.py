"""Public halves of the test keys in records/sample-keys, whose private halves everybody has.

A real edition refuses them under whatever name and roster they appear.
"""

SAMPLE_KEYS = frozenset({
    "7a63d2bdd5cce8ac72a4d918f51bdb46bc4f0dbb42a15349155432690568a7f0",  # phong-cchc
    "31f09cf21103ea451a27b0c8156d3e5b5540d7819818fb20b67f50a019934222",  # van-thu
    "020cf0717e3d9c6a296ad133fdcb8e920fa703fb1dfcac378d6b4018fca6662b",  # thanh-vien
    "08bf70ce61e1d8f3bbe780683017e317274dd0212cf75bee8ed380a8dba31d4a",  # pho-truong-ban
    "ba377f538ed8b9272a39c896d611a50abd938065b68c3c717497e47c5d8a1f77",  # truong-ban
    "fb5abcd425a2e2063d254086cc3faf1b9a039444990433058befcb272ab847bb",  # lanh-dao-so
})  # fmt: skip
