"""Surnames read otherwise than the character: the readings of 通用规范汉字字典 and 现代汉语词典 for surnames."""

# One character.
SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "朴": "piao", "区": "ou", "任": "ren",
    "华": "hua", "盖": "ge", "乐": "yue", "翟": "zhai", "尉": "wei", "黑": "he", "秘": "bi", "折": "she",
    "员": "yun", "洗": "xian", "冼": "xian", "繁": "po", "种": "chong", "祭": "zhai", "缪": "miao", "覃": "qin",
    "召": "shao", "隗": "kui", "哈": "ha", "车": "che", "葛": "ge", "纪": "ji", "过": "guo", "那": "na",
    "能": "nai", "宁": "ning", "牟": "mu", "相": "xiang", "盛": "sheng", "石": "shi", "沈": "shen", "薄": "bo",
    "应": "ying", "谌": "chen", "句": "gou", "仉": "zhang", "郗": "xi", "长": "chang", "都": "du", "卜": "bu",
    "柏": "bai", "贾": "jia", "夏": "xia", "宿": "su", "臧": "zang", "冯": "feng", "邵": "shao", "重": "chong",
    "藏": "zang", "强": "qiang", "行": "xing", "大": "da", "和": "he", "会": "gui", "炅": "gui", "晟": "cheng",
    "干": "gan", "曲": "qu", "于": "yu", "余": "yu", "佘": "she", "阚": "kan", "郇": "xun", "逄": "pang",
}  # fmt: skip
# Two characters.
COMPOUND = {
    "尉迟": ("yu", "chi"), "单于": ("chan", "yu"), "长孙": ("zhang", "sun"), "万俟": ("mo", "qi"),
    "澹台": ("tan", "tai"), "令狐": ("ling", "hu"), "鲜于": ("xian", "yu"), "宰父": ("zai", "fu"),
    "皇甫": ("huang", "fu"), "夏侯": ("xia", "hou"), "呼延": ("hu", "yan"), "乐正": ("yue", "zheng"),
    "亓官": ("qi", "guan"), "濮阳": ("pu", "yang"), "太叔": ("tai", "shu"), "仆固": ("pu", "gu"),
}  # fmt: skip
