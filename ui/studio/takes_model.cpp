#include "ui/studio/takes_model.h"

#include <QLocale>
#include <QSet>

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/cloning/kept_doubts.h"
#include "app/takes/take_library.h"
#include "ui/shared/figures.h"
#include "ui/shared/icons.h"
#include "ui/shared/plain_tip.h"

namespace ui::studio {

using app::takes::TakeLibrary;
using app::takes::TakeRecord;

namespace {

constexpr int kPage = 200;
constexpr int kMostAtOnce = 500;       // TakeQuery::limit
constexpr qint64 kLongestPause = 1000; // ms

bool isNumber(int column) {
    return column == TakesModel::Length || column == TakesModel::Rtf || column == TakesModel::Seed ||
           column == TakesModel::Steps;
}

QString whenMade(const TakeRecord &take) {
    return QLocale().toString(take.created.toLocalTime(), QLocale::ShortFormat);
}

qsizetype placeOf(qint64 id, const QList<TakeRecord> &takes) {
    const auto found = std::find_if(takes.begin(), takes.end(), [id](const TakeRecord &take) { return take.id == id; });
    return found == takes.end() ? -1 : found - takes.begin();
}

// Those of `page` that are not in `takes`: what is kept between two questions pushes the others down.
QList<TakeRecord> newOnes(const QList<TakeRecord> &page, const QList<TakeRecord> &takes) {
    QSet<qint64> known;
    known.reserve(takes.size());
    for (const TakeRecord &take : takes) {
        known.insert(take.id);
    }
    QList<TakeRecord> others;
    std::copy_if(page.begin(), page.end(), std::back_inserter(others),
                 [&known](const TakeRecord &take) { return !known.contains(take.id); });
    return others;
}

} // namespace

TakesModel::TakesModel(TakeLibrary &library, QObject *parent) : QAbstractTableModel(parent), m_library(library) {
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &TakesModel::refresh);
    const auto news = [this] { refreshSoon(); };
    connect(&m_library, &TakeLibrary::opened, this, news);
    connect(&m_library, &TakeLibrary::kept, this, [this] {
        if (!m_soon.isActive()) { // many may come one after another
            refreshSoon();
        }
    });
    connect(&m_library, &TakeLibrary::removed, this, [this](const QList<qint64> &ids) {
        const QSet<qint64> gone(ids.begin(), ids.end());
        if (!m_query.removedOnly) {
            m_coming.removeIf([&gone](const TakeRecord &take) { return gone.contains(take.id); });
        }
        refreshSoon();
    });
    const auto notRemovedAnyMore = [this](const QList<qint64> &ids) {
        if (m_query.removedOnly) {
            const QSet<qint64> gone(ids.begin(), ids.end());
            m_coming.removeIf([&gone](const TakeRecord &take) { return gone.contains(take.id); });
        }
        refreshSoon();
    };
    connect(&m_library, &TakeLibrary::restored, this, notRemovedAnyMore);
    connect(&m_library, &TakeLibrary::forgottenChanged, this, notRemovedAnyMore);
    connect(&m_library, &TakeLibrary::changedElsewhere, this, news);
    connect(&m_library, &TakeLibrary::changed, this, [this](const TakeRecord &take) {
        const int row = rowOf(take.id);
        if (row >= 0) {
            m_takes[row] = take;
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
        if (const auto place = placeOf(take.id, m_coming); place >= 0) {
            m_coming[place] = take; // its page was read before
        }
        if (m_query.starredOnly || !m_query.words.isEmpty()) {
            refreshSoon(); // it may fit no longer
        }
    });
}

void TakesModel::search(app::takes::TakeQuery query) {
    m_query = std::move(query);
    m_fromTop = true;
    m_again = false;
    m_more = false;
    ++m_questions;
    m_asked = Asked::Nothing;
    m_soon.start(0);
}

void TakesModel::searchNow() {
    if (m_soon.isActive()) {
        m_soon.stop();
        refresh();
    }
}

// News that keep coming must not hold up what is being read: they are read after it.
void TakesModel::refreshSoon(int pause) {
    if (m_asked != Asked::Nothing) {
        m_again = true;
    } else {
        m_soon.start(pause);
    }
}

void TakesModel::refresh() {
    m_coming.clear();
    m_skipped = 0;
    m_reading.start();
    readAnew(wanted(m_total));
}

// The storage thread has other things to do too: it rests as long as it read, a second at most.
void TakesModel::goOn() {
    if (std::exchange(m_again, false)) {
        refreshSoon(int(std::min(m_reading.elapsed(), kLongestPause)));
    }
}

// What was scrolled to stays, also when there are more above it now.
int TakesModel::wanted(int total) const {
    if (m_fromTop) {
        return kPage;
    }
    return std::max(kPage, int(m_takes.size()) + std::max(0, total - m_total) + (m_more ? kPage : 0));
}

// Page by page; shown when all are there.
void TakesModel::readAnew(int upTo) {
    const int offset = int(m_coming.size()) + m_skipped;
    const int limit = std::clamp(upTo - int(m_coming.size()), kPage, kMostAtOnce);
    ask(Asked::Anew, offset, limit, [this, offset](const app::takes::TakePage *page) {
        if (!page) {
            m_coming.clear();
            m_more = false;
            Q_EMIT notRead();
            return;
        }
        const bool gap = offset > m_coming.size() + m_skipped; // some were removed since it was asked
        if (!gap) {
            const QList<TakeRecord> others = newOnes(page->takes, m_coming);
            m_skipped += int(page->takes.size() - others.size());
            m_coming += others;
        }
        const int needed = wanted(page->total);
        const bool end = page->takes.isEmpty() || m_coming.size() + m_skipped >= page->total;
        if (gap || (m_coming.size() < needed && !end)) {
            readAnew(needed);
        } else {
            m_coming.resize(std::min<qsizetype>(m_coming.size(), needed));
            show(page->total - m_skipped);
        }
    });
}

void TakesModel::show(int total) {
    beginResetModel();
    m_takes = std::exchange(m_coming, {});
    m_total = std::max(total, int(m_takes.size()));
    m_read = true;
    m_fromTop = false;
    m_more = false;
    endResetModel();
    Q_EMIT refreshed();
}

bool TakesModel::canFetchMore(const QModelIndex &parent) const {
    return !parent.isValid() && !m_fromTop && !m_more && m_takes.size() < m_total;
}

void TakesModel::fetchMore(const QModelIndex &parent) {
    if (!canFetchMore(parent)) {
        return;
    }
    m_more = true;
    searchNow();
    if (m_asked != Asked::Nothing) {
        return; // it comes with what is read anew
    }
    m_reading.start();
    ask(Asked::More, int(m_takes.size()), kPage, [this](const app::takes::TakePage *page) {
        m_more = false;
        const QList<TakeRecord> others = page ? newOnes(page->takes, m_takes) : QList<TakeRecord>();
        if (!others.isEmpty()) {
            const int first = int(m_takes.size());
            beginInsertRows({}, first, first + int(others.size()) - 1);
            m_takes += others;
            m_total = std::max(page->total - int(page->takes.size() - others.size()), int(m_takes.size()));
            endInsertRows();
        }
    });
}

void TakesModel::ask(Asked what, int offset, int limit, Use use) {
    m_asked = what;
    app::takes::TakeQuery query = m_query;
    query.offset = offset;
    query.limit = limit;
    m_library.find(query, this,
                   [this, question = ++m_questions,
                    use = std::move(use)](const app::storage::Answer<app::takes::TakePage> &answer) {
                       if (question == m_questions) {
                           m_asked = Asked::Nothing;
                           use(answer ? &*answer.value : nullptr);
                           if (m_asked == Asked::Nothing) {
                               goOn();
                           }
                       }
                   });
}

int TakesModel::rowOf(qint64 id) const {
    return int(placeOf(id, m_takes));
}

int TakesModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_takes.size());
}

int TakesModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString TakesModel::text(const TakeRecord &take, int column) const {
    switch (column) {
    case Text:
        return take.name.isEmpty() ? take.text : tr("%1: %2", "name of a take: what it says").arg(take.name, take.text);
    case Voice:
        return take.voiceName;
    case Length:
        return shared::seconds(take.seconds);
    case Rtf:
        return shared::glance(take.timings.rtf());
    case Seed:
        return QString::number(take.seed);
    case Steps:
        return QString::number(take.nfeStep);
    case Made: // of today only the time
        return take.created.toLocalTime().date() == QDate::currentDate()
                   ? QLocale().toString(take.created.toLocalTime().time(), QLocale::ShortFormat)
                   : whenMade(take);
    default:
        return {};
    }
}

QString TakesModel::doubtsAsWords(const TakeRecord &take) {
    QString words;
    for (const app::cloning::TakeDoubt &doubt : app::cloning::doubtsOf(take)) {
        words += u'\n' + tr("Listen to it: %1").arg(doubt.reason);
    }
    return words;
}

QVariant TakesModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const TakeRecord &take = m_takes.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(take, index.column());
    case Qt::DecorationRole:
        if (index.column() == Text && !app::cloning::doubtsOf(take).isEmpty()) {
            return shared::icon(u"warning", shared::Tone::Attention);
        }
        if (index.column() == Text && !take.note.isEmpty()) {
            return shared::icon(u"note", shared::Tone::Quiet);
        }
        return index.column() == Star
                   ? QVariant(shared::icon(take.starred ? u"star-filled" : u"star",
                                           take.starred ? shared::Tone::Attention : shared::Tone::Quiet))
                   : QVariant();
    case Qt::AccessibleTextRole:
        return index.column() == Star   ? (take.starred ? tr("starred") : tr("not starred"))
               : index.column() == Text ? text(take, Text) + doubtsAsWords(take)
                                        : text(take, index.column());
    case Qt::TextAlignmentRole:
        return int((isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return shared::plainTip(tr("%1\n%2, %3, seed %4\nNFE %5 (%6), CFG %L7, sway %L8, speed %L9")
                                    .arg(take.text, take.voiceName, take.modelName, QString::number(take.seed))
                                    .arg(take.nfeStep)
                                    .arg(QString::fromStdString(engine::toString(take.schedule)))
                                    .arg(take.cfgStrength)
                                    .arg(take.swayCoefficient)
                                    .arg(take.speed) +
                                u'\n' +
                                tr("%1, RTF %2, made %3", "length, real-time factor, date")
                                    .arg(text(take, Length), text(take, Rtf), whenMade(take)) +
                                (take.note.isEmpty() ? QString() : u'\n' + take.note) + doubtsAsWords(take));
    default:
        return {};
    }
}

// They can be pulled out of the table as files.
Qt::ItemFlags TakesModel::flags(const QModelIndex &index) const {
    return QAbstractTableModel::flags(index) | (index.isValid() ? Qt::ItemIsDragEnabled : Qt::NoItemFlags);
}

QVariant TakesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole) {
        return int((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter); // as what is below
    }
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Text:
        return tr("Text");
    case Voice:
        return tr("Voice");
    case Length:
        return tr("Length");
    case Rtf:
        return tr("RTF");
    case Seed:
        return tr("Seed");
    case Steps:
        return tr("NFE");
    case Made:
        return tr("Made");
    default:
        return {};
    }
}

} // namespace ui::studio

#include "moc_takes_model.cpp"
