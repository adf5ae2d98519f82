#include "ui/lexicon/lexicon_model.h"

#include <QCoreApplication>

#include <algorithm>

#include "ui/shared/icons.h"

namespace ui::lexicon {

using app::lexicons::LexiconLibrary;
using engine::text::LexiconEntry;
using engine::text::LexiconKind;

namespace {

bool isPlain(const LexiconEntry &entry) {
    return entry.kind == LexiconKind::Plain;
}

Qt::CheckState stateOf(bool on) {
    return on ? Qt::Checked : Qt::Unchecked;
}

} // namespace

QString kindName(LexiconKind kind) {
    switch (kind) {
    case LexiconKind::Plain:
        return QCoreApplication::translate("ui::lexicon::LexiconModel", "Word");
    case LexiconKind::Pattern:
        return QCoreApplication::translate("ui::lexicon::LexiconModel", "Pattern");
    case LexiconKind::Pinyin:
        return QCoreApplication::translate("ui::lexicon::LexiconModel", "Reading");
    }
    return {};
}

LexiconModel::LexiconModel(LexiconLibrary &library, QObject *parent) : QAbstractTableModel(parent), m_library(library) {
    connect(&m_library, &LexiconLibrary::changed, this, [this](const QString &voice) {
        if (voice == m_voice)
            follow();
    });
    follow();
}

void LexiconModel::show(const QString &voice) {
    if (voice == m_voice)
        return;
    beginResetModel();
    m_voice = voice;
    m_entries.clear();
    m_faults.clear();
    endResetModel();
    follow();
}

void LexiconModel::follow() {
    const app::lexicons::LexiconPtr lexicon = m_library.lexicon(m_voice);
    const std::vector<LexiconEntry> &now = lexicon->entries();
    const auto [left, right] = std::mismatch(m_entries.begin(), m_entries.end(), now.begin(), now.end());
    const int same = int(left - m_entries.begin()); // at the beginning
    m_firstChanged = same;
    int before = int(m_entries.size()) - same; // what differs
    int after = int(now.size()) - same;
    while (before > 0 && after > 0 && m_entries[std::size_t(same + before - 1)] == now[std::size_t(same + after - 1)]) {
        --before;
        --after;
    }
    const auto takeAll = [&] {
        m_entries = now;
        m_faults.clear();
        for (const engine::text::LexiconFault &fault : lexicon->faults())
            m_faults.insert(int(fault.entry),
                            QString::fromStdString(fault.what) + u' ' + QString::fromStdString(fault.remedy));
    };
    if (before < after) {
        beginInsertRows({}, same + before, same + after - 1);
        takeAll();
        endInsertRows();
    } else if (before > after) {
        beginRemoveRows({}, same + after, same + before - 1);
        takeAll();
        endRemoveRows();
    } else {
        takeAll();
    }
    if (!m_entries.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1)); // what is wrong may be another
}

int LexiconModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_entries.size());
}

int LexiconModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LexiconModel::words(const LexiconEntry &entry, int column) const {
    switch (column) {
    case Written:
        return QString::fromStdString(entry.from);
    case Said:
        return QString::fromStdString(entry.to);
    case Kind:
        return kindName(entry.kind);
    case Note:
        return QString::fromStdString(entry.note);
    default:
        return {};
    }
}

QVariant LexiconModel::checked(const LexiconEntry &entry, int column) const {
    if (column == Used)
        return stateOf(entry.enabled);
    if (column == Capitals && entry.kind != LexiconKind::Pinyin)
        return stateOf(entry.matchCase);
    if (column == Whole && isPlain(entry))
        return stateOf(entry.wholeWord);
    return {};
}

QVariant LexiconModel::data(const QModelIndex &index, int role) const {
    const LexiconEntry &shown = entry(index.row());
    const QString fault = m_faults.value(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return words(shown, index.column());
    case Qt::CheckStateRole:
        return checked(shown, index.column());
    case Qt::DecorationRole:
        return index.column() == Written && !fault.isEmpty() ? shared::icon(u"warning", shared::Tone::Attention)
                                                             : QVariant();
    case Qt::ToolTipRole:
        if (!fault.isEmpty())
            return fault.toHtmlEscaped();
        return index.column() == Used ? QVariant() : words(shown, index.column()).toString().toHtmlEscaped();
    case Qt::AccessibleTextRole:
        if (!checked(shown, index.column()).isNull())
            return headerData(index.column(), Qt::Horizontal, Qt::DisplayRole);
        return fault.isEmpty() || index.column() != Written
                   ? words(shown, index.column())
                   : tr("%1, cannot be used: %2").arg(words(shown, Written).toString(), fault);
    case FaultRole:
        return fault;
    case KindRole:
        return int(shown.kind);
    default:
        return {};
    }
}

QVariant LexiconModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Used:
            return tr("What is off stays in the lexicon and is not used.");
        case Capitals:
            return tr("Only where capitals and small letters are as written here.");
        case Whole:
            return tr("Not as a part of a longer word. Chinese has no such borders.");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (section) {
    case Used:
        return tr("On");
    case Written:
        return tr("Written");
    case Said:
        return tr("Said");
    case Kind:
        return tr("Kind");
    case Capitals:
        return tr("Capitals");
    case Whole:
        return tr("Whole word");
    case Note:
        return tr("Note");
    default:
        return {};
    }
}

Qt::ItemFlags LexiconModel::flags(const QModelIndex &index) const {
    const Qt::ItemFlags usual = Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    switch (index.column()) {
    case Used:
    case Capitals:
    case Whole:
        return checked(entry(index.row()), index.column()).isNull() ? usual : usual | Qt::ItemIsUserCheckable;
    default:
        return usual | Qt::ItemIsEditable;
    }
}

bool LexiconModel::setData(const QModelIndex &index, const QVariant &value, int role) {
    LexiconEntry now = entry(index.row());
    const bool on = value.toInt() == Qt::Checked;
    if (role == Qt::CheckStateRole) {
        (index.column() == Used ? now.enabled : index.column() == Capitals ? now.matchCase : now.wholeWord) = on;
    } else if (role != Qt::EditRole) {
        return false;
    } else if (index.column() == Written) {
        now.from = value.toString().trimmed().toStdString();
        if (now.from.empty())
            return false; // whoever means it to go removes it
    } else if (index.column() == Said) {
        now.to = value.toString().trimmed().toStdString();
    } else if (index.column() == Note) {
        now.note = value.toString().trimmed().toStdString();
    } else if (index.column() == Kind) {
        now.kind = LexiconKind(value.toInt());
    }
    if (now == entry(index.row()))
        return false;
    m_library.change(m_voice, {{{entry(index.row())}, {now}}});
    return true;
}

} // namespace ui::lexicon

#include "moc_lexicon_model.cpp"
