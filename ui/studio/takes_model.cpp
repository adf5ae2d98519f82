#include "ui/studio/takes_model.h"

#include <QLocale>

#include <algorithm>
#include <utility>

#include "app/takes/take_library.h"
#include "ui/shared/figures.h"
#include "ui/shared/icons.h"

namespace ui::studio {

using app::takes::TakeLibrary;
using app::takes::TakeRecord;

namespace {

constexpr int kPage = 200;
constexpr qsizetype kMostAtOnce = 500; // TakeQuery::limit

qsizetype placeOf(qint64 id, const QList<TakeRecord> &takes) {
    const auto found = std::find_if(takes.begin(), takes.end(), [id](const TakeRecord &take) { return take.id == id; });
    return found == takes.end() ? -1 : found - takes.begin();
}

} // namespace

TakesModel::TakesModel(TakeLibrary &library, QObject *parent) : QAbstractTableModel(parent), m_library(library) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &TakesModel::refresh);
    const auto refreshSoon = qOverload<>(&QTimer::start);
    connect(&m_library, &TakeLibrary::opened, &m_soon, refreshSoon);
    connect(&m_library, &TakeLibrary::kept, &m_soon, refreshSoon);
    connect(&m_library, &TakeLibrary::removed, &m_soon, refreshSoon);
    connect(&m_library, &TakeLibrary::restored, &m_soon, refreshSoon);
    connect(&m_library, &TakeLibrary::changedElsewhere, &m_soon, refreshSoon);
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
            m_soon.start(); // it may fit no longer
        }
    });
}

void TakesModel::search(app::takes::TakeQuery query) {
    m_query = std::move(query);
    m_fromTop = true;
    ++m_questions;
    m_asked = Asked::Nothing;
    m_soon.start();
}

void TakesModel::searchNow() {
    if (m_soon.isActive()) {
        m_soon.stop();
        refresh();
    }
}

void TakesModel::refresh() {
    m_coming.clear();
    readAnew(wanted(m_total));
}

// What was scrolled to stays, also when there are more above it now.
int TakesModel::wanted(int total) const {
    return m_fromTop ? kPage : std::max(kPage, int(m_takes.size()) + std::max(0, total - m_total));
}

// Page by page; shown when all are there.
void TakesModel::readAnew(int upTo) {
    const qsizetype offset = m_coming.size();
    ask(Asked::Anew, offset, int(std::min(upTo - offset, kMostAtOnce)), [this](const app::takes::TakePage *page) {
        if (!page) {
            m_coming.clear();
            Q_EMIT notRead();
            return;
        }
        m_coming += page->takes;
        const int needed = std::min(wanted(page->total), page->total);
        if (m_coming.size() < needed && !page->takes.isEmpty()) {
            readAnew(needed);
            return;
        }
        beginResetModel();
        m_takes = std::exchange(m_coming, {});
        m_total = page->total;
        m_read = true;
        m_fromTop = false;
        endResetModel();
        Q_EMIT refreshed();
    });
}

bool TakesModel::canFetchMore(const QModelIndex &parent) const {
    return !parent.isValid() && !m_soon.isActive() && m_asked == Asked::Nothing && m_takes.size() < m_total;
}

void TakesModel::fetchMore(const QModelIndex &parent) {
    if (!canFetchMore(parent)) {
        return;
    }
    ask(Asked::More, m_takes.size(), kPage, [this](const app::takes::TakePage *page) {
        if (page && !page->takes.isEmpty()) {
            const int first = int(m_takes.size());
            beginInsertRows({}, first, first + int(page->takes.size()) - 1);
            m_takes += page->takes;
            m_total = page->total;
            endInsertRows();
        }
    });
}

void TakesModel::ask(Asked what, qsizetype offset, int limit, Use use) {
    m_asked = what;
    app::takes::TakeQuery query = m_query;
    query.offset = int(offset);
    query.limit = limit;
    m_library.find(query, this,
                   [this, question = ++m_questions,
                    use = std::move(use)](const app::storage::Answer<app::takes::TakePage> &answer) {
                       if (question == m_questions) {
                           m_asked = Asked::Nothing;
                           use(answer ? &*answer.value : nullptr);
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
    case Made:
        return QLocale().toString(take.created.toLocalTime(), QLocale::ShortFormat);
    default:
        return {};
    }
}

QVariant TakesModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const TakeRecord &take = m_takes.at(index.row());
    const bool number =
        index.column() == Length || index.column() == Rtf || index.column() == Seed || index.column() == Steps;
    switch (role) {
    case Qt::DisplayRole:
        return text(take, index.column());
    case Qt::DecorationRole:
        if (index.column() == Text && !take.note.isEmpty()) {
            return shared::icon(u"note", shared::Tone::Quiet);
        }
        return index.column() == Star
                   ? QVariant(shared::icon(take.starred ? u"star-filled" : u"star",
                                           take.starred ? shared::Tone::Attention : shared::Tone::Quiet))
                   : QVariant();
    case Qt::AccessibleTextRole:
        return index.column() == Star ? (take.starred ? tr("starred") : tr("not starred")) : text(take, index.column());
    case Qt::TextAlignmentRole:
        return int((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return tr("%1\n%2, %3, seed %4\nNFE %5 (%6), CFG %L7, sway %L8, speed %L9")
                   .arg(take.text, take.voiceName, take.modelName, QString::number(take.seed))
                   .arg(take.nfeStep)
                   .arg(QString::fromStdString(engine::toString(take.schedule)))
                   .arg(take.cfgStrength)
                   .arg(take.swayCoefficient)
                   .arg(take.speed) +
               (take.note.isEmpty() ? QString() : u'\n' + take.note);
    default:
        return {};
    }
}

// They can be pulled out of the table as files.
Qt::ItemFlags TakesModel::flags(const QModelIndex &index) const {
    return QAbstractTableModel::flags(index) | (index.isValid() ? Qt::ItemIsDragEnabled : Qt::NoItemFlags);
}

QVariant TakesModel::headerData(int section, Qt::Orientation orientation, int role) const {
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
