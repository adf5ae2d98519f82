#include "ui/listening/results_pane.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QTabWidget>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/listening/results_report.h"
#include "ui/shared/controls.h"
#include "ui/shared/figures.h"
#include "ui/theme.h"

namespace ui::listening {

using app::listening::CandidateResult;
using app::listening::ColumnResult;
using app::listening::Interval;
using app::listening::TestResults;

namespace {

enum class Plot { Preference, Drop, Rating, Speed };

QString number(double value) {
    return QLocale().toString(value, 'f', 2);
}

QString withInterval(double value, const std::optional<Interval> &interval) {
    return interval ? ResultsPane::tr("%1 (%2 to %3)", "a figure and its interval")
                          .arg(number(value), number(interval->low), number(interval->high))
                    : number(value);
}

std::optional<std::pair<double, double>> pairOf(const std::optional<Interval> &interval) {
    return interval ? std::optional(std::pair(interval->low, interval->high)) : std::nullopt;
}

} // namespace

ResultsPane::ResultsPane(const ListeningActs &acts, QWidget *parent) : QWidget(parent), m_acts(acts) {
    auto *content = new QWidget;
    auto *scroll = new QScrollArea(this); // where the window is low
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, kGrid, 12, kGrid);
    m_sentence = new QLabel(this);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setRole(m_sentence, "heading");
    m_reason = new QLabel(this);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setWordWrap(true);
    m_looks = new QLabel(this);
    m_looks->setTextFormat(Qt::PlainText);
    m_looks->setWordWrap(true);
    setRole(m_looks, "quiet");
    m_start = new QPushButton(this);
    setRole(m_start, "primary");
    connect(m_start, &QPushButton::clicked, this, [this] { m_startAct->trigger(); });
    auto *start = new QHBoxLayout;
    start->addWidget(m_start);
    start->addStretch(1);
    m_body = new QWidget(this);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    m_column = new QComboBox(m_body);
    m_column->setAccessibleName(tr("Setting to apply"));
    shared::letWheelPass(m_column);
    auto *row = new QHBoxLayout;
    auto *purposes = new QHBoxLayout; // a row of its own: all three do not fit beside one another in every language
    makePurposes(purposes);
    purposes->addStretch(1);
    row->addStretch(1);
    for (const auto act : {ListeningActs::Apply, ListeningActs::RollBack}) {
        auto *button = new QToolButton(m_body);
        button->setDefaultAction(acts[act]);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
    m_order = new QLabel(m_body);
    m_applied = new QLabel(m_body);
    for (QLabel *label : {m_order, m_applied}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        setRole(label, "quiet");
    }
    m_which = new QComboBox(m_body);
    m_which->setAccessibleName(tr("Plot"));
    shared::letWheelPass(m_which);
    shared::keepRoomFor(m_which, tr("Ratings"));
    m_plot = new ResultPlot(m_body);
    m_table = new QTableWidget(m_body);
    m_table->setAccessibleName(tr("Figures of all columns"));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    auto *copy = new QShortcut(QKeySequence::Copy, m_table);
    copy->setContext(Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, [this] {
        QString text;
        for (int i = 0; i < m_table->rowCount(); ++i) {
            for (int column = 0; column < m_table->columnCount(); ++column)
                text += (column > 0 ? QStringLiteral("\t") : QString()) + m_table->item(i, column)->text();
            text += u'\n';
        }
        QApplication::clipboard()->setText(text);
    });
    m_report = new QPlainTextEdit(m_body);
    m_report->setReadOnly(true);
    m_report->setAccessibleName(tr("Report"));
    m_report->setTabChangesFocus(true);
    auto *plots = new QWidget(m_body);
    auto *plotLayout = new QVBoxLayout(plots);
    plotLayout->setContentsMargins(0, kGrid, 0, 0);
    plotLayout->addWidget(m_which);
    plotLayout->addWidget(m_plot, 1);
    auto *tabs = new QTabWidget(m_body);
    tabs->setAccessibleName(tr("Plot, figures, report"));
    tabs->addTab(plots, tr("Plot"));
    tabs->addTab(m_table, tr("Figures"));
    tabs->addTab(m_report, tr("Report"));
    body->addWidget(m_column);
    body->addLayout(purposes);
    body->addLayout(row);
    body->addWidget(m_order);
    body->addWidget(m_applied);
    body->addWidget(tabs, 1);
    layout->addWidget(m_sentence);
    layout->addWidget(m_reason);
    layout->addLayout(start);
    layout->addWidget(m_looks);
    layout->addWidget(m_body, 1);
    layout->addStretch(0);
    for (QLabel *label : {m_sentence, m_reason, m_looks, m_order, m_applied})
        label->setMinimumWidth(240); // a very long word in them makes nobody scroll sideways
    setMinimumWidth(320);
    connect(m_column, &QComboBox::activated, this, &ResultsPane::columnChosen);
    connect(m_which, &QComboBox::activated, this, &ResultsPane::drawPlot);
}

QString ResultsPane::sentence() const {
    return m_sentence->text();
}

// A menu, as the pane is narrow. The precision belongs to the model, and so to all of them.
void ResultsPane::makePurposes(QHBoxLayout *row) {
    m_for = new QToolButton(m_body);
    m_for->setPopupMode(QToolButton::InstantPopup);
    m_for->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_for->setFocusPolicy(Qt::StrongFocus);
    auto *menu = new QMenu(m_for);
    for (const app::SpeechPurpose purpose : app::allPurposes()) {
        QAction *act = menu->addAction(nameOf(purpose));
        act->setCheckable(true);
        act->setChecked(true);
        m_purposes << act;
        connect(act, &QAction::toggled, this, [this] {
            namePurposes();
            Q_EMIT columnChosen();
        });
    }
    m_for->setMenu(menu);
    namePurposes();
    row->addWidget(m_for);
}

void ResultsPane::namePurposes() {
    QStringList names;
    for (const app::SpeechPurpose purpose : purposes())
        names << nameOf(purpose);
    const QString words = names.size() == m_purposes.size() ? tr("For everything")
                          : names.isEmpty()                 ? tr("For nothing")
                          : names.size() == 1               ? tr("For %1").arg(names.first())
                                                            : tr("For %1 and %2").arg(names.first(), names.last());
    m_for->setText(words + QStringLiteral(" ▾")); // it opens a menu
    m_for->setAccessibleName(tr("What the applied setting counts for: %1").arg(words));
}

QList<app::SpeechPurpose> ResultsPane::purposes() const {
    QList<app::SpeechPurpose> ticked;
    for (qsizetype i = 0; i < m_purposes.size(); ++i) {
        if (m_purposes[i]->isChecked())
            ticked << app::allPurposes()[i];
    }
    return ticked;
}

void ResultsPane::showNothing(const QString &why, const QString &what) {
    m_results.reset();
    m_sentence->setText(why);
    m_reason->setText(what);
    m_looks->hide();
    m_body->hide();
}

void ResultsPane::offer(ListeningActs::Act act) {
    if (m_startAct)
        m_startAct->disconnect(this);
    m_startAct = m_acts[act];
    setRole(m_start, act == ListeningActs::New ? "" : "primary"); // the page without a test has that one large
    const auto follow = [this] {
        m_start->setText(m_startAct->text().remove(u'&'));
        m_start->setToolTip(m_startAct->toolTip());
        m_start->setEnabled(m_startAct->isEnabled());
    };
    connect(m_startAct, &QAction::changed, this, follow);
    follow();
    m_start->show();
}

void ResultsPane::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    Q_EMIT shown();
}

void ResultsPane::showResults(const std::shared_ptr<const TestResults> &results) {
    m_results = results;
    m_sentence->setText(results->sentence);
    m_reason->setText(results->choiceReason);
    m_looks->setText(lookedAt(*results));
    m_looks->setVisible(!results->looks.empty());
    setRole(m_looks, results->isLookedAtTooOften() ? "attention" : "quiet");
    m_start->hide();
    fillColumns();
    fillTable();
    m_report->setPlainText(QString::fromStdString(asReport(*results)));
    const QVariant before = m_which->currentData();
    m_which->clear();
    const bool preferred =
        std::any_of(results->candidates.begin(), results->candidates.end(),
                    [](const CandidateResult &each) { return each.preference && each.preference->candidateShare(); });
    const bool rated = std::any_of(results->columns.begin(), results->columns.end(),
                                   [](const ColumnResult &each) { return !each.ratings.empty(); });
    if (preferred)
        m_which->addItem(tr("Preference"), int(Plot::Preference));
    m_which->addItem(tr("Drop, with the margins"), int(Plot::Drop));
    if (rated)
        m_which->addItem(tr("Ratings"), int(Plot::Rating));
    m_which->addItem(tr("Quality against speed"), int(Plot::Speed));
    m_which->setCurrentIndex(std::max(0, m_which->findData(before)));
    drawPlot();
    m_body->show();
    Q_EMIT columnChosen();
}

void ResultsPane::fillColumns() {
    const QVariant before = m_column->currentData();
    m_column->clear();
    for (const CandidateResult &candidate : m_results->candidates)
        m_column->addItem(candidate.key, int(candidate.candidate));
    int index = m_column->findData(before);
    if (index < 0 && m_results->choice)
        index = m_column->findData(int(*m_results->choice));
    m_column->setCurrentIndex(std::max(0, index));
}

std::optional<app::listening::Condition> ResultsPane::column() const {
    return m_results && m_column->currentIndex() >= 0 ? std::optional(m_column->currentData().toInt()) : std::nullopt;
}

void ResultsPane::showOrder(const QStringList &differences, const QString &objection) {
    m_order->setText(!objection.isEmpty()    ? objection
                     : differences.isEmpty() ? tr("Applying it would change nothing.")
                                             : tr("Apply changes: %1").arg(differences.join(u'\n')));
}

void ResultsPane::showApplied(const QString &words) {
    m_applied->setText(words);
    m_applied->setVisible(!words.isEmpty());
}

void ResultsPane::fillTable() {
    const QStringList heads{tr("Column"),     tr("Verdict"), tr("Votes"),      tr("Drop, points"),
                            tr("Preference"), tr("RTF"),     tr("Right (ABX)")};
    m_table->setColumnCount(int(heads.size()));
    m_table->setHorizontalHeaderLabels(heads);
    m_table->setRowCount(int(m_results->columns.size()));
    for (int i = 0; i < int(m_results->columns.size()); ++i) {
        const ColumnResult &column = m_results->columns[std::size_t(i)];
        const CandidateResult *candidate = m_results->find(column.column);
        const QString none = tr("—", "no figure");
        QString votes = none;
        QString drop = none;
        QString preference = none;
        QString right = none;
        if (candidate && !candidate->scales.empty()) {
            votes = QString::number(candidate->scales.front().votes);
            drop = withInterval(candidate->scales.front().drop, candidate->scales.front().headline);
        }
        if (candidate && candidate->preference && candidate->preference->candidateShare())
            preference = withInterval(*candidate->preference->candidateShare(), candidate->preference->share);
        if (candidate && candidate->recognition)
            right = tr("%1 of %2").arg(candidate->recognition->right).arg(candidate->recognition->asked);
        const QStringList cells{column.isBaseline ? tr("%1 (baseline)").arg(column.key) : column.key,
                                candidate ? candidate->sentence : none,
                                votes,
                                drop,
                                preference,
                                column.rtf ? shared::glance(*column.rtf) : none,
                                right};
        for (int place = 0; place < cells.size(); ++place) {
            auto *item = new QTableWidgetItem(cells[place]);
            item->setToolTip(cells[place]);
            m_table->setItem(i, place, item);
        }
    }
    m_table->resizeColumnsToContents();
    m_table->setColumnWidth(1, 160);
}

void ResultsPane::drawPlot() {
    switch (Plot(m_which->currentData().toInt())) {
    case Plot::Preference:
        m_plot->show(preferencePlot());
        break;
    case Plot::Drop:
        m_plot->show(dropPlot());
        break;
    case Plot::Rating:
        m_plot->show(ratingPlot());
        break;
    case Plot::Speed:
        m_plot->show(speedPlot());
        break;
    }
}

PlotData ResultsPane::preferencePlot() const {
    PlotData plot{
        tr("Preference against the baseline"), {}, tr("Share that prefers it"), {}, {{0.5, tr("no difference")}}};
    for (const CandidateResult &each : m_results->candidates) {
        if (each.preference && each.preference->candidateShare())
            plot.points.push_back(
                {each.key, 0, *each.preference->candidateShare(), pairOf(each.preference->share), each.isAccepted()});
    }
    return plot;
}

PlotData ResultsPane::dropPlot() const {
    const auto &margins = m_results->design.margins;
    PlotData plot{tr("Drop against the baseline"),
                  {},
                  tr("Points worse than the baseline"),
                  {},
                  {{margins.inferior, tr("accepted below")}, {margins.rejected, tr("rejected above")}}};
    for (const CandidateResult &each : m_results->candidates) {
        for (const auto &scale : each.scales) {
            if (scale.decides && scale.votes > 0) {
                plot.points.push_back({each.key, 0, scale.drop, pairOf(scale.headline), each.isAccepted()});
                break;
            }
        }
    }
    return plot;
}

PlotData ResultsPane::ratingPlot() const {
    PlotData plot{tr("Ratings by column"), {}, tr("Mean rating"), {}, {}};
    for (const ColumnResult &each : m_results->columns) {
        if (!each.ratings.empty())
            plot.points.push_back(
                {each.key, 0, each.ratings.front().mean, pairOf(each.ratings.front().interval), each.onFront});
    }
    return plot;
}

PlotData ResultsPane::speedPlot() const {
    PlotData plot{
        tr("Quality against speed"), tr("RTF, less is faster"), tr("Quality, points from the baseline"), {}, {}};
    plot.joinsStrong = true;
    for (const ColumnResult &each : m_results->columns) {
        if (each.rtf && each.quality)
            plot.points.push_back({each.key, *each.rtf, *each.quality, pairOf(each.qualityInterval), each.onFront});
    }
    return plot;
}

} // namespace ui::listening

#include "moc_results_pane.cpp"
