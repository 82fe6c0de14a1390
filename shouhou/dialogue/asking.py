"""What words ask or tell of the talk: questions, suppositions, words to the bot, what the merchant is quoted with."""

import re
from typing import Optional

_TO_BOT = re.compile(
    r"(?:听|看|弄|搞)(?:得|不|没|没有)?(?:懂|明白)(?:没|不|吗|了没)?|(?:你|您)(?:还)?没(?:说|讲|回答|答)|没说不"
    r"|(?:你|您|你们)又(?:叫|让)我|又(?:叫|让)我选|让我(?:去)?问(?:他|商家)|您真是|真是天才|真行啊你"
    r"|(?:你|您|你们)(?:倒是)?说(?:啊|呀|句?话)|到底(?:给)?(?:退|换|修|办|弄)不(?:退|换|修|办|弄)"
    r"|(?:你|您)(?:到底)?(?:懂|明白|听|会不会|能不能|行不行|干嘛|干啥|有没有|是不是|怎么|咋)(?!.{0,6}(?:发|寄|退|换|修|卖))|人话"
    r"|(?:我|俺)?(?:都|刚才?|已经|头先|不是|早就|前面|开头)+(?:就)?(?:说|讲|告诉|回答|发)(?:了|过|的)"
    r"|说了(?:呀|啊|吧|的)?$|^(?:我|就|早)?(?:说|讲)过(?:了|啦|的)?$|说(?:了)?(?:几|三|两|好多|多少)[遍次]"
    r"|复读机|搞笑|逗我|机器人|智障|还用问|别问了|问那么多|问(?:过|了)好?(?:几|好多|两|多少)?[遍次]|问(?:几|好多|两|多少)[遍次]|啥玩意儿?$|什么玩意儿?$"
    r"|^你(?:没|咋|怎么|还|又)(?:给|帮)?我?(?:写|改|填|弄|加)|无语|念经|答非所问|乱七八糟|糊弄|吞我|绕来绕去|看不懂|听不见|瞎了?$|你瞎|你说呢|废话|啰嗦|我?问你|我问(?!他|她|商家|店家|卖家|客服|掌柜|老板|过|了)"
    r"|^我说(?!的是|是)|谁[说问]|看看就知道|还用我说|回答我|你倒是|告诉我|赶紧的|快点儿?$|急死"
)
_QUOTED = re.compile(
    r"(?:商家|卖家|店家|客服|掌柜|老板|他|她|对方|店里|上面)(?:们)?(?:[非硬还就都却光老]|一直|明明)?(?:说|讲|回(?:我|复|了)?|让我|叫我|告诉我|原话)"
)
_QUESTION = re.compile(
    r"(?:要|能|可以|会|用|得|行|对|寄|去|有|够|准)(?:.{0,8})不$|(?<![签现不])(?!到不到[一二两三四五六七八九十半0-9])(?P<same>[一-鿿])[没不](?P=same)"
    r"|(?:咋|怎么)(?:寄|办|弄|退|换|整|发|修|用|填|交|说|写|申请|开(?!裂|了)|算)|赔不赔|[吗么?？]$|(?:能|会|有|在|可以.+|[过到]了|是不是.+)嘛$|啥叫|什么叫|啥意思"
    r"|^(?:能|可以|可不可以|能不能)|怎么办|咋办|咋整|(?:能|可以|行)不$|多久|多少|几多|(?<![十好])几(?:天|年|个月)|几号|几点|哪一?天|谁(?:来)?(?:出|掏|付|承担|给)|归谁|为什么|(?:一定|肯定|保证)能(?!.*就)[^，,]{1,8}吧[?？]*$|(?:不会|不用|不需要|不能|不至于|不该).{1,12}吧[?？]*$|对(?:吧|吗|不|么|不对)[?？]*$|可以的?吧[?？]*$"
    r"|[补换退修寄用发](?:不了|不成|不到)的?吧[?？]*$"
    r"|[^，,]{3,}[啊呀呢][，, ]?还是(?=[有要你我等得自让由商快先][^，,]{2,})"  # 我自己寄啊还是有人上门拿
    r"|为啥|凭什么|要不要|会不会"
    r"|(?<!不)是不是|干(?:嘛|啥|什么)[啊呀呢]?$|[了过到有]没(?:有)?[啊呀呢]?$|(?<!从)(?<!还)(?:发货|发|回|退|收|寄|批|审)没(?:有)?[啊呀呢]?$|^(?!.*没有).{0,8}有.{1,4}没[啊呀呢]?$|.没有[啊呀]$|^(?!.*(?:着.{0,3}|还没?.{1,6}|可.{1,4}|正.{1,6}|[坏烂碎破化馊臭丢漏]了.{0,2}|(?:好多|好几|不少).{0,3})呢$).*呢$|行不行|啥时候|什么时候|怎么还?没|[啥咋]$"
    r"|^(?:怎么|咋|为啥|凭啥)|怎么(?:老|总|还|都|又)|[唛伐咩][啦啊]?$|(?<![用试穿戴洗拆开][了过])(?<![第好十])几[次回遍倍成折](?!都)|[咋怎](?:么)?回事|(?:啥|什么)情况|咋个|(?:要|得)好久|好久(?:到|来|能|才|可以)|(?<!没)(?<!没有)什么(?!都|也|的)|(?:运费|邮费|快递费).{0,8}[出付掏]吧$|啥子|在哪|哪(?:里|儿)(?!都|也)|哪[个种样](?:更|比较|快|好|划算|合适|先|出|付|掏|给)|喃$|凭(?:什么|啥)"
    r"|[^不，,\s][^不，,\s]+(?<![我说就可还偏才都也要])不[哦啊嘛呀哈]?$"  # 还能穿不, 正常不哦
    r"|到哪(?:一?步)?了[啊呀呢]?$|(?:寄|发|送|退)(?:到|去|给)?哪(?!里都|儿都|都)"  # 现在办到哪一步了
    r"|几多|几钱|几时|点样|点解|点算|边(?:个|度|位|道)|系咪|系唔系|有冇|(?P<yue>[一-鿿])唔(?P=yue)|[乜咩](?:话|事|嘢)?[啊呀啦]?$|咩时候"
    r"|(?:算|归|是)谁的?[啊呀呢]?$|有无(?!线)|究竟(?!是因)|不知.{2,12}(?:否|没有|有没有|能不能|可不可以|之说)"
    r"|(?:[过还有在到能]|回|发|收|退|寄)[^，,]{0,6}没得[啊哦嘛]?$|^行不$|谁(?:说了算|决定|来定|管)|是[^，,]{1,8}还是[^，,]{1,8}$"
)
# 修啥子修, 什么质量 ask nothing
_SPURNS = re.compile(r"([修换退补寄])(?:啥子?|什么)\1|(?:啥子?|什么)(?:(?:破|烂|垃圾|鬼)[一-鿿]{1,3}|质量)")
_NEEDS_NONE = re.compile(
    r"还?(?:要|用|需要)(?:什么|啥)(?:图|照片|证据|凭证|理由)"
    r"|(?:几点|哪天|几号|[什啥]么?时候|谁|哪个)都(?:可以|行|成|好|没)"
)  # says that none is needed
_CALLED = re.compile(r"(?:亲|姑娘|美女|帅哥|大哥|大姐|老铁)+[~～]*$")  # 还能退回去吗亲
_ASKED_ANOTHER = re.compile(
    r"^(?:那|等)?(?:我|俺)(?:先|再|得|要|去|都|就|又|还|已经)*(?:问|跟|找)(?:过|了|问|一?[下哈])?我?(?:他|她|商家|店家|卖家|掌柜|老板"
    r"|[工同室舍队]友|[爸妈弟哥姐妹儿女]|老公|老婆|媳妇|对象|家里|家人|孩子|同事|朋友|邻居|隔壁)(?!.*[吗？?]$)"
)
_WHEN = re.compile(
    r"多久|(?:要|得)好久|好久(?:到|来|能|才)|多长时间|几天|几时|几号|哪天|什么时候|啥时候|什么时间|何时|时间要"
)
# What is denied is no reason, nor is what only says that the rest stays.
_FAILS = re.compile(
    r"(?:修不好|没货|换不了|退不了|不同意|不答应|不认账?|不给[退换]|不肯|不管|赖账|硬说|拒[绝了]|没回).{0,8}(?:怎么|咋|呢|能|可以|吗|办|[?？])"
    r"|(?:再|又|还|真)?拒.{0,6}(?:怎么|咋|呢|办)"
)
_IF_THEN = re.compile(
    r"(?:没|不)(?:寄|收|发|到|修|换|回)[^，,]{0,4}(?:才|再)(?:退|换|给|赔|补)|(?:再|又|还(?!有))[^，,]{1,6}(?:我|俺)?就|[改换修退补发送寄](?:不了|不成|不到)(?:的话)?(?:就|那)?(?:直接|给)*(?:我|俺)?(?:就|给我)"
)  # 他再拒我就投诉: only if
_SUPPOSED = re.compile(
    r"^[^，,。]{0,6}(?:要是|万一|如果|假如|假设|倘若|若(?=他|她|商|卖|店|不|再|还|没|是))"
    r"|^(?:那|我是说|我说|我是问|我问|不过)*(?!(?:可以|方便|没错|没问题|对|行|有|没有)的话)[^，,。的]{1,8}的话(?!.*(?:提交|交吧))"
)
_OPENING = re.compile(
    r"(?:那个|这个|内个|那啥|呃+|额+|哎+|诶+|唉+|就是|怎么说呢|请?我?想?(?:咨询|请教|问)(?:一?[下哈]|个事儿?|个问题)?|请问(?:一?下)?"
    r"|有(?:个|点)?(?:事儿?|问题)(?:想问|请教|要问)?|我?的?意思是|我是说|我是问|[\s，,。.?？!！~～…])+"
)
_MEANT = re.compile(
    r"^(?:不是|哎|那|等[哈下])?[，, ]*(?:我|俺)(?:是|就是|就|刚才?|只是|现在)?(?:想|要)?(?:问|说)"
    r"(?:的)?(?:是|你|得是|嘛)?(?=.{2,})"
)
_LEAVE = re.compile(
    r"(?:能不能|可不可以|能否|还能|能|可以|可不可|允许|支持)(?:再|给)?(?:无理由)?(?:退|换|申请|弄|办|处理)"
    r".{0,4}(?:吗|么|嘛|不|吧|啊|呀)?[?？]*$|(?:退|换)(?:得|不)了[吗么]?[?？]*$|退不退得?了?|换不换得?了?"
    r"|(?:能不能|能|可以|支持)(?:七天)?无理由|给不给[退换]|会不会.{0,8}不给[退换]|给[退换][吗不么]"
)


def is_to_bot(text: str) -> bool:
    """Whether words are meant for whoever answers, not about the goods."""
    return _TO_BOT.search(text) is not None


def quotes_merchant(text: str) -> bool:
    """Whether words tell what the merchant said."""
    return _QUOTED.search(text) is not None


def asks_until_when(text: str) -> bool:
    """Whether words ask until which day goods may go back (不想要了也能到11号)."""
    return re.search(r"几号|哪天|能到|还能退|能退|多久", text) is not None


def promises(text: str) -> bool:
    """Whether words tell what the merchant promised, without naming him (说给我补50块)."""
    return re.match(
        r"(?:当时|之前|后来)?(?:说|答应|承诺|许诺|讲)(?:好|了|过)?(?:我)?(?:了)?(?:要|会|再|是)?(?:给)?(?:我|俺)?"
        r"(?:补|退|赔|换|修|发|寄)", text
    ) is not None and not text.endswith(("吗", "不", "?"))


def is_question(text: str) -> bool:
    """Whether words ask something. What was asked of somebody else is told (我问他涂层掉了咋办)."""
    bare = _NEEDS_NONE.sub("", _SPURNS.sub("", _CALLED.sub("", text.strip())))
    return _QUESTION.search(bare) is not None and not _ASKED_ANOTHER.match(bare)


def goes_on_asking(before: str, text: str) -> bool:
    """Whether words put the other half of the question before them (只换一个行不 还是两个都得寄回去)."""
    return text.startswith("还是") and is_question(before) and len(text) > len("还是换吧")


def names_day(text: str) -> bool:
    """Whether words ask for a day, not for a rule (到哪天, 几号截止)."""
    return re.search(r"哪(?:一)?天|几号|截止", text) is not None


def asks_when_to_send(text: str) -> bool:
    """Whether words ask when goods are to be sent back (那啥时候寄回去)."""
    return re.search(r"(?:啥时候|什么时候|几时|几号|多久|现在).{0,4}寄", text) is not None


def asks_other_way(text: str) -> bool:
    """Whether words ask what else may be tried (还有别的办法吗)."""
    return re.search(r"有(?:没有)?(?:什么|啥|别的|其[他它])*(?:办法|方法|法子|招|辙)", text) is not None


def asks_when(text: str) -> bool:
    """Whether words ask for a time."""
    return _WHEN.search(text) is not None


def asks_if_in_time(text: str) -> bool:
    """Whether words ask if it will be done by a day (婚礼下个月18号 来得及吗)."""
    return re.search(r"(?:来得及|赶得(?:上|及))[^，,]{0,3}[吗么不没]|来不来得及|赶不赶得", text) is not None


def only_supposes(text: str) -> bool:
    """Whether words suppose something and ask what then (要是送到了呢): they want nothing done yet."""
    return any(each.search(text) for each in (_SUPPOSED, _FAILS, _IF_THEN))


def asks_how_long_it_may_be(text: str) -> bool:
    """Whether words ask within how many days something may be given back (多少天之内能退)."""
    span = r"(?:多久|几天|多少天|多长时间)(?:之?内|以内)"
    day = r"(?:什么时候|啥时候|几号|哪天|几时|哪一天)"
    last = rf"(?:最晚|到){day}(?:之?前|为止|还|都|都还)*(?:能|可以)?"
    ends = rf"(?:退|换)[^，,钱款到]{{0,4}}(?:最晚|截止|到){day}|最晚到{day}|到{day}(?:截止|为止|过期)"
    ends = rf"{ends}|截止(?:到|日期|是)"
    return re.search(rf"{span}.{{0,4}}(?:退|换)|(?:退|换).{{0,4}}{span}|{last}(?:退|换)|{ends}", text) is not None


def asks_scope(text: str) -> bool:
    """Whether words ask if all or a part is exchanged (换整套还是光换电池, 单换裤子行不行)."""
    every = r"(?:整套|一套|全套|整个|一整|全部|都换)"
    alone = (
        r"(?:能不能|可不可以|能|可以|单)(?:只|单|光|就)(?:换|补|修)(?!货|款|钱)"
        r"|单(?:换|补|修)[^，,]{1,8}(?:行不|行吗|可以)"
    )
    return re.search(rf"{every}.{{0,6}}还是|还是.{{0,5}}{every}|{alone}", text) is not None and not (
        re.search(r"只(?:能|好)", text)
    )


def only_opens(text: str) -> bool:
    """Whether words do no more than begin to speak (那个…, 我想问一下): what is meant comes next."""
    return _OPENING.fullmatch(text.strip()) is not None


def says_what_is_meant(text: str) -> bool:
    """Whether a clause sets right what was asked (我是问今天不发能不能退): it outweighs those beside it."""
    return _MEANT.match(text.strip()) is not None and is_question(text)


def asks_leave(text: str) -> bool:
    """Whether words ask if something may be done, and do not yet want it (能退吗)."""
    bare = text.strip()
    asks = is_question(bare) or "能不能" in bare or bare[-1:] in "吗么啊?？"
    return _LEAVE.search(bare) is not None and not asks_when(bare) and asks


def asks_of_cut(text: str) -> bool:
    """Whether words ask if all of the money comes back (会不会扣钱, 是全额退吗)."""
    return re.search(r"扣(?:钱|费|多少|运费|手续)|全额|全款|退多少|退得?全", text) is not None and is_question(text)


def speaks_of_goods(text: str) -> bool:
    """Whether words may be about goods at hand (到了还能喝吗): they never lie outside our work."""
    return re.search(
        r"东西|到了|[喝吃穿戴拆]|还能用|坏|包装|颜色|尺码|质量|这个|那个|寄|货|单子|锅|机|鞋|衣", text
    ) is not None


def asks_of_use(text: str) -> bool:
    """Whether words ask what may be done with the goods meanwhile (能扔不, 还能穿吗, 要留着吗)."""
    if re.search(r"(?:扔|丢)(?:掉|了)?(?:行不|可以(?:吗|不)|行吗|没事吧)", text):
        return True
    return re.search(
        r"(?:能|可以|要|可不可以|能不能)(?:先|再|接着|继续)?(?:扔|丢|穿|用|洗|留着?|吃|拆|戴|拼|装|骑|盖|铺|睡)(?:着|掉|了|起来)*(?:吗|不|么|嘛|[?？])"
        r"|先(?:穿|用|戴)着(?:吗|不|行)", text,
    ) is not None


_ELLIPTIC = {
    "运费": "ask_who_pays", "邮费": "ask_who_pays", "快递费": "ask_who_pays", "地址": "ask_where_to_send",
    "钱": "ask_refund_arrival", "退款": "ask_refund_arrival", "进度": "ask_case_status",
    "投诉": "ask_complaint_progress",
}


def asked_in_short(text: str) -> Optional[str]:
    """The ask of a bare noun (运费呢); None for none."""
    match = re.match(rf"(?:那|这|我的?)*({'|'.join(_ELLIPTIC)})(?:呢|咧|嘞)", text.strip())
    return _ELLIPTIC[match[1]] if match is not None else None


def asks_of_each(text: str) -> bool:
    """Whether words ask of several orders at once (两个单子分别什么状态)."""
    return re.search(
        r"[两三几]个?[单件订]|分别|各(?:自|是)|两个都|都(?:啥|什么|怎么|咋|到哪)|所有|全部", text
    ) is not None


def speaks_to_merchant(text: str) -> bool:
    """Whether a clause asks for something to be passed on to the merchant."""
    return re.search(r"商家|卖家|店家|店里|老板|转告|转达|催|跟他说|问问", text) is not None


def says_for_me(text: str) -> bool:
    """Whether words bid to tell somebody what was offered to be told (你帮我说下, 那你跟他说)."""
    return re.search(
        r"(?:帮|替|给)(?:我|俺|咱)(?:跟他)?(?:(?:说|讲|问|留)(?:一?[下声句]|个)|问[吧啊呀呗哈]*$)|(?:你|您)(?:去)?(?:跟|给|和)(?:他"
        r"|商家)们?(?:说|讲)", text
    ) is not None


def asks_another_case(text: str) -> bool:
    """Whether words want a second request for the same order beside the one that is open (再开一张, 分两次申请)."""
    return re.search(
        r"(?:再|另外?|单独|分开)(?:给我|帮我)?(?:开|下)(?:一|两|多)?[张个单份]|一起挂着|开两[张个单]"
        r"|分(?:成)?(?:两|2)[次张个单份]|两(?:张|个单)一起|又(?:能|可以)?退货又|又退又换|又换又退",
        text,
    ) is not None


def passes_on(text: str) -> bool:
    """Whether words want something said to the merchant (给商家带句话, 跟商家说…)."""
    return re.search(
        r"带(?:一?句|个)?话|转告|转达|捎|(?:跟|和|给)(?:商家|他|店家|卖家|老板)(?:再)?[说讲]|告诉(?:商家|他|店家)", text
    ) is not None


def only_asks_an_answer(text: str) -> bool:
    """Whether words for the merchant ask no more than to answer (让他们给个话)."""
    return re.search(r"给个(?:话|说法|信|准话)|^让(?:他|商家|店家)们?(?:回|看|说)", text) is not None


def asks_of_sum(text: str) -> bool:
    """Whether words ask how much is given back (退的是20不是80吧, 金额是22不)."""
    asked = re.search(
        r"(?:退|金额|全款|报).{0,14}(?:吗|么|多少|还是|呢|[?？]|\d不)|(?:退的?|金额)是.{0,14}吧|退的.{0,14}吧", text
    )
    return asked is not None and re.search(r"\d|多少|全", text) is not None


def asks_how_much(text: str) -> bool:
    """Whether words ask for a sum, not for a time (迟了几天赔多少)."""
    return re.search(r"(?:赔|补|退|给|扣)(?:我)?(?:多少|几多|几块)|多少钱", text) is not None


def asks_of_sending(text: str) -> bool:
    """Whether words ask if something goes back (其他三个不用寄回吧)."""
    asks = re.search(r"寄.{0,6}(?:吧|吗|么|不|呢|唛|[?？])(?:还是.*)?$", text) is not None
    return asks and "地址" not in text


_PAYS_FREIGHT = re.compile(r"(?:我|谁)(?:来)?[出付掏]|运费|邮费")


def asks_who_pays(text: str) -> bool:
    """Whether a question is one of who pays the freight (是不是我出)."""
    return _PAYS_FREIGHT.search(text) is not None


def is_supposed(text: str) -> bool:
    """Whether a clause only supposes (如果退货的话运费谁出): it chooses nothing."""
    return only_supposes(text) or ("的话" in text and is_question(text))


def asks_beside_hurry(text: str) -> bool:
    """Whether words ask something more than how much longer it takes (椅子堆客厅呢 asks nothing)."""
    return is_question(text) and not text.endswith("呢")


_BIDS_ASK = re.compile(
    r"(?:帮|替|给|去)?(?:我|俺)?(?:去)?(?:问|转)(?:一?下|问|过去|给他)?(?:商家|店家|他们?|这个)?[啊吧呀呗嘛了哈哦嗯的]*$"
)


def bids_ask(text: str) -> bool:
    """Whether words bid to put the question that was offered to be passed on (那资料的事你帮我问啊)."""
    return _BIDS_ASK.search(text) is not None and not is_question(text)


def is_for_merchant(text: str) -> bool:
    """Whether a question is of something that the merchant alone knows (有没有货, 能不能单独发盖子)."""
    return re.search(
        r"货|码|颜色|白|黑|灰|款|新的|盖|配件|零件|保修|重新|单独|先发|送|补|修|师傅|赔|质量|材质|真|假|产|厂|型号|哪天|多久|几天|来得及|加钱"
        r"|差价|一起|两[只个]|哪只|另一", text
    ) is not None


def asks_who_decides(text: str) -> bool:
    """Whether words ask who goes on with something, or what comes of it (谁来管, 后面怎么弄, 平台管还是店里管)."""
    return re.search(
        r"谁(?:来|在|给)?(?:管|看|处理|判|定|办|负责)|找谁|(?:后面|后头|接下来|然后)(?:怎么|咋|谁|要我)"
        r"|平台.{0,4}还是.{0,4}店|店.{0,4}还是.{0,4}平台|自己看", text
    ) is not None


def asks_if_it_matters(text: str) -> bool:
    """Whether words ask if what was told of the goods stands in the way (也算完好？, 影响退吗)."""
    return re.search(r"完好|影响|还(?:收|认|给退)", text) is not None and is_question(text)


def asks_if_matters(text: str) -> bool:
    """Whether words only ask if what was told stands in the way (有影响不, 行不行)."""
    return re.search(r"影响|行不|要紧|咋办|咋整|怎么办|没事吧|可以不|成不", text) is not None


def asks_without_picture(text: str) -> bool:
    """Whether words ask if it can be done without a picture, or with goods thrown away (没照片行不行)."""
    lacks = re.search(r"没(?:有)?(?:照片|图|凭证|证据|拍)|扔了|丢了|用完了", text) is not None
    return lacks and (is_question(text) or re.search(r"影响|行不|不认|不退|不给退", text) is not None)


def no_question_at_all(text: str) -> bool:
    """Whether a question asks for nothing that is to be known: what was written, why it was not (咋全没了, 写的啥)."""
    return re.search(
        r"(?:咋|怎么)[^，,]{0,8}?(?:全|都|又|还|也)?没(?:了|有|写)|写的?(?:啥|什么)|干(?:嘛|啥|什么)$|会好吗$|我要的.{1,6}呢$|好意思"
        r"|有(?:啥|什么)用|[退办弄交]了没", text
    ) is not None


def is_bidden(text: str) -> bool:
    """Whether words bid to do or look up something (查一下进度, 帮我催催): more than an acknowledgement."""
    return re.search(r"查|看看|催|帮|给我|告诉|转|问|加|写|改|撤|取消|退|换|修|补|投诉|申请|人工", text) is not None
