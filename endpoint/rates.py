"""How often one sender may do something: exact within a sliding window, in memory, and bounded.

A sender is an IPv4 address or an IPv6 /64, since every customer has a whole one; a /48, which one customer may have as
well, gets eight times as much. One process serves everything, so nothing needs to be shared.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from threading import Lock

NETWORKS = 50_000
"""So many are remembered; whoever has more of them has got round the limit anyway."""
LARGER_NETWORK = 8


@dataclass(frozen=True)
class Limit:
    """times within seconds; name: what is counted"""

    name: str
    times: int
    seconds: float


class Rates:
    """Moments of what each network did within the window."""

    def __init__(self, networks: int = NETWORKS) -> None:
        self._networks = networks
        self._moments: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def take(self, limit: Limit, address: str, now: float) -> int:
        """Count one and return 0, or return the seconds to wait when there were too many. now: monotonic seconds"""
        with self._lock:
            counted = [(self._of(limit, name, now), limit.times * factor) for name, factor in networks_of(address)]
            waits = [moments[-times] + limit.seconds - now for moments, times in counted if len(moments) >= times]
            if waits:
                return max(1, ceil(max(waits)))
            for moments, _ in counted:
                moments.append(now)
            return 0

    def forgive(self, limit: Limit, address: str) -> None:
        """Give the last one back: somebody who mistyped is no flood."""
        with self._lock:
            for name, _ in networks_of(address):
                if moments := self._moments.get(_key(limit, name)):
                    moments.pop()

    def _of(self, limit: Limit, network: str, now: float) -> list[float]:
        """Return the moments of a network that still count."""
        key = _key(limit, network)
        moments = self._moments.setdefault(key, [])
        self._moments.move_to_end(key)
        del moments[: bisect_right(moments, now - limit.seconds)]
        while len(self._moments) > self._networks:
            self._moments.popitem(last=False)
        return moments


def _key(limit: Limit, network: str) -> str:
    return f"{limit.name} {network}"


@lru_cache(maxsize=64)  # one message asks four times
def networks_of(address: str) -> tuple[tuple[str, int], ...]:
    """Return what an address counts for: (network, for how many senders); what is no address counts as one."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return (("unreadable", 1),)
    if not isinstance(read, IPv6Address):
        return ((str(read), 1),)
    if read.ipv4_mapped:
        return ((str(read.ipv4_mapped), 1),)
    networks = (str(ip_network((read, length), strict=False)) for length in (64, 48))
    return tuple(zip(networks, (1, LARGER_NETWORK), strict=True))
