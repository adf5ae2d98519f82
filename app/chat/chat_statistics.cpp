#include "app/chat/chat_statistics.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <deque>

namespace app::chat {

namespace {

bool isInvisible(char32_t point) {
    return point == 0xE0000 || point == 0x034F || point == 0x200B || point == 0x2060;
}

QString visible(const QString &text) {
    QList<char32_t> points;
    for (const uint point : text.toUcs4())
        if (!isInvisible(point))
            points.append(point);
    return QString::fromUcs4(points.constData(), points.size()).trimmed();
}

bool isEmoteOnly(const Message &message) {
    if (message.emotes.empty())
        return false;
    const QList<uint> points = message.text.toUcs4();
    qsizetype at = 0;
    const auto isBlank = [&](qsizetype from, qsizetype to) {
        return std::all_of(points.begin() + from, points.begin() + to,
                           [](uint point) { return point == U' ' || isInvisible(point); });
    };
    for (const Emote &emote : message.emotes) {
        if (emote.begin < at || emote.end > points.size() || !isBlank(at, emote.begin))
            return false;
        at = emote.end;
    }
    return isBlank(at, points.size());
}

int mostWithin(const std::vector<MessagePtr> &messages, qint64 span) {
    std::size_t from = 0, most = 0;
    for (std::size_t to = 0; to < messages.size(); ++to) {
        while (messages[to]->receivedAt - messages[from]->receivedAt >= span)
            ++from;
        most = std::max(most, to - from + 1);
    }
    return int(most);
}

QString words(const char *text) {
    return QCoreApplication::translate("app::chat::Statistics", text);
}

} // namespace

ChatStatistics statisticsOf(const std::vector<MessagePtr> &messages) {
    static const QRegularExpression link(QStringLiteral("https?://|www\\."));
    static const QRegularExpression space(QStringLiteral("\\s+"));
    ChatStatistics of;
    if (messages.empty())
        return of;
    of.messages = int(messages.size());
    of.seconds = double(messages.back()->receivedAt - messages.front()->receivedAt) / 1000;
    of.perSecond = of.seconds > 0 ? of.messages / of.seconds : 0;
    of.mostInSecond = mostWithin(messages, 1'000);
    of.mostInTen = mostWithin(messages, 10'000);
    of.mostInMinute = mostWithin(messages, 60'000);
    QHash<QString, int> people, recent;
    std::deque<QString> order;
    std::vector<qsizetype> lengths;
    for (const MessagePtr &message : messages) {
        of.ofTopPerson = std::max(of.ofTopPerson, ++people[message->person()]);
        const QString text = visible(message->text);
        of.repeats += !text.isEmpty() && recent.value(text) > 0;
        of.suffixed += !message->text.isEmpty() && isInvisible(message->text.toUcs4().last());
        ++recent[text];
        order.push_back(text);
        if (order.size() > 50) {
            if (--recent[order.front()] == 0)
                recent.remove(order.front());
            order.pop_front();
        }
        of.emoteOnly += isEmoteOnly(*message);
        of.links += link.match(text).hasMatch();
        of.actions += message->action;
        const int bytes = int(message->text.toUtf8().size());
        of.over280 += bytes > 280;
        of.longest = std::max(of.longest, bytes);
        lengths.push_back(text.split(space, Qt::SkipEmptyParts).size());
    }
    of.people = int(people.size());
    std::sort(lengths.begin(), lengths.end());
    const std::size_t half = lengths.size() / 2;
    of.medianWords = lengths.size() % 2 == 1 ? double(lengths[half]) : double(lengths[half - 1] + lengths[half]) / 2;
    return of;
}

std::vector<StatisticRow> besideRecorded(const ChatStatistics &of) {
    const auto number = [](double value) { return QString::number(value, 'g', 4); };
    return {
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "messages")), number(of.messages), QStringLiteral("798")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "seconds")), number(of.seconds), QStringLiteral("451")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "messages a second")), number(of.perSecond),
         QStringLiteral("1.77")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "most in 1 s")), number(of.mostInSecond),
         QStringLiteral("11")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "most in 10 s")), number(of.mostInTen), QStringLiteral("41")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "most in 60 s")), number(of.mostInMinute),
         QStringLiteral("148")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "people")), number(of.people), QStringLiteral("118")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "messages of the one who wrote most")),
         number(of.ofTopPerson), QStringLiteral("88")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "repeat one of the 50 before")), number(of.repeats),
         QStringLiteral("432")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "emotes only")), number(of.emoteOnly), QStringLiteral("46")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "with a link")), number(of.links), QStringLiteral("2")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "with an invisible ending")), number(of.suffixed),
         QStringLiteral("128")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "“/me”")), number(of.actions), QStringLiteral("5")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "over 280 bytes")), number(of.over280), QStringLiteral("14")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "longest, bytes")), number(of.longest),
         QStringLiteral("1364")},
        {words(QT_TRANSLATE_NOOP("app::chat::Statistics", "words, median")), number(of.medianWords),
         QStringLiteral("2")},
    };
}

} // namespace app::chat
