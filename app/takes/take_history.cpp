#include "app/takes/take_history.h"

#include <QSet>

#include <algorithm>
#include <utility>

#include "app/takes/take_library.h"

namespace app::takes {

namespace {

constexpr qint64 kOneGo = 10'000; // ms between two parts of a note

QString sinceOf(const QDateTime &star) {
    return star.isValid() ? QString::number(star.toMSecsSinceEpoch()) : QString();
}

QDateTime starOf(const QString &since) {
    return since.isEmpty() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(since.toLongLong(), Qt::UTC);
}

} // namespace

TakeHistory::TakeHistory(TakeLibrary &library, QObject *parent) : QObject(parent), m_library(library) {
    connect(&m_library, &TakeLibrary::restored, this, &TakeHistory::followRestored);
    connect(&m_library, &TakeLibrary::forgottenChanged, this, [this](const QList<qint64> &ids, bool forgotten) {
        if (!forgotten)
            std::erase_if(
                m_done, [&](const Act &act) { return act.kind == Kind::Forget && ids.contains(act.items.first().id); });
    });
}

void TakeHistory::remove(const QList<qint64> &ids) {
    QList<Item> items;
    for (const qint64 id : ids)
        items << Item{id, {}, {}};
    act(Kind::Remove, items);
}

void TakeHistory::bringBack(const QList<qint64> &ids) {
    QList<Item> items;
    for (const qint64 id : ids)
        items << Item{id, {}, {}};
    act(Kind::BringBack, items);
}

void TakeHistory::forget(const QList<qint64> &ids) {
    QList<Item> items;
    for (const qint64 id : ids)
        items << Item{id, {}, {}};
    act(Kind::Forget, items);
}

void TakeHistory::star(const QList<TakeRecord> &takes, bool starred) {
    const QString now = sinceOf(QDateTime::currentDateTimeUtc());
    QList<Item> items;
    for (const TakeRecord &take : takes) {
        if (take.starred != starred)
            items << Item{take.id, sinceOf(take.starredAt), starred ? now : QString()};
    }
    act(Kind::Star, items);
}

void TakeHistory::rename(const TakeRecord &take, const QString &name) {
    if (take.name != name)
        act(Kind::Name, {{take.id, take.name, name}});
}

void TakeHistory::annotate(qint64 id, const QString &before, const QString &note) {
    const bool goesOn = !m_done.empty() && m_done.back().kind == Kind::Note && m_done.back().items.first().id == id &&
                        m_done.back().items.first().after == before && m_undone.empty() && m_sinceNote.isValid() &&
                        m_sinceNote.elapsed() < kOneGo;
    m_sinceNote.start();
    if (!goesOn) {
        act(Kind::Note, {{id, before, note}});
        return;
    }
    m_done.back().items.first().after = note;
    m_library.annotate(id, note);
    Q_EMIT acted();
}

void TakeHistory::act(Kind kind, const QList<Item> &items) {
    if (items.isEmpty())
        return;
    m_undone.clear();
    m_done.push_back({kind, items, ++m_number});
    if (m_done.size() > kMostActs)
        m_done.erase(m_done.begin());
    const Act act = m_done.back();
    carryOut(act, false);
    dropUnlessDone(act);
    Q_EMIT acted();
}

void TakeHistory::carryOut(const Act &act, bool back) {
    QList<qint64> ids;
    for (const Item &item : act.items)
        ids << item.id;
    switch (act.kind) {
    case Kind::Remove:
        back ? m_library.restore(ids) : m_library.remove(ids);
        return;
    case Kind::BringBack:
        back ? m_library.remove(ids) : m_library.restore(ids);
        return;
    case Kind::Forget:
        m_library.forget(ids, !back);
        return;
    case Kind::Star:
        for (const Item &item : act.items)
            m_library.starAsOf(item.id, starOf(back ? item.before : item.after)); // which of two is the later stays
        return;
    case Kind::Name:
        m_library.rename(ids.first(), back ? act.items.first().before : act.items.first().after);
        return;
    case Kind::Note:
        m_library.annotate(ids.first(), back ? act.items.first().before : act.items.first().after);
        return;
    }
}

// The library says what went wrong; here it just did not happen.
void TakeHistory::dropUnlessDone(const Act &act) {
    m_library.byId(act.items.first().id, this, [this, act](const storage::Answer<TakeRecord> &answer) {
        const Item &first = act.items.first();
        const auto isDone = [&](const TakeRecord &take) {
            switch (act.kind) {
            case Kind::Remove:
            case Kind::Forget:
                return take.removed.isValid();
            case Kind::BringBack:
                return !take.removed.isValid();
            case Kind::Star:
                return take.starred != first.after.isEmpty();
            case Kind::Name:
                return take.name == first.after;
            case Kind::Note:
                return true; // the note's own field tries again
            }
            return true;
        };
        if (!answer || !isDone(*answer.value))
            drop(act.number);
    });
}

void TakeHistory::drop(quint64 number) {
    const auto isIt = [number](const Act &act) { return act.number == number; };
    std::erase_if(m_done, isIt);
    std::erase_if(m_undone, isIt);
}

// Removed takes that came back without being undone here: the newest removal of each has had its way back.
void TakeHistory::followRestored(const QList<qint64> &ids) {
    QSet<qint64> back(ids.begin(), ids.end());
    for (auto act = m_done.rbegin(); act != m_done.rend() && !back.isEmpty(); ++act) {
        if (act->kind != Kind::Remove && act->kind != Kind::BringBack)
            continue;
        QSet<qint64> here;
        for (const Item &item : std::as_const(act->items)) {
            if (back.contains(item.id))
                here << item.id;
        }
        if (act->kind == Kind::Remove)
            act->items.removeIf([&](const Item &item) { return here.contains(item.id); });
        back.subtract(here);
    }
    std::erase_if(m_done, [](const Act &act) { return act.items.isEmpty(); });
}

void TakeHistory::undo() {
    if (m_done.empty())
        return;
    m_undone.push_back(m_done.back());
    m_done.pop_back();
    carryOut(m_undone.back(), true);
}

void TakeHistory::redo() {
    if (m_undone.empty())
        return;
    m_done.push_back(m_undone.back());
    m_undone.pop_back();
    carryOut(m_done.back(), false);
}

QString TakeHistory::nameOf(const std::vector<Act> &acts) {
    if (acts.empty())
        return {};
    const int count = int(acts.back().items.size());
    switch (acts.back().kind) {
    case Kind::Remove:
        return count == 1 ? tr("remove take") : tr("remove %Ln takes", nullptr, count);
    case Kind::BringBack:
        return count == 1 ? tr("bring back take") : tr("bring back %Ln takes", nullptr, count);
    case Kind::Forget:
        return count == 1 ? tr("delete take for good") : tr("delete %Ln takes for good", nullptr, count);
    case Kind::Star:
        return acts.back().items.first().after.isEmpty() ? tr("taking the star away") : tr("star");
    case Kind::Name:
        return tr("name of the take");
    case Kind::Note:
        return tr("note on the take");
    }
    return {};
}

} // namespace app::takes

#include "moc_take_history.cpp"
