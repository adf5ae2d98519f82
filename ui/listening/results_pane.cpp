#include "ui/listening/results_pane.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/listening/results_report.h"
#include "ui/listening/results_tables.h"
#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::listening {

using app::listening::CandidateResult;
using app::listening::ColumnResult;
using app::listening::Interval;
using app::listening::TestResults;

namespace {

enum class Plot { Preference, Drop, Rating, Speed };

// A plot and the scale that it is about, by its place among those that have votes.
int choiceOf(Plot plot, std::size_t scale = 0) {
    return int(plot) + 8 * int(scale);
}

bool isDeciding(const app::listening::ScaleResult &scale) {
    return scale.decides && scale.votes > 0;
}

// Of the candidate that has most of them.
std::vector<app::listening::Scale> decidingScales(const TestResults &results) {
    std::vector<app::listening::Scale> most;
    for (const CandidateResult &each : results.candidates) {
        std::vector<app::listening::Scale> scales;
        for (const auto &scale : each.scales) {
            if (isDeciding(scale))
                scales.push_back(scale.scale);
        }
        if (scales.size() > most.size())
            most = std::move(scales);
    }
    return most;
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
    m_start->setAutoDefault(true); // Enter presses it, too
    connect(m_start, &QPushButton::clicked, this, [this] { m_startAct->trigger(); });
    auto *start = new QHBoxLayout;
    start->addWidget(m_start);
    start->addStretch(1);
    m_counting = new QWidget(this);
    m_counted = new QLabel(m_counting);
    m_counted->setTextFormat(Qt::PlainText);
    m_counted->setWordWrap(true);
    auto *stop = new QToolButton(m_counting);
    stop->setText(tr("Stop"));
    stop->setAccessibleName(tr("Stop counting artifacts"));
    stop->setFocusPolicy(Qt::StrongFocus);
    connect(stop, &QToolButton::clicked, acts[ListeningActs::Batch], &QAction::trigger);
    auto *counting = new QHBoxLayout(m_counting);
    counting->setContentsMargins(0, 0, 0, 0);
    counting->addWidget(m_counted, 1);
    counting->addWidget(stop);
    m_counting->hide();
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
    m_table = makeFigureTable(tr("Figures of all columns"), m_body);
    m_measures = makeFigureTable(tr("Measures of the sounds"), m_body);
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
    tabs->setAccessibleName(tr("Plot, figures, measures, report"));
    tabs->addTab(plots, tr("Plot"));
    tabs->addTab(m_table, tr("Figures"));
    tabs->addTab(m_measures, tr("Measures"));
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
    layout->addWidget(m_counting);
    layout->addWidget(m_body, 1);
    layout->addStretch(0);
    for (QLabel *label : {m_sentence, m_reason, m_looks, m_order, m_applied})
        label->setMinimumWidth(240); // a very long word in them makes nobody scroll sideways
    setMinimumWidth(320);
    connect(m_column, &QComboBox::activated, this, [this] {
        m_isPicked = true;
        Q_EMIT columnChosen();
    });
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
    m_reason->show();
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
    if (!m_results || m_results->test != results->test)
        m_isPicked = false;
    m_results = results;
    m_sentence->setText(results->sentence);
    m_reason->setText(results->choiceReason);
    m_reason->setVisible(!results->sentence.contains(results->choiceReason));
    m_looks->setText(lookedAt(*results));
    m_looks->setVisible(!results->looks.empty());
    setRole(m_looks, results->isLookedAtTooOften() ? "attention" : "quiet");
    m_start->hide();
    fillColumns();
    fillVerdicts(*m_table, *results);
    fillMeasures(*m_measures, *results);
    m_report->setPlainText(QString::fromStdString(asReport(*results)));
    const QVariant before = m_which->currentData();
    m_which->clear();
    const bool preferred =
        std::any_of(results->candidates.begin(), results->candidates.end(),
                    [](const CandidateResult &each) { return each.preference && each.preference->candidateShare(); });
    if (preferred)
        m_which->addItem(tr("Preference"), choiceOf(Plot::Preference));
    const auto deciding = decidingScales(*results);
    m_which->addItem(deciding.size() > 1 ? tr("Drop, with the margins: %1").arg(nameOf(deciding.front()))
                                         : tr("Drop, with the margins"),
                     choiceOf(Plot::Drop));
    for (std::size_t i = 1; i < deciding.size(); ++i)
        m_which->addItem(tr("Drop, with the margins: %1").arg(nameOf(deciding[i])), choiceOf(Plot::Drop, i));
    const auto most = std::max_element(
        results->columns.begin(), results->columns.end(),
        [](const ColumnResult &a, const ColumnResult &b) { return a.ratings.size() < b.ratings.size(); });
    for (std::size_t i = 0; most != results->columns.end() && i < most->ratings.size(); ++i)
        m_which->addItem(tr("Ratings: %1").arg(nameOf(most->ratings[i].scale)), choiceOf(Plot::Rating, i));
    m_which->addItem(tr("Quality against speed"), choiceOf(Plot::Speed));
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
    int index = m_isPicked ? m_column->findData(before) : -1;
    if (index < 0 && m_results->choice)
        index = m_column->findData(int(*m_results->choice));
    m_column->setCurrentIndex(std::max(0, index));
}

std::optional<app::listening::Condition> ResultsPane::column() const {
    return m_results && m_column->currentIndex() >= 0 ? std::optional(m_column->currentData().toInt()) : std::nullopt;
}

void ResultsPane::showOrder(const QStringList &differences, const QString &objection) {
    // Of several columns that are not accepted the sentence above tells none apart.
    const CandidateResult *candidate = m_results && column() ? m_results->find(*column()) : nullptr;
    const bool tells = candidate && !candidate->isAccepted() && m_results->candidates.size() > 1;
    m_order->setText(!objection.isEmpty()    ? (tells ? candidate->sentence + u'\n' + objection : objection)
                     : differences.isEmpty() ? tr("Applying it would change nothing.")
                                             : tr("Apply changes: %1").arg(differences.join(u'\n')));
}

void ResultsPane::showCounting(const QString &words) {
    m_counted->setText(words);
    m_counting->setVisible(!words.isEmpty());
}

void ResultsPane::showApplied(const QString &words) {
    m_applied->setText(words);
    m_applied->setVisible(!words.isEmpty());
}

void ResultsPane::drawPlot() {
    const int choice = m_which->currentData().toInt();
    const auto scale = std::size_t(choice / 8);
    switch (Plot(choice % 8)) {
    case Plot::Preference:
        m_plot->show(preferencePlot());
        break;
    case Plot::Drop:
        m_plot->show(dropPlot(scale));
        break;
    case Plot::Rating:
        m_plot->show(ratingPlot(scale));
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

PlotData ResultsPane::dropPlot(std::size_t place) const {
    const auto &margins = m_results->design.margins;
    PlotData plot{tr("Drop against the baseline"),
                  {},
                  tr("Points worse than the baseline"),
                  {},
                  {{margins.inferior, tr("accepted below")}, {margins.rejected, tr("rejected above")}}};
    const auto deciding = decidingScales(*m_results);
    if (place >= deciding.size())
        return plot;
    for (const CandidateResult &each : m_results->candidates) {
        for (const auto &scale : each.scales) {
            if (isDeciding(scale) && scale.scale == deciding[place])
                plot.points.push_back({each.key, 0, scale.drop, pairOf(scale.headline), each.isAccepted()});
        }
    }
    return plot;
}

PlotData ResultsPane::ratingPlot(std::size_t place) const {
    PlotData plot{tr("Ratings by column"), {}, tr("Mean rating"), {}, {}};
    for (const ColumnResult &each : m_results->columns) {
        if (place < each.ratings.size()) {
            const ColumnResult::Rating &rating = each.ratings[place];
            plot.yTitle = tr("%1, mean rating", "scale").arg(nameOf(rating.scale));
            plot.points.push_back({each.key, 0, rating.mean, pairOf(rating.interval), each.onFront});
        }
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
