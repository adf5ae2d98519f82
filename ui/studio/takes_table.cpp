#include "ui/studio/takes_table.h"

#include <QAction>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

#include "ui/studio/takes_model.h"
#include "ui/theme.h"

namespace ui::studio {

TakesTable::TakesTable(TakesModel &model, QWidget *parent) : QTableView(parent) {
    setModel(&model);
    setAccessibleName(tr("Takes"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setDragEnabled(true);
    setWordWrap(false);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setFont(withTabularDigits(font()));
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(26);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(TakesModel::Text, QHeaderView::Stretch);
    header->setSectionResizeMode(TakesModel::Star, QHeaderView::Fixed);
    header->setResizeContentsPrecision(0); // the rows that are seen
    for (const int column : {TakesModel::Length, TakesModel::Rtf, TakesModel::Steps}) {
        header->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    }
    const std::pair<int, int> widths[] = {{TakesModel::Star, 32}, {TakesModel::Voice, 150}, {TakesModel::Length, 70},
                                          {TakesModel::Rtf, 56},  {TakesModel::Seed, 104},  {TakesModel::Steps, 50},
                                          {TakesModel::Made, 164}};
    for (const auto &[column, width] : widths) {
        setColumnWidth(column, width);
    }
}

// Fewer than three takes are no choice.
QSize TakesTable::minimumSizeHint() const {
    const int rows = 3 * verticalHeader()->defaultSectionSize();
    return {QTableView::minimumSizeHint().width(), horizontalHeader()->sizeHint().height() + rows + 2 * frameWidth()};
}

int TakesTable::firstSeen() const {
    return std::max(0, rowAt(0));
}

void TakesTable::showFrom(int row) {
    doItemsLayout(); // what the model said last
    verticalScrollBar()->setValue(row);
}

// The keys of the actions come as events too: when they were pressed before the takes were there, and when they are
// held, which does nothing more.
void TakesTable::keyPressEvent(QKeyEvent *event) {
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const QKeySequence keys(int(modifiers) | event->key());
    const QList<QAction *> all = actions();
    const auto action =
        std::find_if(all.begin(), all.end(), [&](const QAction *each) { return each->shortcuts().contains(keys); });
    const bool compares = keys == QKeySequence(Qt::Key_C);
    const bool switches = keys == QKeySequence(Qt::Key_X);
    if (action == all.end() && !compares && !switches) {
        QTableView::keyPressEvent(event);
    } else if (event->isAutoRepeat()) {
        return;
    } else if (action != all.end()) {
        (*action)->trigger();
    } else if (compares) {
        Q_EMIT compareWanted();
    } else {
        Q_EMIT switchSidesWanted();
    }
}

void TakesTable::startDrag(Qt::DropActions) {
    Q_EMIT dragWanted();
}

} // namespace ui::studio

#include "moc_takes_table.cpp"
