#include "ui/performance/found_table.h"

#include <QHeaderView>
#include <QStyle>

#include <algorithm>

#include "ui/performance/measure_words.h"
#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::performance {

namespace {

constexpr int kHighest = 10'000; // px of a row

} // namespace

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

// Notes wrap within the room that the style sheet leaves, which Qt's own hint does not take off.
int FoundTable::sizeHintForRow(int row) const {
    const int hint = QTableWidget::sizeHintForRow(row);
    const int last = columnCount() - 1;
    const QTableWidgetItem *note = item(row, last);
    if (note == nullptr)
        return hint;
    const int margin = kGrid + style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, this) + 1;
    const QRect room(0, 0, std::max(1, columnWidth(last) - 2 * margin), kHighest);
    return std::max(hint, fontMetrics().boundingRect(room, Qt::TextWordWrap, note->text()).height());
}

} // namespace ui::performance

#include "moc_found_table.cpp"
