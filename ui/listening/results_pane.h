// What a listening test says: a sentence in plain words first, then what may be done about it, then plots, the same
// numbers in a table, what was measured of the sounds, and the whole report to be read and copied.
#pragma once

#include <QWidget>

#include <memory>
#include <optional>

#include "app/listening/test_results.h"
#include "app/settings/speech_purposes.h"
#include "ui/listening/listening_acts.h"
#include "ui/listening/result_plot.h"

class QAction;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableWidget;
class QToolButton;

namespace ui::listening {

class ResultsPane : public QWidget {
    Q_OBJECT

public:
    explicit ResultsPane(const ListeningActs &acts, QWidget *parent = nullptr);

    void showNothing(const QString &why, const QString &what); // what comes here
    void offer(ListeningActs::Act act);                        // the one thing to do while there is nothing
    void showResults(const std::shared_ptr<const app::listening::TestResults> &results);
    void showOrder(const QStringList &differences, const QString &objection); // what Apply would change, or why not
    void showApplied(const QString &words);                                   // the last change; empty: none
    void showCounting(const QString &words); // how far the count of artifacts is; empty: none runs
    const std::shared_ptr<const app::listening::TestResults> &results() const { return m_results; }
    std::optional<app::listening::Condition> column() const; // that Apply is about
    QList<app::SpeechPurpose> purposes() const;              // that are ticked
    QString sentence() const;

Q_SIGNALS:
    void columnChosen(); // column() or purposes()
    void shown();        // it can be seen now

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makePurposes(QHBoxLayout *row);
    void namePurposes();
    void fillColumns();
    void drawPlot();
    PlotData preferencePlot() const;
    PlotData dropPlot(std::size_t place) const;   // of the scales that decide
    PlotData ratingPlot(std::size_t place) const; // of the scales of a column
    PlotData speedPlot() const;

    std::shared_ptr<const app::listening::TestResults> m_results;
    QLabel *m_sentence;
    QLabel *m_reason;
    QLabel *m_looks;
    QPushButton *m_start;
    QWidget *m_counting;
    QLabel *m_counted;
    QAction *m_startAct = nullptr;
    const ListeningActs &m_acts;
    QToolButton *m_for;
    QList<QAction *> m_purposes; // in the order of app::allPurposes()
    QWidget *m_body;
    QComboBox *m_column;
    bool m_isPicked = false; // by a person; else it is what the test chose, which may change with what is measured
    QLabel *m_order;
    QLabel *m_applied;
    QComboBox *m_which;
    ResultPlot *m_plot;
    QTableWidget *m_table;
    QTableWidget *m_measures;
    QPlainTextEdit *m_report;
};

} // namespace ui::listening
