#include "app/danmaku/rehearsal.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "app/chat/filter.h"
#include "app/danmaku/rules_file.h"

namespace app::danmaku {

namespace {

constexpr qint64 kFade = 20; // ms

qint64 ms(double seconds) {
    return qint64(std::llround(seconds * 1000));
}

// An engine and a loudspeaker in fake time.
class FakeStage {
public:
    FakeStage(Director &director, const std::function<SoundCost(const Item &)> &cost)
        : m_director(director), m_cost(cost) {}

    std::optional<qint64> next() const {
        std::optional<qint64> at;
        const auto earlier = [&at](qint64 other) {
            if (other > 0 && (!at || other < *at))
                at = other;
        };
        earlier(m_firstAt);
        earlier(m_madeAt);
        earlier(m_endAt);
        return at;
    }
    // What is due by now, the earliest first.
    void happen(qint64 now) {
        if (m_firstAt > 0 && m_firstAt <= now) {
            m_firstAt = 0;
            m_director.firstSound(m_made, now);
        }
        if (m_madeAt > 0 && m_madeAt <= now) {
            m_madeAt = 0;
            m_director.made(std::exchange(m_made, 0), m_lengths.value(m_making), now);
        }
        if (m_endAt > 0 && m_endAt <= now) {
            m_endAt = 0;
            m_director.ended(std::exchange(m_heard, 0), now);
        }
    }
    void carryOut(const std::vector<Act> &acts, qint64 now) {
        for (const Act &act : acts) {
            const quint64 id = act.item.id;
            switch (act.what) {
            case Act::What::Make: {
                const SoundCost cost = m_cost(act.item);
                m_made = m_making = id;
                m_lengths.insert(id, cost.seconds);
                m_firstAt = now + std::max<qint64>(1, ms(std::min(cost.firstSeconds, cost.makeSeconds)));
                m_madeAt = now + std::max<qint64>(1, ms(cost.makeSeconds));
                m_director.makeStarted(id, now);
                break;
            }
            case Act::What::StopMake:
                if (m_made == id) {
                    m_made = 0;
                    m_firstAt = m_madeAt = 0;
                    m_director.makeStopped(id, now);
                }
                break;
            case Act::What::Play:
                m_heard = id;
                // never over before all of it is made
                m_endAt = std::max(now + std::max<qint64>(1, ms(m_lengths.value(id))), m_made == id ? m_madeAt : 0);
                m_director.playing(id, now);
                break;
            case Act::What::FadeOut:
                m_endAt = now + kFade;
                break;
            case Act::What::Forget:
                m_lengths.remove(id);
                break;
            case Act::What::Pause:
            case Act::What::Resume:
                break; // no operator here
            }
        }
    }

private:
    Director &m_director;
    const std::function<SoundCost(const Item &)> &m_cost;
    QHash<quint64, double> m_lengths; // s
    quint64 m_made = 0, m_making = 0, m_heard = 0;
    qint64 m_firstAt = 0, m_madeAt = 0, m_endAt = 0; // ms; 0: nothing to come
};

void tellWaits(RehearsalResult &result) {
    std::vector<double> waits;
    for (const Item &item : result.items)
        if (item.stage == Stage::Played)
            waits.push_back(double(item.playAt - item.receivedAt) / 1000);
    if (waits.empty())
        return;
    std::sort(waits.begin(), waits.end());
    const auto at = [&waits](double share) { return waits[std::size_t(std::ceil(share * double(waits.size()))) - 1]; };
    result.figures.waitP50 = at(0.5);
    result.figures.waitP95 = at(0.95);
    result.figures.waitMax = waits.back();
}

} // namespace

SoundCost costOf(const Item &item, const VoicePace &pace) {
    int chinese = 0, others = 0;
    for (const uint character : item.spoken.toUcs4())
        ++(QChar::script(character) == QChar::Script_Han ? chinese : others);
    SoundCost cost;
    cost.seconds = pace.secondsBefore +
                   (others / pace.charactersPerSecond + chinese / pace.chinesePerSecond) / std::max(0.1, item.speed);
    cost.makeSeconds = cost.firstSeconds = pace.startSeconds + pace.realTimeFactor * cost.seconds;
    return cost;
}

RehearsalResult rehearse(const Rules &rules, const std::vector<chat::MessagePtr> &messages,
                         const std::vector<chat::Removal> &removals,
                         const std::function<SoundCost(const Item &)> &cost) {
    RehearsalResult result;
    if (messages.empty())
        return result;
    const qint64 begin = messages.front()->receivedAt;
    qint64 now = begin;
    chat::Filter filter(filterRulesOf(rules, begin));
    Director director(rules, [&result](const DanmakuEvent &event) {
        if (event.what != DanmakuEvent::What::Received && isOver(event.item.stage))
            result.items.push_back(event.item);
    });
    FakeStage stage(director, cost);
    std::size_t message = 0, removal = 0;
    for (;;) {
        std::optional<qint64> next = stage.next();
        const auto earlier = [&next](std::optional<qint64> other) {
            if (other && (!next || *other < *next))
                next = other;
        };
        earlier(director.wakeAt());
        if (message < messages.size())
            earlier(messages[message]->receivedAt);
        else if (director.waiting().empty() && !director.onAir() && !stage.next())
            break;
        if (removal < removals.size())
            earlier(removals[removal].at);
        if (!next)
            break;
        now = std::max(now, *next);
        stage.happen(now);
        while (message < messages.size() || removal < removals.size()) {
            const bool first = removal == removals.size() ||
                               (message < messages.size() && messages[message]->receivedAt <= removals[removal].at);
            if (first ? messages[message]->receivedAt > now : removals[removal].at > now)
                break;
            if (first)
                director.add(filter.judge(messages[message], now), now), ++message;
            else
                director.remove(removals[removal++], now);
        }
        stage.carryOut(director.plan(now), now);
    }
    result.figures = director.figures(now);
    result.seconds = double(now - begin) / 1000;
    for (const Item &item : result.items)
        result.lostNonDuplicates += item.stage == Stage::Dropped &&
                                    (item.rule == QLatin1String("deadline") || item.rule == QLatin1String("overload") ||
                                     item.rule == QLatin1String("capacity"));
    tellWaits(result);
    return result;
}

RehearsalResult rehearseAsOriginal(const std::vector<chat::MessagePtr> &messages,
                                   const std::function<SoundCost(const Item &)> &cost) {
    constexpr double kPerSecond = 1.5;
    RehearsalResult result;
    double accepted = -1e18, made = 0, over = 0; // s since 1970 UTC, of the one before
    quint64 id = 0;
    for (const chat::MessagePtr &message : messages) {
        if (message->history)
            continue;
        ++result.figures.received;
        Item item;
        item.id = ++id;
        item.message = message;
        item.receivedAt = item.judgedAt = message->receivedAt;
        item.text = message->text.trimmed();
        // As it is: case counts, and bare domains pass.
        if (item.text.isEmpty() || item.text.contains(QLatin1String("http://")) ||
            item.text.contains(QLatin1String("https://")) || item.text.contains(QLatin1String("www."))) {
            ++result.figures.filtered;
            item.stage = Stage::Dropped;
            item.rule = QStringLiteral("filter");
            item.endAt = item.receivedAt;
            result.items.push_back(item);
            continue;
        }
        const QList<uint> characters = item.text.toUcs4();
        if (characters.size() > 280) // where it would cut, or stop at a cut through a character
            item.text = QString::fromUcs4(reinterpret_cast<const char32_t *>(characters.data()), 280);
        item.spoken = QStringLiteral("%1 says: %2").arg(message->user, item.text);
        const SoundCost sound = cost(item);
        accepted = std::max(double(message->receivedAt) / 1000, accepted + 1 / kPerSecond);
        made = std::max(accepted, made) + sound.makeSeconds;
        const double start = std::max(made, over);
        over = start + sound.seconds;
        item.seconds = sound.seconds;
        item.readyAt = ms(made);
        item.playAt = ms(start);
        item.endAt = ms(over);
        item.stage = Stage::Played;
        ++result.figures.played;
        result.items.push_back(item);
    }
    const int readable = result.figures.received - result.figures.filtered;
    result.figures.readShare = readable > 0 ? double(result.figures.played) / readable : 0;
    if (!messages.empty())
        result.seconds = std::max(0.0, over - double(messages.front()->receivedAt) / 1000);
    tellWaits(result);
    return result;
}

} // namespace app::danmaku
