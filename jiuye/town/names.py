"""Made-up names. Surname weights are approximate: the national order with the coast of Weihai in front."""

from itertools import accumulate
from random import Random

# Per mille, approximate; the rest of the list tails off evenly.
SURNAMES = (
    "王 92 于 68 李 66 张 60 刘 52 孙 42 姜 31 宋 27 毕 24 邹 21 丛 36 杨 20 徐 19 陈 18 赵 17 曲 16 "
    "林 16 周 15 吕 14 吴 13 车 13 谭 12 鞠 12 董 11 苗 10 马 10 高 10 连 9 夏 9 郭 9 梁 9 唐 8 "
    "隋 8 许 8 刁 7 初 7 戚 7 慕 6 原 6 慈 5 汤 6 侯 6 韩 6 冯 5 胡 5 朱 5 何 4 罗 3 "
    "郑 4 谢 4 曹 4 程 4 袁 3 邓 2 傅 3 沈 3 曾 2 彭 2 苏 3 卢 3 蒋 3 蔡 3 贾 3 丁 4 "
    "魏 4 薛 3 叶 3 阎 2 余 2 潘 2 杜 3 戴 2 钟 2 汪 2 田 3 任 3 范 2 方 2 石 2 姚 2 "
    "廖 1 熊 1 金 3 陆 1 孔 2 白 2 崔 3 康 2 毛 1 邱 2 秦 2 江 2 史 2 顾 1 邵 2 孟 2 "
    "龙 1 万 2 段 1 雷 1 钱 1 尹 2 黎 1 欧阳 1"
)
SURNAME = SURNAMES.split()[::2]
SURNAME_WEIGHTS = list(accumulate(int(w) for w in SURNAMES.split()[1::2]))
# Given-name characters: (men, women) of those born before 1975, and after.
OLDER = ("建国军明华志强海波德福永忠平成文玉山林东", "秀英桂兰玉珍淑芳凤霞丽华美荣爱香红梅翠云")
YOUNGER = ("浩宇轩泽俊杰子睿涵博文辰宸一航鑫磊伟超凯晨阳", "欣怡梓萱雨涵诗琪佳慧婷雪静悦晓彤嘉宁思语倩颖")
RARE = "㛃㙓䶮䲟𬀩𫖮𬭎𪨰𠅤𫍯𬸚〇翀喆犇淼赟"
HOMOPHONES = dict(
    zip(
        "军明华志伟婷丽静佳怡涵文杰宇航英芳玉平浩欣晓超",
        "君鸣桦智玮亭莉靖嘉依晗雯洁羽杭瑛方钰萍皓昕小朝",
        strict=True,
    )
)
SYLLABLES = ("阿依", "古丽", "买买", "提江", "努尔", "艾山", "热依", "木拉", "卓玛", "巴特", "其其", "格日")
LATIN_FAMILY = ("Kimsan", "Parkel", "Choidan", "Valdane", "Ostrova", "Belmorin", "Takuzaki", "Haldor")
LATIN_GIVEN = ("Minjae", "Soyun", "Irena", "Kenjiro", "Oleska", "Marvin", "Dariel", "Jisoo")


def surname(rng: Random) -> str:
    return rng.choices(SURNAME, cum_weights=SURNAME_WEIGHTS)[0]


def han_name(rng: Random, sex: str, born: int) -> str:
    """Surname and given name usual for that sex and year of birth; 3 in 1,000 have a rare character."""
    pool = (OLDER if born < 1975 else YOUNGER)[sex == "2"]
    given = rng.choice(pool) + (rng.choice(pool) if rng.random() < 0.86 else "")
    if rng.random() < 0.003:
        given = given[:-1] + rng.choice(RARE)
    return surname(rng) + given


def dotted_name(rng: Random) -> str:
    """A name with a middle dot."""
    first, second, third, fourth = rng.sample(SYLLABLES, 4)
    return f"{first}{second}·{third}{fourth}"


def latin_name(rng: Random) -> str:
    return f"{rng.choice(LATIN_GIVEN)} {rng.choice(LATIN_FAMILY)}".upper()


def homophone(name: str) -> str:
    """The name with one character exchanged for another of the same sound; "" when none fits."""
    for at in range(len(name) - 1, 0, -1):
        other = HOMOPHONES.get(name[at], name[at])
        if other != name[at]:
            return name[:at] + other + name[at + 1 :]
    return ""
