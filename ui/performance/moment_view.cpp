#include "ui/performance/moment_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

#include "ui/performance/moment_table.h"

namespace ui::performance {

namespace {

constexpr int kWords = 60; // characters of a sentence

} // namespace

MomentView::MomentView(MomentTable &table, QWidget *parent) : QTableView(parent), m_table(table) {
    setModel(&table);
    setAccessibleName(tr("Speed and heat as a table"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setTabKeyNavigation(false);
    setWordWrap(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(26);
    setMinimumHeight(48);
}

void MomentView::fitColumns(int least) {
    for (int column = 0; column < m_table.columnCount(); ++column) {
        const int wanted = m_table.isOfWords(column) ? fontMetrics().averageCharWidth() * kWords : least;
        setColumnWidth(column, std::max(horizontalHeader()->sectionSizeHint(column), wanted));
    }
}

void MomentView::copy() {
    QApplication::clipboard()->setText(m_table.asText(selectionModel()->selectedRows()));
}

void MomentView::keyPressEvent(QKeyEvent *event) {
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QTableView::keyPressEvent(event);
}

} // namespace ui::performance

#include "moc_moment_view.cpp"
