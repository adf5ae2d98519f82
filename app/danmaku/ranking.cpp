#include "app/danmaku/ranking.h"

#include <QStringView>

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>

namespace app::danmaku {

namespace {

// One unit in US dollars, rounded, of autumn 2026: it decides which of two paid messages goes first, nothing else.
double dollars(QStringView currency) {
    struct Rate {
        const char *currency;
        double dollars;
    };
    static constexpr Rate kRates[] = {{"USD", 1},     {"EUR", 1.1},   {"GBP", 1.3},  {"CHF", 1.2},    {"CAD", 0.72},
                                      {"AUD", 0.65},  {"NZD", 0.6},   {"SGD", 0.75}, {"JPY", 0.0067}, {"CNY", 0.14},
                                      {"TWD", 0.031}, {"HKD", 0.13},  {"KRW", 7e-4}, {"INR", 0.012},  {"BRL", 0.18},
                                      {"MXN", 0.055}, {"RUB", 0.012}, {"SEK", 0.1},  {"PLN", 0.26},   {"bits", 0.01}};
    for (const Rate &rate : kRates)
        if (currency.compare(QLatin1String(rate.currency), Qt::CaseInsensitive) == 0)
            return rate.dollars;
    return 0.1;
}

bool namesChannel(const chat::Message &message) {
    if (message.channel.isEmpty())
        return false;
    if (message.replyUser.compare(message.channel, Qt::CaseInsensitive) == 0)
        return true;
    const QString name = QLatin1Char('@') + message.channel;
    for (qsizetype at = message.text.indexOf(name, 0, Qt::CaseInsensitive); at >= 0;
         at = message.text.indexOf(name, at + 1, Qt::CaseInsensitive)) {
        const qsizetype end = at + name.size();
        if (end == message.text.size() || !(message.text[end].isLetterOrNumber() || message.text[end] == u'_'))
            return true;
    }
    return false;
}

// Takes the next one, from the better of the two, or of the chat when it is its turn.
class Draw {
public:
    Draw(const RankingRules &rules, int row) : m_rules(rules), m_row(row) {}

    void offer(Entry entry) { (entry.item.rank == Class::Chat ? m_chat : m_other).push_back(std::move(entry)); }
    void sort() {
        const auto before = [this](const Entry &one, const Entry &other) { return goesBefore(one, other, m_rules); };
        std::sort(m_chat.begin(), m_chat.end(), before);
        std::sort(m_other.begin(), m_other.end(), before);
    }
    bool empty() const { return m_chat.empty() && m_other.empty(); }
    Entry take() {
        const bool turn = m_rules.chatPerPaid > 0 && m_row >= m_rules.chatPerPaid;
        const bool chat =
            !m_chat.empty() && (m_other.empty() || (turn ? m_other.front().item.rank != Class::Operator
                                                         : goesBefore(m_chat.front(), m_other.front(), m_rules)));
        auto &from = chat ? m_chat : m_other;
        Entry entry = std::move(from.front());
        from.pop_front();
        count(entry);
        return entry;
    }
    void count(const Entry &entry) { m_row = rowAfter(m_row, entry.item.rank); }

private:
    const RankingRules &m_rules;
    int m_row;
    std::deque<Entry> m_chat, m_other;
};

} // namespace

Class classOf(const chat::Message &message) {
    switch (message.kind) {
    case chat::Kind::Operator:
        return Class::Operator;
    case chat::Kind::Paid:
    case chat::Kind::Gift:
        return Class::Paid;
    case chat::Kind::Member:
    case chat::Kind::Raid:
        return message.paid.micros > 0 ? Class::Paid : Class::Member;
    case chat::Kind::Chat:
    case chat::Kind::Notice:
        break;
    }
    if (message.paid.micros > 0)
        return Class::Paid;
    if (message.roles.testAnyFlags(chat::Role::Moderator | chat::Role::Broadcaster))
        return Class::Moderator;
    return namesChannel(message) ? Class::Mention : Class::Chat;
}

double amountOf(const chat::Message &message) {
    if (message.paid.micros > 0)
        return double(message.paid.micros) / 1e6 * dollars(message.paid.currency);
    return std::max(0, message.giftCount);
}

int weightOf(Class rank, const RankingRules &rules) {
    return rules.weights.value(int(rank), 10 * (int(Class::Chat) - int(rank) + 1));
}

int deadlineSeconds(Class rank, const QueueRules &rules) {
    switch (rank) {
    case Class::Operator:
        return 0;
    case Class::Paid:
        return rules.paidSeconds;
    case Class::Member:
        return rules.memberSeconds;
    case Class::Moderator:
    case Class::Mention:
        return rules.mentionSeconds;
    case Class::Chat:
        return rules.chatSeconds;
    }
    return 0;
}

bool goesBefore(const Entry &one, const Entry &other, const RankingRules &rules) {
    const int weight = weightOf(one.item.rank, rules), otherWeight = weightOf(other.item.rank, rules);
    if (weight != otherWeight)
        return weight > otherWeight;
    if (one.amount != other.amount)
        return one.amount > other.amount;
    if (one.item.receivedAt != other.item.receivedAt)
        return one.item.receivedAt < other.item.receivedAt;
    return one.item.id < other.item.id;
}

int rowAfter(int row, Class rank) {
    if (rank == Class::Operator)
        return row;
    return rank == Class::Chat ? 0 : row + 1;
}

void putInOrder(std::vector<Entry> &entries, const RankingRules &rules, int row) {
    Draw draw(rules, row);
    std::deque<std::pair<std::size_t, Entry>> pinned; // with their places
    std::vector<Entry> aside;
    std::size_t place = 0;
    for (Entry &entry : entries) {
        if (!willBeRead(entry.item.stage)) {
            aside.push_back(std::move(entry));
            continue;
        }
        if (entry.item.pinned)
            pinned.emplace_back(place, std::move(entry));
        else
            draw.offer(std::move(entry));
        ++place;
    }
    draw.sort();
    std::sort(aside.begin(), aside.end(),
              [](const Entry &one, const Entry &other) { return one.item.id < other.item.id; });

    std::vector<Entry> ordered;
    ordered.reserve(entries.size());
    while (!pinned.empty() || !draw.empty()) {
        if (!pinned.empty() && (draw.empty() || pinned.front().first <= ordered.size())) {
            draw.count(pinned.front().second);
            ordered.push_back(std::move(pinned.front().second));
            pinned.pop_front();
        } else {
            ordered.push_back(draw.take());
        }
    }
    std::move(aside.begin(), aside.end(), std::back_inserter(ordered));
    entries = std::move(ordered);
}

} // namespace app::danmaku
