#include "ui/studio/takes_table.h"

#include <QHeaderView>
#include <QKeyEvent>

#include <optional>

#include "ui/studio/takes_model.h"
#include "ui/theme.h"

namespace ui::studio {

namespace {

std::optional<TakesTable::Act> actOf(int key) {
    using Act = TakesTable::Act;
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return Act::Play;
    case Qt::Key_S:
        return Act::Star;
    case Qt::Key_C:
        return Act::Compare;
    case Qt::Key_X:
        return Act::SwitchSides;
    case Qt::Key_F2:
        return Act::Rename;
    case Qt::Key_N:
        return Act::Note;
    case Qt::Key_Delete:
        return Act::Remove;
    default:
        return {};
    }
}

} // namespace

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

void TakesTable::keyPressEvent(QKeyEvent *event) {
    const auto act = actOf(event->key());
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (act && modifiers == Qt::NoModifier) {
        Q_EMIT wanted(*act);
        return;
    }
    QTableView::keyPressEvent(event);
}

void TakesTable::startDrag(Qt::DropActions) {
    Q_EMIT wanted(Act::DragOut);
}

} // namespace ui::studio
