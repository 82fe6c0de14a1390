"""What words tell of harm, and what only sounds like it: an ailment of old, a drained battery, a fear, a denial."""

import pytest

from shouhou.dialogue import harm as h
from shouhou.dialogue.people import calls_for_somebody
from shouhou.language.clauses import clauses
from shouhou.language.homophones import correct
from shouhou.language.normalise import normalise


def cut(text: str) -> list[str]:
    plain = correct(normalise(text))
    return [plain[start:end] for start, end in clauses(plain)]


@pytest.mark.parametrize(
    "text",
    ["我家猫吃了你们的猫粮一直吐", "狗子吃了这个鸡肉条拉了三天稀 带血", "自动猫砂盆把我猫尾巴夹住了",
     "娃把积木上掉下来的小珠子吞下去了咋办",
     "泡泡水进娃眼睛里了 一直哭喊疼", "酸奶里头有虫子 我都喝了半盒了 现在想吐", "洗洁精用了手上脱皮 裂口子",
     "喝了你们的茶心慌手抖",
     "床垫味道大 孩子咳嗽好几天了", "梯子踩断了摔下来了 腰疼得起不来", "宝宝用了你家湿巾 屁股红了一大片"],
)
def test_an_injury_is_told_outright(text: str) -> None:
    assert h.told_harm(cut(text)) == h.INJURY


@pytest.mark.parametrize(
    "text",
    ["你们卖的那个逆变器冒咽了", "热水器漏店 麻了我一下", "倒开水杯子直接炸了", "吹风机一插上就噼里啪啦冒蓝光",
     "锅盖突然爆了",
     "没着火 但是冒烟了", "充电宝鼓起来了", "空开都烧黑了"],
)
def test_a_danger_is_told_outright_however_it_is_spelled(text: str) -> None:
    assert h.told_harm(cut(text)) == h.DANGER


@pytest.mark.parametrize(
    "text",
    ["我老伴那个膝盖啊一到阴天就疼医生说要多泡脚我就给她买了你们那个盆它不热光冒泡", "我妈腿疼多年了医生让泡脚",
     "我牙龈出血牙医建议用软毛的",
     "手表漏电太快了 充满一天就没电", "锅把手烫手", "炸锅不够烫", "爆米花机炸不了",
     "孩子过敏体质我才买的防螨床单", "我有鼻炎过敏",
     "手都染红了", "后跟都磨红了", "烤出来全焦了", "我妈摔伤了腿在家等着用轮椅", "怕以后夹到孩子手",
     "着火的时候能用吗", "打火机不冒火",
     "香薰机不冒烟了", "我家猫前阵子拉肚子"],
)
def test_what_only_sounds_like_harm_is_none(text: str) -> None:
    parts = cut(text)
    assert h.told_harm(parts) is None
    assert any(h.only_sounds_harmful(part, "，".join(parts)) for part in parts)


def test_a_danger_denied_is_none() -> None:
    assert h.denies_danger("没冒烟 就是两边铁皮烫") and h.denies_danger("侧面烫手得很 正常不哦")
    assert not h.denies_danger("没着火 但是冒烟了") and not h.denies_danger("充电宝鼓起来了")


@pytest.mark.parametrize(
    ("text", "product", "animal"),
    [(
        "我家猫吃了一直吐", "", True), ("又吐又拉", "冻干猫粮", True), ("烘干箱把我家泰迪烫了", "", True),
        ("又吐又拉", "酱牛肉", False),
     ("猫抓板的钉子划了我手", "猫抓板", False), ("孩子吃了热狗拉肚子", "", False), ("吃了猫粮拉了", "", False)],
)
def test_an_animal_is_told_from_a_person(text: str, product: str, animal: bool) -> None:
    assert h.pet_is_hurt(text, product) is animal


@pytest.mark.parametrize(
    ("text", "kind"),
    [("一按煮饭就跳闸家里电全停了", h.POWER), ("坚果里吃出来一颗铁钉", h.EATEN), ("掉的那个宝宝喝进去咋办", h.TAKEN)],
)
def test_what_is_to_be_stopped_though_nobody_is_hurt(text: str, kind: str) -> None:
    assert list(h.cautions([text])) == [kind]


def test_caution_is_not_called_for_otherwise() -> None:
    assert not h.cautions(["少了两颗螺丝", "宝宝喝了很喜欢", "现在不跳闸了", "屏幕里有灰"])


def test_what_sets_a_harm_right() -> None:
    assert h.says_unhurt("人没事") and h.says_unhurt("跟你说了手没大事") and not h.says_unhurt("人没事吧?")
    assert h.takes_back("她那是老毛病了") and h.takes_back("没人受伤") and not h.takes_back("手还是疼")
    assert h.means_animal("?是猫不是人") and not h.means_animal("猫吃了吐")
    assert h.is_past("昨天烫了一下") and not h.is_past("刚才烫了一下")


def test_not_feeding_any_more_calls_for_nobody() -> None:
    assert calls_for_somebody("喂") and calls_for_somebody("喂喂?") and not calls_for_somebody("粮我已经不喂了")
