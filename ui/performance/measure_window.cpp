#include "ui/performance/measure_window.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include "app/storage/file_thread.h"
#include "engine/error.h"
#include "ui/performance/found_table.h"
#include "ui/performance/trend_plot.h"
#include "ui/shared/controls.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::performance {

using app::performance::PerformanceWatch;
using app::performance::Series;
using app::performance::VerbRun;

namespace {

constexpr QSize kUsual{760, 620};
constexpr int kFrame = 48;        // px of what is around it
constexpr int kLeastHeight = 400; // px; the width is that of the buttons
constexpr int kIcon = 20;         // px
constexpr Measure kAll[] = {Measure::Bench,   Measure::Sweep,    Measure::Vocoder, Measure::Check,
                            Measure::Profile, Measure::SelfTest, Measure::Status};

} // namespace

MeasureWindow::MeasureWindow(Uses uses, QWidget *parent)
    : QDialog(parent), m_uses(std::move(uses)), m_run(m_uses.program) {
    setWindowTitle(tr("Measure"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(makeChoice());
    m_about = new QLabel(this);
    m_about->setWordWrap(true);
    setRole(m_about, "quiet");
    layout->addWidget(m_about);
    m_progress = new QProgressBar(this);
    m_progress->setRange(0, 0); // the verbs do not say how far they are
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("It is being measured"));
    layout->addWidget(m_progress);
    auto *standing = new QHBoxLayout;
    m_icon = new shared::IconLabel({}, kIcon, this);
    m_standing = new QLabel(this);
    m_standing->setWordWrap(true);
    m_standing->setTextFormat(Qt::PlainText);
    standing->addWidget(m_icon, 0, Qt::AlignTop);
    standing->addWidget(m_standing, 1);
    layout->addLayout(standing);
    m_rows = new FoundTable(this);
    layout->addWidget(m_rows, 3);
    m_trend = new TrendPlot(this);
    m_trend->hide(); // until there is a record
    layout->addWidget(m_trend, 2);
    layout->addStretch(0);
    layout->addWidget(makeBottom());
    setMinimumHeight(kLeastHeight);
    resize(kUsual.boundedTo(screen()->availableGeometry().size() - QSize(0, kFrame)));

    connect(m_choice, &QComboBox::currentIndexChanged, this, &MeasureWindow::follow);
    connect(&m_run, &VerbRun::finished, this, [this](const QByteArray &json) { take(json); });
    connect(&m_run, &VerbRun::failed, this, [this](const app::Problem &problem) {
        say(problem.what + u' ' + problem.remedy, true);
        follow();
    });
    connect(&m_run, &VerbRun::stopped, this, [this] {
        say(m_gaveWay ? tr("Stopped, as something is spoken: both would be slower. Begin again afterwards.")
            : m_measured == Measure::Sweep ? tr("Stopped. Records of the steps before are kept.")
                                           : tr("Stopped. Nothing was kept."),
            false);
        follow();
    });
    connect(&m_uses.watch, &PerformanceWatch::queuesChanged, this, [this] {
        if (isMeasuring() && !m_imports && !m_compares && m_measured != Measure::Status && isSpeaking()) {
            m_gaveWay = true;
            m_run.stop();
        }
        follow();
    });
    connect(&m_uses.watch, &PerformanceWatch::measured, this, &MeasureWindow::readHistory); // also by a timer
    m_rows->present({});
    say({}, false);
    follow();
    readHistory();
}

QWidget *MeasureWindow::makeChoice() {
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    m_choice = new QComboBox(box);
    m_choice->setAccessibleName(tr("What is measured"));
    for (const Measure each : kAll)
        m_choice->addItem(nameOf(each), int(each));
    shared::letWheelPass(m_choice);
    m_begin = new QPushButton(tr("&Begin"), box);
    setRole(m_begin, "primary");
    m_stop = new QPushButton(shared::icon(u"stop"), tr("&Stop"), box);
    m_stop->setToolTip(tr("Measures no further; what is not finished is not kept"));
    for (QPushButton *button : {m_begin, m_stop})
        button->setAutoDefault(false);
    connect(m_begin, &QPushButton::clicked, this, &MeasureWindow::begin);
    connect(m_stop, &QPushButton::clicked, this, &MeasureWindow::stop);
    row->addWidget(m_choice, 1);
    row->addWidget(m_begin);
    row->addWidget(m_stop);
    return box;
}

QWidget *MeasureWindow::makeBottom() {
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    m_copy = new QPushButton(shared::icon(u"copy"), tr("&Copy"), box);
    m_copy->setToolTip(tr("The result as text"));
    auto *close = new QPushButton(tr("Close"), box);
    m_compare = new QPushButton(tr("Compare with …"), box);
    for (QPushButton *button : {m_copy, m_compare, close})
        button->setAutoDefault(false);
    connect(m_compare, &QPushButton::clicked, this, [this] {
        ask(tr("Compare with an earlier result"), tr("Results (*.json)"), {},
            [this](const QString &file) { compareWith(file); });
    });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(asText(m_finding)); });
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    row->addWidget(m_copy);
    row->addWidget(makeFilesButton());
    row->addWidget(m_compare);
    row->addStretch(1);
    row->addWidget(close);
    return box;
}

Measure MeasureWindow::chosen() const {
    return Measure(m_choice->currentData().toInt());
}

void MeasureWindow::choose(Measure measure) {
    m_choice->setCurrentIndex(m_choice->findData(int(measure)));
}

bool MeasureWindow::isSpeaking() const {
    const auto queue = m_uses.watch.store().newest(Series::SpeechQueue);
    return queue && queue->mean > 0;
}

QString MeasureWindow::whyNot() const {
    if (isMeasuring())
        return tr("Something is being measured");
    return chosen() != Measure::Status && isSpeaking()
               ? tr("Something is being spoken: both would be slower than they are")
               : QString();
}

void MeasureWindow::follow() {
    const bool measuring = isMeasuring();
    const QString whyNot = this->whyNot();
    m_about->setText(describe(chosen()));
    m_choice->setEnabled(!measuring);
    m_begin->setEnabled(whyNot.isEmpty());
    m_begin->setToolTip(!whyNot.isEmpty()
                            ? whyNot
                            : tr("“%1” at a shell does the same").arg(lineOf(argumentsOf(chosen(), m_uses.chosen()))));
    m_stop->setEnabled(measuring);
    m_progress->setVisible(measuring);
    m_copy->setEnabled(!m_finding.rows.empty());
    m_compare->setVisible(chosen() == Measure::Profile || chosen() == Measure::Bench);
    m_compare->setEnabled(chosen() == Measure::Bench ? showsSpeed() : m_begin->isEnabled());
    m_compare->setToolTip(
        chosen() == Measure::Bench
            ? tr("Sets an earlier result that was saved beside the one that is shown; measure first")
            : tr("Measures where the time goes, and sets an earlier result that was saved beside it"));
    m_trace->setEnabled(!measuring && !isSpeaking());
    m_import->setEnabled(!measuring);
    m_compareFiles->setEnabled(!measuring);
    m_saveResult->setEnabled(!m_said.isEmpty());
    m_saveTrend->setEnabled(m_trend->shown() > 0);
}

void MeasureWindow::begin() {
    if (m_begin->isEnabled())
        start(argumentsOf(chosen(), m_uses.chosen()));
}

// It may have changed while the person looked for the file.
bool MeasureWindow::refuses() {
    const QString why = whyNot();
    if (!why.isEmpty())
        say(tr("%1. Begin again afterwards.", "why not now").arg(why), true);
    return !why.isEmpty();
}

void MeasureWindow::compareWith(const QString &file) {
    if (showsSpeed() && chosen() == Measure::Bench) {
        compareSpeed(file);
        return;
    }
    if (!isMeasuring())
        choose(Measure::Profile);
    if (!refuses())
        start(argumentsOf(Measure::Profile, m_uses.chosen(), file));
}

void MeasureWindow::start(const QStringList &arguments) {
    m_measured = chosen();
    m_gaveWay = false;
    m_imports = false;
    m_compares = false;
    m_finding = {};
    m_said.clear();
    m_rows->present(m_finding);
    say(tr("It is being measured …"), false);
    m_run.start(arguments);
    follow();
}

void MeasureWindow::stop() {
    m_run.stop();
}

void MeasureWindow::say(const QString &words, bool wrong) {
    m_standing->setText(words);
    m_standing->setVisible(!words.isEmpty());
    m_icon->setVisible(!words.isEmpty());
    m_icon->setIcon(wrong ? shared::icon(u"warning", shared::Tone::Attention)
                          : shared::icon(u"info", shared::Tone::Quiet));
    setRole(m_standing, wrong ? "attention" : "");
}

QString MeasureWindow::words() const {
    return m_standing->text();
}

void MeasureWindow::take(const QByteArray &json) {
    const QJsonObject said = QJsonDocument::fromJson(json).object();
    if (m_imports) {
        say(importInWords(said), false);
    } else if (m_compares) {
        Finding compared = readComparison(said);
        if (m_shows)
            compared.rows.insert(compared.rows.end(), m_finding.rows.begin(), m_finding.rows.end());
        else
            m_said.clear(); // it is not in sight any more
        m_finding = std::move(compared);
        say(m_finding.verdict, m_finding.wrong);
        m_rows->present(m_finding);
    } else {
        m_said = json;
        m_finding = readFinding(m_measured, said);
        say(m_finding.verdict, m_finding.wrong);
        m_rows->present(m_finding);
    }
    follow();
    readHistory();
}

// Off this thread: it may hold years.
void MeasureWindow::readHistory() {
    m_uses.files.post([self = QPointer<MeasureWindow>(this), file = m_uses.history] {
        std::vector<engine::performance::SpeedRecord> records;
        try {
            records = engine::performance::readHistory(file).records;
        } catch (const engine::Error &) {
            records.clear(); // the verbs say what is wrong with it
        }
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, records = std::move(records)] {
                if (!self)
                    return;
                self->m_trend->present(records);
                self->m_trend->setVisible(self->m_trend->shown() > 0);
                self->follow();
            },
            Qt::QueuedConnection);
    });
}

} // namespace ui::performance

#include "moc_measure_window.cpp"
