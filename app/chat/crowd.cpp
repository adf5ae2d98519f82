#include "app/chat/crowd.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace app::chat {

namespace {

// Of the recorded chat: see chat_statistics.h.
constexpr int kMessages = 798, kPeople = 118, kTopPerson = 88;
constexpr double kSeconds = 451;
constexpr int kRepeats = 432, kSuffixed = 128, kEmoteOnly = 46, kLinks = 2, kLong = 14, kActions = 5;
constexpr std::size_t kMemory = 50;

const QString &suffix() { // what chat programs add, so that the platform takes the same text twice
    static const QString value = QStringLiteral(" \U000E0000");
    return value;
}

struct EmoteName {
    const char *id;
    const char *name;
};
constexpr std::array<EmoteName, 8> kEmotes{{{"25", "Kappa"},
                                            {"354", "4Head"},
                                            {"425618", "LUL"},
                                            {"305954156", "PogChamp"},
                                            {"30259", "HeyGuys"},
                                            {"86", "BibleThump"},
                                            {"41", "Kreygasm"},
                                            {"28087", "WutFace"}}};

const QStringList &englishWords() {
    static const QStringList words =
        QStringLiteral(
            "nice wow that was close lol again please the next boss looks hard today why not jump over there "
            "good game well played I think you missed a chest behind the door music is great what song this "
            "chat clip it no way so lucky try the left path first time here hello everyone from the other "
            "side wait did he really say we need more healing same question as before it works now")
            .split(u' ');
    return words;
}

const QStringList &chineseWords() {
    static const QStringList words =
        QStringLiteral("主播 今天 这个 真的 太 厉害 了 好听 我们 一起 加油 刚才 那个 操作 看 不懂 "
                       "声音 可以 再来 一次 晚上 好 大家 第一次 来 哈哈 笑死 为什么 不 打 左边")
            .split(u' ');
    return words;
}

// So many messages of each person: as 1/rank^p from the first on, with p so that all together make the round.
std::vector<int> shares() {
    const auto with = [](double power) {
        std::vector<int> counts;
        for (int rank = 1; rank <= kPeople; ++rank)
            counts.push_back(std::max(1, int(std::lround(kTopPerson * std::pow(rank, -power)))));
        return counts;
    };
    const auto sum = [](const std::vector<int> &counts) { return std::accumulate(counts.begin(), counts.end(), 0); };
    double low = 0.1, high = 3;
    for (int i = 0; i < 40; ++i) {
        const double middle = (low + high) / 2;
        (sum(with(middle)) > kMessages ? low : high) = middle;
    }
    std::vector<int> counts = with(high);
    for (std::size_t i = 1; sum(counts) < kMessages; i = i % 20 + 1)
        ++counts[i];
    return counts;
}

QString nameOf(int person) {
    static const QStringList first = QStringLiteral("quiet rapid amber misty lunar solar paper velvet").split(u' ');
    static const QStringList second = QStringLiteral("otter comet ferry maple piano kettle").split(u' ');
    return first[person % 8] + QLatin1Char('_') + second[(person / 8) % 6] + QString::number(person);
}

} // namespace

Crowd::Crowd(CrowdSettings settings)
    : m_settings([&] {
          settings.perSecond = std::isfinite(settings.perSecond) ? std::clamp(settings.perSecond, 0.01, 5000.) : 1;
          return settings;
      }()),
      m_random(m_settings.seed) {
    shuffleRound();
}

void Crowd::shuffleRound() {
    ++m_round;
    m_index = 0;
    // Times: exactly so many in the busy minute, its ten seconds and its second, the others evenly beside it.
    const double minute = 60 + double(below(300)), ten = minute + 20 + double(below(20)), one = ten + 4;
    m_times.clear();
    const auto sprinkle = [&](int count, double from, double to, double holeFrom, double holeTo) {
        const double room = to - from - (holeTo - holeFrom);
        for (int i = 0; i < count; ++i) { // one in each of `count` equal parts
            const double at = from + room * (i + double(below(1'000'000)) * 1e-6) / count;
            m_times.push_back(at < holeFrom ? at : at + holeTo - holeFrom);
        }
    };
    sprinkle(11, one, one + 0.95, one, one);
    sprinkle(41 - 11, ten, ten + 9.9, one, one + 0.95);
    sprinkle(148 - 41, minute, minute + 59.9, ten, ten + 9.9);
    sprinkle(kMessages - 148, 0, kSeconds, minute, minute + 59.9);
    std::sort(m_times.begin(), m_times.end());

    m_slots.assign(kMessages, Slot::Plain);
    std::size_t at = 0;
    const auto fill = [&](int count, Slot slot) {
        std::fill_n(m_slots.begin() + std::ptrdiff_t(at), count, slot);
        at += std::size_t(count);
    };
    fill(kRepeats - kSuffixed, Slot::Repeat);
    fill(kSuffixed, Slot::Suffixed);
    fill(kEmoteOnly, Slot::EmoteOnly);
    fill(kLinks, Slot::Link);
    fill(kLong - 1, Slot::Long);
    fill(1, Slot::Longest);
    fill(kActions, Slot::Action);
    m_people.clear();
    static const std::vector<int> counts = shares();
    for (int person = 0; person < kPeople; ++person)
        m_people.insert(m_people.end(), std::size_t(counts[std::size_t(person)]), person);
    for (std::size_t i = kMessages - 1; i > 0; --i) { // std::shuffle is not the same everywhere
        std::swap(m_slots[i], m_slots[below(i + 1)]);
        std::swap(m_people[i], m_people[below(i + 1)]);
    }
}

qint64 Crowd::nextAt() const {
    const double seconds =
        (double(m_round) * kSeconds + m_times[m_index]) * (kMessages / kSeconds) / m_settings.perSecond;
    return m_settings.begin + qint64(seconds * 1000);
}

bool Crowd::isRecent(const QString &text) const {
    return std::any_of(m_recent.begin(), m_recent.end(), [&](const Said &said) { return said.text == text; });
}

QString Crowd::freshText(bool chinese) {
    const QStringList &words = chinese ? chineseWords() : englishWords();
    for (;;) {
        // 45 % one word, a quarter two, the others up to 12.
        const std::size_t draw = below(100);
        const std::size_t count = chinese ? 2 + below(5) : draw < 33 ? 1 : draw < 58 ? 2 : 3 + below(10);
        QStringList chosen;
        for (std::size_t i = 0; i < count; ++i)
            chosen.append(words[qsizetype(below(std::size_t(words.size())))]);
        const QString text = chosen.join(chinese ? QString() : QStringLiteral(" "));
        if (!isRecent(text))
            return text;
    }
}

QString Crowd::longText(int bytes) {
    QString text;
    while (text.size() < bytes) {
        if (!text.isEmpty())
            text += u' ';
        text += englishWords()[qsizetype(below(std::size_t(englishWords().size())))];
    }
    text.truncate(bytes);
    if (text.endsWith(u' '))
        text.replace(text.size() - 1, 1, QLatin1Char('s'));
    return text;
}

void Crowd::writeEmotes(Message &message) {
    do {
        message.text.clear();
        message.emotes.clear();
        const std::size_t count = 1 + below(5);
        for (std::size_t i = 0; i < count; ++i) {
            const EmoteName &emote = kEmotes[below(kEmotes.size())];
            if (i > 0)
                message.text += u' ';
            const int begin = int(message.text.size());
            message.text += QLatin1String(emote.name);
            message.emotes.push_back(
                {QLatin1String(emote.id), QLatin1String(emote.name), begin, int(message.text.size())});
        }
    } while (isRecent(message.text));
}

void Crowd::makePaid(Message &message) {
    switch (below(8)) {
    case 0:
    case 1:
    case 2:
        message.kind = Kind::Paid;
        message.paid = {qint64(100 * (1 + below(20))) * 1'000'000, QStringLiteral("bits")};
        break;
    case 3:
    case 4:
        message.kind = Kind::Gift;
        message.gift = QStringLiteral("Tier 1");
        message.giftCount = int(1 + below(10));
        message.combo = message.id;
        message.text.clear();
        message.emotes.clear();
        message.said = QStringLiteral("%1 is gifting %2 subs!").arg(message.user).arg(message.giftCount);
        break;
    case 5:
    case 6:
        message.kind = Kind::Member;
        message.roles |= Role::Member;
        message.said = QStringLiteral("%1 subscribed.").arg(message.user);
        break;
    default:
        message.kind = Kind::Raid;
        message.viewers = int(5 + below(500));
        message.text.clear();
        message.emotes.clear();
        message.said = QStringLiteral("%1 raiders from %2 have joined!").arg(message.viewers).arg(message.user);
    }
}

Message Crowd::next() {
    Message message;
    message.receivedAt = message.sentAt = nextAt();
    const int person = m_people[m_index];
    message.source = QStringLiteral("crowd");
    message.channel = QStringLiteral("rehearsal");
    message.id = m_settings.idPrefix + QString::number(m_number++);
    message.userId = QString::number(1000 + person);
    message.login = nameOf(person);
    message.user = person % 9 == 4 ? QStringLiteral("小明%1").arg(person) : message.login;
    if (person == 2)
        message.roles |= Role::Moderator;
    if (person % 7 == 3)
        message.roles |= Role::Member;

    Slot slot = m_slots[m_index];
    bool plain = false;
    std::vector<const Said *> earlier;
    if (slot == Slot::Repeat || slot == Slot::Suffixed) {
        for (const Said &said : m_recent)
            if (said.plain)
                earlier.push_back(&said);
        if (earlier.empty())
            slot = Slot::Plain;
    }
    switch (slot) {
    case Slot::Repeat:
    case Slot::Suffixed:
        message.text = earlier[below(earlier.size())]->text;
        plain = true;
        break;
    case Slot::EmoteOnly:
        writeEmotes(message);
        break;
    case Slot::Link:
        message.text = QStringLiteral("look at this https://example.org/%1").arg(m_number);
        break;
    case Slot::Long:
        message.text = longText(281 + int(below(160)));
        break;
    case Slot::Longest: { // 52 words, without ends between most of the letters
        const QStringList words = englishWords();
        for (int i = 0; i < 51; ++i)
            message.text += words[qsizetype(below(std::size_t(words.size())))] + u' ';
        message.text += QString(std::max<qsizetype>(1, 1364 - message.text.size()), u'a');
        break;
    }
    case Slot::Action:
        message.action = true;
        message.text = freshText(false);
        break;
    case Slot::Plain:
        message.text = freshText(double(below(1'000'000)) * 1e-6 < m_settings.chineseShare);
        plain = true;
        break;
    }
    m_recent.push_back({message.text, plain});
    if (m_recent.size() > kMemory)
        m_recent.pop_front();
    if (slot == Slot::Suffixed)
        message.text += suffix();
    if (m_settings.paidShare > 0 && double(below(1'000'000)) * 1e-6 < m_settings.paidShare)
        makePaid(message);
    if (++m_index == m_times.size())
        shuffleRound();
    return message;
}

} // namespace app::chat
