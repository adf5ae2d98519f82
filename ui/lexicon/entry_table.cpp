#include "ui/lexicon/entry_table.h"

#include <QComboBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>

#include <algorithm>
#include <set>

#include "ui/lexicon/lexicon_model.h"
#include "ui/theme.h"

namespace ui::lexicon {

namespace {

constexpr int kRoomInHeader = 24; // beside its words
constexpr int kLeastWords = 110;  // of a column with words

// Finds in what people read, all of the words in any order.
class Found : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void search(const QString &words) {
        m_words = words.split(u' ', Qt::SkipEmptyParts);
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &) const override {
        const auto text = [&](int column) { return sourceModel()->index(row, column).data().toString(); };
        const QString all = text(LexiconModel::Written) + u'\n' + text(LexiconModel::Said) + u'\n' +
                            text(LexiconModel::Kind) + u'\n' + text(LexiconModel::Note);
        return std::all_of(m_words.begin(), m_words.end(),
                           [&](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
    }

private:
    QStringList m_words;
};

class KindDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &) const override {
        auto *box = new QComboBox(parent);
        for (const auto kind :
             {engine::text::LexiconKind::Plain, engine::text::LexiconKind::Pattern, engine::text::LexiconKind::Pinyin})
            box->addItem(kindName(kind), int(kind));
        return box;
    }
    void setEditorData(QWidget *editor, const QModelIndex &index) const override {
        auto *box = qobject_cast<QComboBox *>(editor);
        box->setCurrentIndex(box->findData(index.data(LexiconModel::KindRole)));
    }
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override {
        model->setData(index, qobject_cast<QComboBox *>(editor)->currentData());
    }
};

} // namespace

EntryTable::EntryTable(LexiconModel &model, QWidget *parent)
    : QTableView(parent), m_model(model), m_found(new Found(this)) {
    m_found->setSourceModel(&model);
    setModel(m_found);
    setAccessibleName(tr("Entries"));
    setItemDelegateForColumn(LexiconModel::Kind, new KindDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                    QAbstractItemView::SelectedClicked | QAbstractItemView::AnyKeyPressed);
    setWordWrap(false);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRow);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView *header = horizontalHeader();
    setRole(header, "entries");
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(LexiconModel::Written, QHeaderView::Stretch);
    header->setSectionResizeMode(LexiconModel::Said, QHeaderView::Stretch);
    connect(&model, &QAbstractItemModel::dataChanged, this, &EntryTable::currentMoved);
}

void EntryTable::search(const QString &words) {
    static_cast<Found *>(m_found)->search(words);
}

std::vector<int> EntryTable::chosen() const {
    std::set<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows.insert(m_found->mapToSource(index).row());
    return {rows.begin(), rows.end()};
}

int EntryTable::current() const {
    return currentIndex().isValid() ? m_found->mapToSource(currentIndex()).row() : -1;
}

bool EntryTable::shows(int row) const {
    return m_found->mapFromSource(m_model.index(row, LexiconModel::Written)).isValid();
}

void EntryTable::choose(int row, int count) {
    const int column = currentIndex().isValid() ? currentIndex().column() : int(LexiconModel::Written);
    const QModelIndex index = m_found->mapFromSource(m_model.index(row, column));
    // Whatever keys are held: Ctrl of Ctrl+Z, too.
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    for (int more = row + 1; more < row + count; ++more)
        selectionModel()->select(m_found->mapFromSource(m_model.index(more, column)),
                                 QItemSelectionModel::Select | QItemSelectionModel::Rows);
    scrollTo(index);
}

std::optional<int> EntryTable::placeFor(int by) const {
    std::set<int> rows; // of what is found
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows.insert(index.row());
    if (rows.empty())
        return std::nullopt;
    const int beside = by < 0 ? *rows.begin() - 1 : *rows.rbegin() + 1;
    if (beside < 0 || beside >= m_found->rowCount())
        return std::nullopt;
    return m_found->mapToSource(m_found->index(beside, LexiconModel::Written)).row() + (by < 0 ? 0 : 1);
}

void EntryTable::keyPressEvent(QKeyEvent *event) {
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    const bool types = state() == EditingState;
    if (!types && plain && event->key() == Qt::Key_Delete) {
        Q_EMIT removeWanted();
    } else if (!types && (event->modifiers() & ~Qt::KeypadModifier) == Qt::AltModifier &&
               (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        Q_EMIT moveWanted(event->key() == Qt::Key_Up ? -1 : 1);
    } else if (!types && plain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        if (currentIndex().flags() & Qt::ItemIsEditable)
            edit(currentIndex());
    } else {
        QTableView::keyPressEvent(event);
    }
}

void EntryTable::currentChanged(const QModelIndex &current, const QModelIndex &previous) {
    QTableView::currentChanged(current, previous);
    Q_EMIT currentMoved();
}

void EntryTable::resizeEvent(QResizeEvent *event) {
    QTableView::resizeEvent(event);
    fit();
}

void EntryTable::fit() {
    const QFontMetrics metrics = horizontalHeader()->fontMetrics();
    const auto headerWidth = [&](int column) {
        return metrics.horizontalAdvance(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()) +
               kRoomInHeader;
    };
    int kinds = headerWidth(LexiconModel::Kind);
    for (const auto kind :
         {engine::text::LexiconKind::Plain, engine::text::LexiconKind::Pattern, engine::text::LexiconKind::Pinyin})
        kinds = std::max(kinds, metrics.horizontalAdvance(kindName(kind)) + kRoomInHeader);
    int room = viewport()->width() - 2 * kLeastWords;
    const auto give = [&](int column, int width) {
        setColumnHidden(column, width > room);
        if (width <= room) {
            setColumnWidth(column, width);
            room -= width;
        }
    };
    give(LexiconModel::Used, headerWidth(LexiconModel::Used));
    give(LexiconModel::Kind, kinds);
    give(LexiconModel::Whole, headerWidth(LexiconModel::Whole));
    give(LexiconModel::Capitals, headerWidth(LexiconModel::Capitals));
    give(LexiconModel::Note, std::max(kLeastWords, headerWidth(LexiconModel::Note)));
}

} // namespace ui::lexicon

#include "moc_entry_table.cpp"
