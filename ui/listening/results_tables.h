// The numbers of a listening test as tables, which say everything that its plots show and more: a row a column of the
// test, and a row a measure of its sounds.
#pragma once

#include <QString>

class QTableWidget;
class QWidget;

namespace app::listening {
struct TestResults;
}

namespace ui::listening {

QTableWidget *makeFigureTable(const QString &accessibleName, QWidget *parent); // Ctrl+C copies all of it

// What the votes say of each column.
void fillVerdicts(QTableWidget &table, const app::listening::TestResults &results);
// Medians of each measure, and how far the measure goes with the votes. Which variant a measure is, and why it was not
// measured, stands in the tooltip of its row.
void fillMeasures(QTableWidget &table, const app::listening::TestResults &results);

} // namespace ui::listening
