"""How much and how slowly a connection may send and read before it is closed. Seconds and bytes."""

from dataclasses import dataclass

# A query of 2,000 kanji takes 18,000 bytes in an address, or 30,000 where the address is told in another one (?next=).
LONGEST_ADDRESS = 48 * 1024
# The address, that of the page before, and that which htmx tells.
LONGEST_HEADER = 3 * LONGEST_ADDRESS + 16 * 1024
# A chunk's size, and what may follow the last one.
LONGEST_CHUNK_LINE = 1024
LONGEST_TRAILER = 8 * 1024

# Requests that a connection may send without waiting for the answers. Browsers send none.
MOST_REQUESTS_AHEAD = 16

# How often connections are looked at.
LOOK_SECONDS = 1
# A connection that was used and waits for the next request.
KEEP_ALIVE_SECONDS = 15
# What is still sent of a request that was refused is thrown away for so long, or the refusal would not be read.
LINGER_SECONDS = 30
# What the system may hold of an answer that is not read: more would hide for long that nobody reads.
SEND_BUFFER = 128 * 1024
# Slower than this over the whole of a body or an answer, beside the first seconds, is not waited for.
SLOWEST_RATE = 4096


@dataclass
class Pace:
    """Since when something goes on, and how much has moved."""

    since: float
    moved: int = 0

    def is_too_slow(self, now: float, seconds: float) -> bool:
        """Whether it took more than `seconds`, beside what the slowest rate allows for what has moved."""
        return now - self.since > seconds + self.moved / SLOWEST_RATE
