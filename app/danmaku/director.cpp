#include "app/danmaku/director.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/danmaku/director_inside.h"
#include "app/danmaku/ranking.h"

namespace app::danmaku {

using What = DanmakuEvent::What;

namespace {

What eventFor(Stage stage) {
    switch (stage) {
    case Stage::Played:
        return What::Played;
    case Stage::Skipped:
        return What::Skipped;
    case Stage::Removed:
        return What::Purged;
    default:
        return What::Dropped;
    }
}

// The value that `share` of the sorted ones do not exceed.
double percentile(const std::vector<double> &sorted, double share) {
    if (sorted.empty())
        return 0;
    return sorted[std::size_t(std::ceil(share * double(sorted.size()))) - 1];
}

} // namespace

Director::Director(Rules rules, Emit emit, quint64 firstItemId) : m_inside(std::make_unique<Inside>()) {
    m_inside->rules = std::move(rules);
    m_inside->emit = std::move(emit);
    m_inside->nextId = std::max<quint64>(1, firstItemId);
}

Director::~Director() = default;

void Director::Inside::tick(qint64 time) {
    now = std::max(now, time);
}

void Director::Inside::tell(What what, const Item &item, const QString &by) {
    if (!emit)
        return;
    DanmakuEvent event;
    event.at = now;
    event.what = what;
    event.item = item;
    event.by = by;
    emit(std::move(event));
}

void Director::Inside::tellState(const QString &state, const QString &by) {
    if (!emit)
        return;
    DanmakuEvent event;
    event.at = now;
    event.what = What::State;
    event.state = state;
    event.by = by;
    emit(std::move(event));
}

Entry *Director::Inside::find(quint64 id) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [id](const Entry &entry) { return entry.item.id == id; });
    return found == entries.end() ? nullptr : &*found;
}

int Director::Inside::activeCount() const {
    return int(
        std::count_if(entries.begin(), entries.end(), [](const Entry &entry) { return willBeRead(entry.item.stage); }));
}

void Director::Inside::finish(Entry entry, Stage stage, const Why &why) {
    Item &item = entry.item;
    if (edited == item.id) // should it come back, nobody edits it any more
        edited = 0;
    item.stage = stage;
    item.rule = why.rule;
    item.reason = why.reason;
    item.endAt = now;
    item.expectedWait = -1;
    if (stage == Stage::Played) {
        ++counts.played;
        playedThatCame += entry.cameIn;
    } else if (stage == Stage::Failed)
        ++counts.failed;
    else if (stage == Stage::Skipped || stage == Stage::Removed)
        ++counts.removed;
    else if (why.rule == QLatin1String("repeat") || why.rule == QLatin1String("combo"))
        ++counts.repeats;
    else if (why.rule != QLatin1String("history"))
        ++counts.dropped;
    // Nothing equal was read: an equal one that comes now is no repeat.
    if (stage == Stage::Dropped || stage == Stage::Failed) {
        const auto known = seen.constFind(entry.equalKey);
        if (known != seen.constEnd() && known->item == item.id)
            seen.erase(known);
    }
    tell(eventFor(stage), item, why.by);
    recent.push_front(std::move(item));
    while (recent.size() > kMostRecent) {
        gone.remove(recent.back().id);
        recent.pop_back();
    }
}

void Director::Inside::dropAt(std::size_t place, Stage stage, const Why &why) {
    Entry entry = std::move(entries[place]);
    entries.erase(entries.begin() + std::ptrdiff_t(place));
    if (making.item == entry.item.id)
        making.stale = true;
    finish(std::move(entry), stage, why);
}

Entry Director::Inside::leaveAir() {
    Entry entry = std::move(*air);
    air.reset();
    fading = entry.item.id;
    if (making.item == fading)
        making.stale = true;
    acts.push_back({Act::What::FadeOut, entry.item});
    return entry;
}

void Director::Inside::takeOffAir(Stage stage, const Why &why) {
    finish(leaveAir(), stage, why);
}

bool Director::Inside::standsStill() const {
    return paused || muted || holding || isHeldByTalk() || !halted.isEmpty();
}

double Director::Inside::gap() const {
    return std::max(rules.queue.gapSeconds, leastGap);
}

void Director::setTalking(bool talking, bool stops, qint64 now) {
    Inside &d = *m_inside;
    d.tick(now);
    if (d.talking != talking) {
        d.talking = talking;
        d.overruled = false;
        d.tellState(talking ? QStringLiteral("talking") : QStringLiteral("quiet"), QStringLiteral("microphone"));
    }
    d.talkStops = stops;
    d.followStops();
}

void Director::setLeastGap(double seconds) {
    m_inside->leastGap = seconds;
}

// Not while its end is still heard.
void Director::Inside::forget(const Item &item) {
    if (item.id == fading)
        forgottenAfterFade = item.id;
    else
        acts.push_back({Act::What::Forget, item});
}

void Director::Inside::unmake(Entry &entry) {
    const quint64 id = entry.item.id;
    if (making.item == id)
        making.stale = true;
    else if (sounds.remove(id) > 0)
        forget(entry.item);
    entry.playable = false;
    entry.nameLeftFor.clear();
    entry.item.spoken.clear();
    entry.item.seconds = 0;
    if (willBeRead(entry.item.stage))
        entry.item.stage = Stage::Waiting;
}

void Director::Inside::updateOverload() {
    if (overload.update(activeCount(), rules.overload))
        tellState(QStringLiteral("overload %1").arg(overload.rung()), QStringLiteral("rule"));
}

qint64 Director::Inside::deadlineOf(const Item &item, qint64 from) const {
    const int seconds = deadlineSeconds(item.rank, rules.queue);
    return seconds > 0 ? from + qint64(seconds) * 1000 : 0;
}

// Views.

const Rules &Director::rules() const {
    return m_inside->rules;
}

const std::vector<Item> &Director::waiting() const {
    return m_inside->view;
}

std::optional<Item> Director::onAir() const {
    return m_inside->air ? std::optional(m_inside->air->item) : std::nullopt;
}

std::vector<Item> Director::recent(int most) const {
    const auto count = std::ptrdiff_t(std::min(m_inside->recent.size(), std::size_t(std::max(0, most))));
    return {m_inside->recent.begin(), m_inside->recent.begin() + count};
}

Figures Director::figures(qint64 now) const {
    const Inside &d = *m_inside;
    Figures figures = d.counts;
    for (const Entry &entry : d.entries) {
        figures.ready += entry.item.stage == Stage::Ready;
        figures.waiting += entry.item.stage == Stage::Waiting || entry.item.stage == Stage::Making;
    }
    figures.overload = d.overload.rung();
    figures.speed = d.overload.speed(d.rules);
    const int readable = figures.received - figures.filtered;
    figures.readShare = readable > 0 ? double(d.playedThatCame) / readable : 0;
    std::vector<double> waits(d.waits.begin(), d.waits.end());
    std::sort(waits.begin(), waits.end());
    figures.waitP50 = percentile(waits, 0.5);
    figures.waitP95 = percentile(waits, 0.95);
    figures.waitMax = waits.empty() ? 0 : waits.back();
    for (const auto &[second, received] : d.arrivals)
        if (received > 0 && now / 1000 - second < 60)
            figures.perMinute += received;
    return figures;
}

bool Director::paused() const {
    return m_inside->paused;
}
bool Director::muted() const {
    return m_inside->muted;
}
bool Director::holding() const {
    return m_inside->holding;
}
bool Director::talking() const {
    return m_inside->isHeldByTalk();
}
bool Director::airStops() const {
    return m_inside->paused || (m_inside->talkStops && m_inside->isHeldByTalk());
}
bool Director::standsStill() const {
    return m_inside->standsStill();
}
std::optional<qint64> Director::wakeAt() const {
    return m_inside->wake;
}

} // namespace app::danmaku
