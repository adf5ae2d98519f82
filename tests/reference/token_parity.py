#!/usr/bin/env python3
"""Chinese and mixed lines: upstream's tokens (f5-tts 1.1.22 with rjieba 0.2.2 and pypinyin 0.55.0) beside ours.

  token_parity.py parity --program build/release/bin/ishowtts [--count 20000] [--seed 7]
                                    runs `ishowtts tokens` on the lines, prints every difference and how many are equal
  token_parity.py dictionary --program build/release/bin/ishowtts
                                    the same with each word of jieba's dictionary as a line of its own
  token_parity.py golden            writes tests/data/text/chinese.jsonl
  token_parity.py lines [--count N] prints the lines

--jieba is the folder of jieba's dict.txt (Debian's python3-jieba), whose words are those of rjieba too.

The lines are the same on every run with the same seed. They are composed of written sentences, of jieba's words, pypinyin's
phrases and characters (common, rare, of several readings, traditional), names, numbers, punctuation of both widths, Latin,
kana, emoji. Words of jieba's dictionary matter because many are only the beginning of a phrase, or hold one.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys

import rjieba
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from make_text_reference import ACCENTED, CODE, DATA, EMOJI, NUMBERS, OTHER_SCRIPTS, SIGNS, WORDS, load_tokenizer

SENTENCES = """
你好，世界！今天天气不错，我们一起去公园散步吧。
他一边走一边唱，一不小心摔了一跤，不过没什么大不了的。
不是不想去，是不敢去；不要怕，不会有事的，不一定不行。
一个人一天只能做一件事，一百一十一，第一次，一一对应，星期一。
老李买了两把好雨伞，请你给我五百九十九块。我也很想你，你想我吗？
银行行长在长江边上长大，重庆的重量级选手重新开始，都说首都都堵车。
音乐会上快乐的人们欢乐地唱着歌，得了第一名，他得意得不得了，我得走了。
会计会计算，调查人员调整音调，处处有难处，教书的人教我知识。
他还没把书还给图书馆，为了人民而为，朝阳区的朝霞很美，传说中的传记。
数学数得清楚，数一数有多少数，便宜的东西不便于携带，背着背包。
大夫说要吃大补丸；还有，曾经的曾先生、单于、尉迟恭、万俟卨、仇英、区伯、解元。
谢谢您，请问洗手间在哪里？往前走两百米，左转就是。
《红楼梦》是中国古典小说四大名著之一，作者曹雪芹，约成书于18世纪。
北京时间2024年12月31日23点59分，气温零下5.5摄氏度，湿度30%。
这款手机售价￥3,999.00元，比上一代便宜了15%～20%，支持5G和Wi-Fi 6。
打开https://www.example.com，点击“下载”按钮，安装后重启电脑即可。
iShowSpeed昨天直播了8个小时，观众超过100万人，弹幕刷屏：“666”“哈哈哈哈”！！！
他说：‘明天见。’然后就走了……我愣在那儿——半天没回过神来。
我用Python写了一个小程序，调用GPU做TTS，RTF只有0.15，效果very good。
AI语音克隆（Voice Cloning）技术：F5-TTS、CosyVoice、GPT-SoVITS，哪个好？
卡拉OK、T恤、X光、AA制、PC机、IP地址、QQ号、维生素C、B超、阿Q正传、三K党、β粒子。
臺灣的天氣真好，我們一起去看電影，後來發現門票賣完了。
這個問題很複雜，請您慢慢說，不要著急。憂鬱的烏龜在機場聽音樂。
繁體字與簡體字混用：头发和頭髮，干净和乾淨，皇后和皇後，里面與裡面。
子曰：“学而时习之，不亦说乎？有朋自远方来，不亦乐乎？”
道可道，非常道；名可名，非常名。无名天地之始，有名万物之母。
床前明月光，疑是地上霜。举头望明月，低头思故乡。
龘靐齉齾爩，魑魅魍魉，饕餮，囹圄，犄角旮旯，𠀀𠀁，㐀㐁，〇一二三。
二〇二四年，一九八四，百分之五十，三分之一，负二十度，零点五，两千零一。
电话：010-12345678，手机13800138000，邮箱zhang.san@mail.example.cn，QQ：10001。
妈妈骂马吗？四是四，十是十，十四是十四，四十是四十。吃葡萄不吐葡萄皮儿。
小明硕士毕业于中国科学院计算所，后在日本京都大学深造。
工信处女干事每月经过下属科室都要亲口交代24口交换机等技术性器件的安装工作。
结婚的和尚未结婚的确实在理。南京市长江大桥。乒乓球拍卖完了。
武汉市长江大桥，研究生命起源，中外科学名著，雨天留客天留客不留。
哎呀，哦，嗯嗯，啊？哼！呸，喂喂喂，咦，呵呵，嘿嘿，唔，欸，嗨～
你瞧瞧这事儿，闹得，没辙了，甭提了，忒好，倍儿棒，咱俩谁跟谁呀。
第3届世界人工智能大会于2024/7/4在上海举行；主题为“以共商促共享 以善治促善智”。
欧阳娜娜、司马光、诸葛亮、上官婉儿、李小龙、王小二、阿凡提、爱因斯坦、乌鲁木齐、呼和浩特。
股票代码600519.SH涨了+2.35%，沪指报3,200.12点，成交额1.2万亿元。
公式：E=mc²，a²+b²=c²，π≈3.14159，∑(x_i)，30℃，5㎡，①②③，Ⅳ，½。
下雨了😀☔，带伞👍🏽！👨‍👩‍👧 一家人🇨🇳 出门❤️，好开心🎉🎉~
ＡＢＣ１２３，全角字符！？；：（）［］｛｝＜＞／＼｜＠＃＄％＾＆＊＿＋－＝～｀
こんにちは、世界。東京タワーへ行きましょう。안녕하세요 中国。
""".split("\n")[1:-1]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙"
COMMON = "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从知使理想走给美老手点水几打很长重乐调还便背数曾单差得地假教量难少舍藏传弹"
MARKS = ["，", "。", "！", "？", "、", "；", "：", "“", "”", "‘", "’", "（", "）", "《", "》", "…", "……", "——", "—", "～", "·", "「",
         "」", "【", "】", ",", ".", "!", "?", ";", ":", "'", '"', "(", ")", "-", " ", "  ", "\u3000", "%", "％", "／", "￥"]
MEASURES = "个 只 条 块 元 年 月 日 号 点 分 秒 米 公里 斤 度 次 岁 人 % ％ ℃ 万 亿 倍 层 GB kg km/h".split()
HAN_DIGITS = "零一二三四五六七八九十百千万亿两〇"
RARE = [(0x3400, 0x4DC0), (0x4E00, 0xA000), (0x9FA6, 0xA000), (0xF900, 0xFB00), (0x20000, 0x20400), (0x2A700, 0x2A740), (0xE815, 0xE865)]


def dictionary(jieba):
    words = [entry.split(" ")[0] for entry in (jieba / "dict.txt").read_text(encoding="utf-8").split("\n") if entry]
    if len(words) < 100000:
        sys.exit(f"{jieba}/dict.txt holds {len(words)} words only: is it jieba's dictionary?")
    return words


class Composer:
    def __init__(self, seed, words):
        self.random = random.Random(seed)
        self.words = words
        self.phrases = sorted(PHRASES_DICT)
        self.polyphones = sorted(chr(c) for c, said in PINYIN_DICT.items() if "," in said and 0x4E00 <= c <= 0x9FFF)
        of_common = set(COMMON)
        self.polyphone_phrases = [p for p in self.phrases if of_common & set(p)]
        self.clauses = [part for sentence in SENTENCES for part in sentence.replace("。", "，").split("，") if part]

    def some(self, pool, most, least=1):
        return "".join(self.random.choice(pool) for _ in range(self.random.randint(least, most)))

    def number(self):
        pick = self.random.choice
        written = pick([str(self.random.randrange(10 ** self.random.randint(1, 9))), pick(NUMBERS), self.some(HAN_DIGITS, 6)])
        return pick(["", "", "第", "约", "-"]) + written + pick(MEASURES + [""] * 6)

    def character(self):
        first, end = self.random.choice(RARE)
        return chr(self.random.randrange(first, end))

    def latin(self):
        return self.random.choice(self.random.choice([WORDS, WORDS, CODE, ACCENTED, NUMBERS]))

    def piece(self):
        kind = self.random.random()
        if kind < 0.20:
            return self.random.choice(self.clauses)
        if kind < 0.28:
            return self.random.choice(self.words)
        if kind < 0.34:
            return self.random.choice(self.phrases)
        if kind < 0.46:
            return self.random.choice(self.polyphone_phrases)
        if kind < 0.60:
            return self.some(COMMON, 8)
        if kind < 0.66:
            return self.some("不一", 2) + self.some(COMMON, 3)
        if kind < 0.71:
            return self.random.choice(SURNAMES) + self.some(COMMON + SURNAMES, 2)
        if kind < 0.78:
            return self.number()
        if kind < 0.83:
            return self.some(self.polyphones, 4)
        if kind < 0.88:
            return "".join(self.character() for _ in range(self.random.randint(1, 4)))
        if kind < 0.96:
            return self.random.choice(["", " "]) + self.latin() + self.random.choice(["", " "])
        return self.random.choice(self.random.choice([EMOJI, SIGNS, OTHER_SCRIPTS]))

    def line(self):
        if self.random.random() < 0.1:  # written sentences, with a piece put in anywhere
            sentence = self.random.choice(SENTENCES)
            at = self.random.randrange(len(sentence) + 1)
            return sentence[:at] + self.piece() + sentence[at:]
        parts = []
        for _ in range(self.random.randint(1, 9)):
            parts += [self.piece(), self.random.choice(MARKS) if self.random.random() < 0.45 else ""]
        return "".join(parts)


def lines(count, seed, words):
    composer = Composer(seed, words)
    result = list(SENTENCES)
    while len(result) < count:
        line = composer.line()
        if not any(c in line for c in "\n\r\0\u2028"):
            result.append(line)
    return result[:count]


def upstream_tokens(tokens, line):
    try:
        return tokens(line)
    except IndexError:  # upstream's bug, see engine/text/tokens.h
        return None


def parity(program, texts):
    tokens = load_tokenizer()
    done = subprocess.run([program, "tokens"], input="".join(t + "\n" for t in texts).encode(), stdout=subprocess.PIPE, check=True)
    answers = [json.loads(answer) for answer in done.stdout.decode().split("\n")[:-1]]
    if len(answers) != len(texts):
        sys.exit(f"{len(texts)} lines went in, {len(answers)} came out")
    wanted = [upstream_tokens(tokens, text) for text in texts]
    refused = sum(want is None for want in wanted)
    wrong = [(t, want, got) for t, want, got in zip(texts, wanted, answers) if want is not None and got != want]
    for text, want, got in wrong:
        print(json.dumps({"text": text, "words": rjieba.cut(text), "upstream": want, "ours": got}, ensure_ascii=False))
    compared = len(texts) - refused
    if compared == 0:
        sys.exit("nothing was compared: upstream raises IndexError for every line, or there are no lines")
    if refused:
        print(f"{refused} lines are left out, because upstream raises IndexError for them")
    characters = sum(map(len, texts))
    chinese = sum(0x3400 <= ord(c) <= 0x9FFF for t in texts for c in t)
    print(f"{characters} characters, {chinese} of them Chinese, {sum(map(len, answers))} tokens")
    print(f"{compared - len(wrong)} of {compared} lines equal ({100 * (1 - len(wrong) / compared):.3f} %)")
    return 1 if wrong else 0


def golden(words):
    tokens = load_tokenizer()
    texts = [t for t in lines(195, 11, words) if upstream_tokens(tokens, t) is not None]
    # A byte order mark is spelled, because Qt drops it at the beginning of a string.
    rows = [{"text": t, "words": rjieba.cut(t), "tokens": tokens(t)} for t in texts]
    file = DATA / "chinese.jsonl"
    spelled = (json.dumps(row, ensure_ascii=False, separators=(",", ":")).replace("\ufeff", "\\ufeff") for row in rows)
    file.write_text("".join(row + "\n" for row in spelled), encoding="utf-8")
    print(f"{file.name}: {len(rows)} rows, {file.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["parity", "dictionary", "golden", "lines"])
    parser.add_argument("--program", default="build/release/bin/ishowtts")
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jieba", type=pathlib.Path, default="/usr/lib/python3/dist-packages/jieba")
    options = parser.parse_args()
    words = dictionary(options.jieba)
    if options.verb == "golden":
        return golden(words)
    if options.verb == "dictionary":
        return parity(options.program, words)
    texts = lines(options.count, options.seed, words)
    if options.verb == "lines":
        sys.stdout.buffer.write("".join(t + "\n" for t in texts).encode())
        return 0
    return parity(options.program, texts)


if __name__ == "__main__":
    sys.exit(main())
