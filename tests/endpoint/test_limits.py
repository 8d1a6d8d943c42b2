"""How often somebody may send, and what counts as somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import IPv6Address
from threading import Barrier, Thread

import pytest

from endpoint.once import MESSAGES, SECONDS, Once
from endpoint.rates import Limit, Rates, networks_of

EIGHT = Limit("send", 8, 600)


def taken(rates: Rates, address: str, times: int, now: float = 0) -> int:
    return sum(not rates.take(EIGHT, address, now) for _ in range(times))


def test_the_ninth_in_ten_minutes_is_too_much_and_the_window_slides():
    rates = Rates()
    assert [rates.take(EIGHT, "203.0.113.7", now) for now in range(9)] == [0] * 8 + [592]
    assert rates.take(EIGHT, "203.0.113.7", 599.9) == 1
    assert rates.take(EIGHT, "203.0.113.7", 600) == 0
    assert rates.take(EIGHT, "203.0.113.7", 600.5) == 1


def test_one_sender_does_not_use_up_what_another_has():
    rates = Rates()
    assert taken(rates, "203.0.113.7", 20) == 8
    assert taken(rates, "203.0.113.8", 20) == 8


def test_what_is_counted_is_counted_apart():
    rates = Rates()
    assert taken(rates, "203.0.113.7", 20) == 8
    assert rates.take(Limit("guess", 1, 600), "203.0.113.7", 0) == 0


def test_what_is_forgiven_does_not_count():
    rates = Rates()
    for _ in range(50):
        assert rates.take(EIGHT, "2001:db8::1", 0) == 0
        rates.forgive(EIGHT, "2001:db8::1")
    assert taken(rates, "2001:db8::1", 20) == 8


def test_a_refusal_is_not_counted_so_waiting_helps():
    rates = Rates()
    taken(rates, "203.0.113.7", 8, now=0)
    assert taken(rates, "203.0.113.7", 1_000, now=599) == 0
    assert taken(rates, "203.0.113.7", 8, now=600) == 8


def spread(network: str, length: int) -> Iterator[str]:
    """Yield 500 addresses from all over a network. length: of its prefix, in bits"""
    step = 2 ** (128 - length) // 500
    return (str(IPv6Address(int(IPv6Address(network)) + number * step)) for number in range(500))


def test_a_customer_of_ipv6_is_one_sender_whatever_address_he_takes():
    rates = Rates()
    assert sum(not rates.take(EIGHT, address, 0) for address in spread("2001:db8:1:2::", 64)) == 8
    assert taken(rates, "2001:db8:1:3::1", 20) == 8, "his neighbour is another sender"


def test_whoever_has_a_larger_network_gets_no_more_than_eight_times_as_much():
    rates = Rates()
    assert sum(not rates.take(EIGHT, address, 0) for address in spread("2001:db8:2::", 48)) == 64
    assert taken(rates, "2001:db8:3::1", 20) == 8, "nor does he use up what his neighbour has"


@pytest.mark.parametrize(
    ("address", "same_as"),
    [
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::1"),
        ("no address", ""),
        ("2001:DB8::1", "2001:db8::2"),
    ],
)
def test_an_address_written_another_way_is_the_same_sender(address: str, same_as: str):
    assert list(networks_of(address)) == list(networks_of(same_as))


def test_a_million_addresses_do_not_fill_the_memory():
    rates = Rates(networks=100)
    for number in range(5_000):
        rates.take(EIGHT, f"10.0.{number // 250}.{number % 250}", 0)
    assert len(rates._moments) == 100


def test_the_same_message_is_made_once_and_another_one_anew():
    once, made = Once[int](), iter(range(100))
    make: Callable[[], int] = lambda: next(made)  # noqa: E731
    assert once.answer({"noi_dung": "a"}, 0, make) == once.answer({"noi_dung": "a"}, SECONDS - 1, make) == 0
    assert once.answer({"noi_dung": "a"}, SECONDS, make) == 1
    assert once.answer({"noi_dung": "b"}, SECONDS, make) == 2


def test_words_that_moved_to_another_field_are_another_message():
    once, made = Once[int](), iter(range(100))
    messages = [{"a": "xy", "b": ""}, {"a": "x", "b": "y"}, {"a": "", "b": "xy"}, {"a": 'x", "b": "y'}]
    assert [once.answer(message, 0, lambda: next(made)) for message in messages] == [0, 1, 2, 3]


def test_two_clicks_at_once_are_made_once():
    once, ready, answers, made = Once[int](), Barrier(8), [], []

    def make() -> int:
        made.append(1)
        return len(made)

    def click() -> None:
        ready.wait()
        answers.append(once.answer({"noi_dung": "a"}, 0, make))

    threads = [Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, len(made)) == ([1] * 8, 1)


def test_what_failed_may_be_tried_again_at_once():
    once = Once[int]()

    def fail() -> int:
        raise OSError

    with pytest.raises(OSError):
        once.answer({}, 0, fail)
    assert once.answer({}, 0, lambda: 7) == 7


def test_no_words_are_kept_and_not_for_ever():
    once = Once[int](messages=10)
    for number in range(100):
        once.answer({"noi_dung": f"điều bí mật {number}"}, 0, lambda: 1)
    assert len(once._entries) == 10 < MESSAGES
    assert "bí mật" not in repr(once._entries)


def test_an_answer_is_let_go_after_ten_minutes():
    once, made = Once[int](), iter(range(100))
    answers = [
        once.answer({"noi_dung": words}, at, lambda: next(made)) for words, at in (("a", 0), ("b", 1), ("a", 599))
    ]
    assert answers == [0, 1, 0]
    assert [once.answer({"noi_dung": words}, 601, lambda: next(made)) for words in "ab"] == [2, 3]
    once.answer({"noi_dung": "c"}, 1300, lambda: next(made))
    assert len(once._entries) == 1
