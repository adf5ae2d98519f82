#include "ui/shortcuts/shortcut_table.h"

#include <QAction>
#include <QFont>
#include <QIcon>

#include <algorithm>

#include "ui/shared/icons.h"
#include "ui/shared/plain_tip.h"

namespace ui::shortcuts {
namespace {

QString keyText(Qt::Key key) {
    return QKeySequence(key).toString(QKeySequence::NativeText);
}

} // namespace

ShortcutTable::ShortcutTable(const ActionKeys &keys, QObject *parent)
    : QAbstractTableModel(parent), m_keys(keys),
      m_fixed({{tr("Play or pause, outside the text"), tr("Waveform"), keyText(Qt::Key_Space)},
               {tr("Back and forward by a second, with Shift by a tenth"), tr("Waveform"), QStringLiteral("← →")},
               {tr("To the start, to the end"), tr("Waveform"),
                keyText(Qt::Key_Home) + QStringLiteral(", ") + keyText(Qt::Key_End)},
               {tr("Zoom in, zoom out, show all"), tr("Waveform"), QStringLiteral("+, −, 0")},
               {tr("Select from here, to here, nothing"), tr("Waveform"),
                QStringLiteral("[, ], ") + keyText(Qt::Key_Backspace)},
               {tr("Compare two takes, change between them"), tr("Takes"), QStringLiteral("C, X")},
               {tr("Move the lines up, down"), tr("Script"),
                QKeySequence(Qt::ALT | Qt::Key_Up).toString(QKeySequence::NativeText) + QStringLiteral(", ") +
                    QKeySequence(Qt::ALT | Qt::Key_Down).toString(QKeySequence::NativeText)}}) {
    refresh();
}

void ShortcutTable::refresh() {
    QStringList ids;
    for (const KeyedAction &each : m_keys.all())
        ids << each.id;
    if (ids != m_ids) {
        beginResetModel();
        m_ids = ids;
        endResetModel();
    } else {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
    }
}

QString ShortcutTable::idAt(int row) const {
    return m_ids.value(row);
}

int ShortcutTable::rowOf(const QString &id) const {
    return id.isEmpty() ? -1 : int(m_ids.indexOf(id));
}

int ShortcutTable::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_ids.size() + m_fixed.size());
}

int ShortcutTable::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant ShortcutTable::text(const KeyedAction &action, int column) const {
    switch (column) {
    case Action:
        return action.name;
    case Place:
        return action.place;
    case KeysNow:
        return shown(action.keys);
    default:
        return !action.isChanged()        ? QString()
               : action.shipped.isEmpty() ? tr("had none")
                                          : tr("was %1").arg(shown(action.shipped));
    }
}

QVariant ShortcutTable::data(const QModelIndex &index, int role) const {
    if (index.row() >= m_ids.size()) {
        const Fixed &fixed = m_fixed[index.row() - m_ids.size()];
        const QString texts[] = {fixed.what, fixed.where, fixed.keys, tr("cannot be changed")};
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? QVariant(texts[index.column()]) : QVariant();
    }
    const KeyedAction *known = m_keys.find(m_ids[index.row()]);
    if (!known)
        return {}; // gone since the last refresh()
    const KeyedAction &action = *known;
    if (role == Qt::DisplayRole)
        return text(action, index.column());
    if (role == Qt::ToolTipRole)
        return shared::plainTip(text(action, index.column()).toString()); // presets are named by people
    if (role == Qt::DecorationRole && index.column() == Action && action.action)
        return action.action->icon();
    if (role == Qt::DecorationRole && index.column() == Shipped && action.isChanged())
        return shared::icon(u"own");
    if (role == Qt::FontRole && index.column() == KeysNow && action.isChanged()) {
        QFont font;
        font.setBold(true);
        return font;
    }
    return {};
}

QVariant ShortcutTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString texts[] = {tr("Action"), tr("Menu"), tr("Keys"), tr("Changed")};
    return texts[section];
}

void ShortcutSearch::search(const QString &text) {
    m_words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool ShortcutSearch::filterAcceptsRow(int row, const QModelIndex &parent) const {
    QString all;
    for (int column = 0; column < ShortcutTable::Columns; ++column)
        all += sourceModel()->index(row, column, parent).data().toString() + u' ';
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

} // namespace ui::shortcuts

#include "moc_shortcut_table.cpp"
