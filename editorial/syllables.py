"""What a Vietnamese syllable can look like: initial consonant, rhyme, tone.

The rhymes are the closed list of the standard spelling, with the few that occur only in borrowed
or dialect words. A syllable that ends in c, ch, p or t bears sắc or nặng and no other tone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from editorial.text import fold

_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]|"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu ych yn ynh yt
""".split()

_SYLLABLE = re.compile(f"(?:{_ONSETS})(?:{'|'.join(sorted(_RHYMES, key=len, reverse=True))})")
_BARE_SYLLABLE = re.compile(
    f"(?:{fold(_ONSETS)})(?:{'|'.join(sorted({fold(rhyme) for rhyme in _RHYMES}, key=len, reverse=True))})"
)
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_STOPS = ("c", "ch", "p", "t")
_TONES_OF_STOPS = (["\u0301"], ["\u0323"])  # sắc, nặng


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Return True when the word, with its marks, is spelt as a Vietnamese syllable; case does not count."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = _TONE.findall(apart)
    letters = unicodedata.normalize("NFC", _TONE.sub("", apart))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(letters):
        return False
    return not letters.endswith(_STOPS) or tones in _TONES_OF_STOPS


@lru_cache(maxsize=65536)
def is_bare_syllable(word: str) -> bool:
    """Return True when the word has no marks and would be a Vietnamese syllable with the right ones."""
    return word.isascii() and _BARE_SYLLABLE.fullmatch(word.lower()) is not None
