#include "ui/listening/results_tables.h"

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QHeaderView>
#include <QLocale>
#include <QShortcut>
#include <QTableWidget>

#include "app/listening/test_results.h"
#include "ui/shared/figures.h"
#include "ui/shared/plain_tip.h"

namespace ui::listening {

using app::listening::CandidateResult;
using app::listening::ColumnResult;
using app::listening::Interval;
using app::listening::MeasureAndVotes;
using app::listening::TestResults;

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(ui::listening::ResultsTables)
};

QString none() {
    return Words::tr("—", "no figure");
}

QString number(double value, int decimals = 2) {
    return QLocale().toString(value, 'f', decimals);
}

QString withInterval(double value, const std::optional<Interval> &interval) {
    return interval ? Words::tr("%1 (%2 to %3)", "a figure and its interval")
                          .arg(number(value), number(interval->low), number(interval->high))
                    : number(value);
}

QString keyOfColumn(const ColumnResult &column) {
    return column.isBaseline ? Words::tr("%1 (baseline)").arg(column.key) : column.key;
}

void put(QTableWidget &table, int row, int place, const QString &words, const QString &tip) {
    auto *item = new QTableWidgetItem(words);
    item->setToolTip(shared::plainTip(tip));
    table.setItem(row, place, item);
}

// With the scale that is asked about first; the tip has all of them.
void putVotes(QTableWidget &table, int row, int place, const TestResults &results, const std::string &measure) {
    QString first, all;
    for (const MeasureAndVotes &each : results.correlations) {
        if (each.measure != measure)
            continue;
        const QString scale = nameOf(each.scale);
        if (!each.spearman || !each.kendall) {
            all += Words::tr("%1: not known, as all are equal", "scale").arg(scale) + u'\n';
            continue;
        }
        if (first.isEmpty())
            first = Words::tr("%1 (n %2)", "correlation, of so many cells")
                        .arg(number(each.spearman->value), QLocale().toString(qulonglong(each.cells)));
        all += Words::tr("%1: Spearman %2 (p %3), Kendall %4 (p %5), %6 cells")
                   .arg(scale, number(each.spearman->value), number(each.spearman->p, 3), number(each.kendall->value),
                        number(each.kendall->p, 3), QLocale().toString(qulonglong(each.cells))) +
               u'\n';
    }
    put(table, row, place, first.isEmpty() ? none() : first, all.trimmed());
}

} // namespace

QTableWidget *makeFigureTable(const QString &accessibleName, QWidget *parent) {
    auto *table = new QTableWidget(parent);
    table->setAccessibleName(accessibleName);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    auto *copy = new QShortcut(QKeySequence::Copy, table);
    copy->setContext(Qt::WidgetShortcut);
    QObject::connect(copy, &QShortcut::activated, table, [table] {
        QString text;
        for (int place = 0; place < table->columnCount(); ++place)
            text += (place > 0 ? QStringLiteral("\t") : QString()) + table->horizontalHeaderItem(place)->text();
        text += u'\n';
        for (int row = 0; row < table->rowCount(); ++row) {
            for (int place = 0; place < table->columnCount(); ++place)
                text += (place > 0 ? QStringLiteral("\t") : QString()) + table->item(row, place)->text();
            text += u'\n';
        }
        QApplication::clipboard()->setText(text);
    });
    return table;
}

void fillVerdicts(QTableWidget &table, const TestResults &results) {
    const QStringList heads{Words::tr("Column"),       Words::tr("Verdict"),    Words::tr("Votes"),
                            Words::tr("Drop, points"), Words::tr("Preference"), Words::tr("RTF"),
                            Words::tr("Right (ABX)")};
    table.setColumnCount(int(heads.size()));
    table.setHorizontalHeaderLabels(heads);
    table.setRowCount(int(results.columns.size()));
    for (int i = 0; i < int(results.columns.size()); ++i) {
        const ColumnResult &column = results.columns[std::size_t(i)];
        const CandidateResult *candidate = results.find(column.column);
        QString votes = none(), drop = none(), preference = none(), right = none();
        if (candidate && !candidate->scales.empty()) {
            votes = QString::number(candidate->scales.front().votes);
            drop = withInterval(candidate->scales.front().drop, candidate->scales.front().headline);
        }
        if (candidate && candidate->preference && candidate->preference->candidateShare())
            preference = withInterval(*candidate->preference->candidateShare(), candidate->preference->share);
        if (candidate && candidate->recognition)
            right = Words::tr("%1 of %2").arg(candidate->recognition->right).arg(candidate->recognition->asked);
        const QStringList cells{keyOfColumn(column), candidate ? candidate->sentence : none(),          votes, drop,
                                preference,          column.rtf ? shared::glance(*column.rtf) : none(), right};
        for (int place = 0; place < cells.size(); ++place)
            put(table, i, place, cells[place], cells[place]);
    }
    table.resizeColumnsToContents();
    table.setColumnWidth(1, 160);
}

void fillMeasures(QTableWidget &table, const TestResults &results) {
    const auto &measured = results.measured;
    const int columns = int(results.columns.size());
    QStringList heads{Words::tr("Measure")};
    for (const ColumnResult &column : results.columns)
        heads << keyOfColumn(column);
    heads << Words::tr("With the votes", "how far a measure goes with them");
    table.setColumnCount(int(heads.size()));
    table.setHorizontalHeaderLabels(heads);
    table.horizontalHeaderItem(columns + 1)
        ->setToolTip(Words::tr("Spearman’s rank correlation of the measure with the votes, over sounds: 1 or −1 goes "
                               "with them wholly, 0 not at all"));
    const auto &all = app::listening::measures();
    table.setRowCount(int(all.size()));
    for (int row = 0; row < int(all.size()); ++row) {
        const auto &measure = all[std::size_t(row)];
        QString tip = measure.variant();
        if (const auto why = measured.notMeasured.find(measure.id); why != measured.notMeasured.end())
            tip += u'\n' + why->second;
        put(table, row, 0, measure.name(), tip);
        for (int i = 0; i < columns; ++i) {
            const auto value = measured.median(measure.id, results.columns[std::size_t(i)].column);
            put(table, row, i + 1,
                value                    ? number(*value, measure.decimals)
                : measured.cells.empty() ? Words::tr("not measured yet")
                                         : Words::tr("not measured"),
                tip);
        }
        putVotes(table, row, columns + 1, results, measure.id);
    }
    table.resizeColumnsToContents();
}

} // namespace ui::listening
