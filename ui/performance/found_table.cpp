#include "ui/performance/found_table.h"

#include <QHeaderView>

#include "ui/performance/measure_words.h"
#include "ui/shared/icons.h"

namespace ui::performance {

FoundTable::FoundTable(QWidget *parent) : QTableWidget(0, 3, parent) {
    setAccessibleName(tr("Result"));
    setHorizontalHeaderLabels({tr("What"), tr("Is"), tr("Note")});
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents); // notes are sentences
    horizontalHeader()->setStretchLastSection(true);
    // A scroll bar that comes makes the notes narrower, and so higher.
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, &FoundTable::resizeRowsToContents,
            Qt::QueuedConnection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setShowGrid(false);
    setWordWrap(true);
    setTabKeyNavigation(false);
}

void FoundTable::present(const Finding &finding) {
    setRowCount(int(finding.rows.size()));
    int index = 0;
    for (const FoundRow &row : finding.rows) {
        int column = 0;
        for (const QString &text : {row.what, row.value, row.note}) {
            auto *item = new QTableWidgetItem(text);
            if (row.wrong && column == 0)
                item->setIcon(shared::icon(u"warning", shared::Tone::Attention));
            setItem(index, column++, item);
        }
        ++index;
    }
    resizeColumnToContents(0);
    resizeColumnToContents(1);
    setVisible(index > 0);
}

} // namespace ui::performance

#include "moc_found_table.cpp"
