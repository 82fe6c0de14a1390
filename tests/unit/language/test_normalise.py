import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.language.normalise import normalise

ANY_TEXT = st.text(alphabet=st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("我要退貨退款", "我要退货退款"),
        ("麻煩幫我換一個", "麻烦帮我换一个"),
        ("穿著不合適", "穿着不合适"),
        ("Ｄ２０２６", "d2026"),
        ("ORD－1001", "ord-1001"),
        ("￥１９９．００", "¥199.00"),
        ("／restart", "/restart"),
        ("退款　谢谢\n再见\u200b", "退款 谢谢 再见 "),
        ("坏了！？", "坏了!?"),
        ("12—7", "12-7"),
        ("\ud83d退款\udc00", " 退款 "),
        ("😡甚至", "😡甚至"),
    ],
)
def test_writings_of_one_thing_become_one(written: str, normal: str) -> None:
    assert normalise(written) == normal


@given(ANY_TEXT)
def test_the_length_stays_so_that_spans_fit_the_buyers_own_text(text: str) -> None:
    assert len(normalise(text)) == len(text)


@given(ANY_TEXT)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet=st.characters(whitelist_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf")), max_size=30))
def test_what_cannot_be_seen_becomes_a_space(text: str) -> None:
    assert normalise(text).strip(" ") == ""


@given(ANY_TEXT)
def test_a_normalised_text_can_be_encoded(text: str) -> None:
    normalise(text).encode("utf-8")
