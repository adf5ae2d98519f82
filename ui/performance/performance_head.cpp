#include "ui/performance/performance_head.h"

#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

#include "app/performance/performance_watch.h"
#include "ui/shared/figures.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/shared/watched_figure.h"
#include "ui/theme.h"

namespace ui::performance {

using app::performance::PerformanceNotice;
using app::performance::PerformanceWatch;
using app::performance::Utterance;
using engine::performance::Clocks;
using engine::performance::GpuReading;
using shared::WatchedFigure;

namespace {

constexpr int kMeanOf = 10; // utterances
const QString kNone = QStringLiteral("–");

// Made with as much work for a second of speech.
bool isAlike(const Utterance &a, const Utterance &b) {
    return a.model == b.model && a.device == b.device && a.precision == b.precision && a.nfe == b.nfe;
}

} // namespace

PerformanceHead::PerformanceHead(const PerformanceWatch &watch, QWidget *parent) : QWidget(parent), m_watch(watch) {
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    m_rtf = add(tr("RTF, last / mean"),
                tr("Time of synthesis divided by the length of the speech; the mean is that of "
                   "the last ten with the same model and steps"),
                row);
    m_first = add(tr("first audio"), tr("From the start of synthesis to the first sound of the last utterance"), row);
    m_heat = add(tr("GPU"), {}, row);
    m_clocks = add(tr("clocks"), tr("Whether the clocks of the GPU are locked: speed varies less when they are"), row);
    row->addStretch(1);
    m_note = new QWidget(this);
    m_icon = new shared::IconLabel(shared::icon(u"info", shared::Tone::Quiet), 20, m_note);
    m_words = new QLabel(m_note);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    auto *note = new QHBoxLayout(m_note);
    note->setContentsMargins(0, 0, 0, 0);
    note->setSpacing(kGrid);
    note->addWidget(m_icon);
    note->addWidget(m_words, 1);
    connect(&m_watch, &PerformanceWatch::sampled, this, &PerformanceHead::followIfSeen);
    connect(&m_watch, &PerformanceWatch::uttered, this, &PerformanceHead::followIfSeen);
    connect(&m_watch, &PerformanceWatch::historyRead, this, &PerformanceHead::followIfSeen);
    connect(&m_watch, &PerformanceWatch::samplingChanged, this, &PerformanceHead::followIfSeen);
    connect(&m_watch, &PerformanceWatch::noticeBegan, this, &PerformanceHead::followIfSeen);
    connect(&m_watch, &PerformanceWatch::noticeEnded, this, &PerformanceHead::followIfSeen);
    follow();
}

WatchedFigure *PerformanceHead::add(const QString &caption, const QString &tip, QHBoxLayout *row) {
    auto *figure = new WatchedFigure(caption, tip, this);
    figure->setValue(kNone);
    row->addWidget(figure);
    return figure;
}

void PerformanceHead::followIfSeen() {
    if (isVisible()) // else showEvent() does it
        follow();
}

void PerformanceHead::showEvent(QShowEvent *event) {
    follow();
    QWidget::showEvent(event);
}

void PerformanceHead::follow() {
    showSpeed();
    showHeat();
    showWords();
    if (const QString all = words(); all != accessibleName())
        setAccessibleName(all);
}

void PerformanceHead::showSpeed() {
    const Utterance *last = nullptr;
    double sum = 0;
    int count = 0;
    const auto &all = m_watch.utterances();
    for (auto each = all.rbegin(); each != all.rend() && count < kMeanOf; ++each) {
        if (each->failed || each->rtf() <= 0 || (last && !isAlike(*each, *last)))
            continue;
        last = last ? last : &*each;
        sum += each->rtf();
        ++count;
    }
    m_rtf->setValue(last ? tr("%1 / %2", "RTF of the last and mean RTF")
                               .arg(shared::glance(last->rtf()), shared::glance(sum / count))
                         : kNone);
    m_first->setValue(last ? shared::seconds(last->timings.firstAudioSeconds) : kNone);
}

void PerformanceHead::showHeat() {
    const GpuReading &gpu = m_watch.gpu();
    const bool ofGpu = gpu.temperature.has_value();
    const auto heat = ofGpu ? gpu.temperature : m_watch.machine().temperature;
    m_heat->setValue(heat ? tr("%L1 °C").arg(*heat, 0, 'f', 0) : kNone);
    m_heat->setCaption(ofGpu || !heat ? tr("GPU") : tr("processor"));
    m_clocks->setValue(gpu.clocks != Clocks::Locked ? tr("not locked")
                       : gpu.lockedClock            ? tr("locked at %L1 MHz").arg(*gpu.lockedClock, 0, 'f', 0)
                                                    : tr("locked"));
    placeClocks();
}

void PerformanceHead::placeClocks() {
    const GpuReading &gpu = m_watch.gpu();
    const bool known = gpu.state == GpuReading::State::Present && gpu.clocks != Clocks::Unknown;
    const int needed = minimumSizeHint().width() + layout()->spacing() + m_clocks->minimumSizeHint().width();
    m_clocks->setVisible(known && needed <= width());
}

QSize PerformanceHead::minimumSizeHint() const {
    QSize size(0, 0);
    for (const WatchedFigure *figure : {m_rtf, m_first, m_heat}) {
        const QSize its = figure->minimumSizeHint();
        size = QSize(size.width() + its.width() + layout()->spacing(), std::max(size.height(), its.height()));
    }
    return size;
}

void PerformanceHead::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    placeClocks();
}

// What is wrong first, then what is missing.
void PerformanceHead::showWords() {
    QString said;
    bool wrong = false;
    bool alarm = false;
    for (const PerformanceNotice &notice : m_watch.notices()) {
        if (notice.weight == PerformanceNotice::Weight::News || (wrong && alarm))
            continue;
        wrong = true;
        alarm = notice.weight == PerformanceNotice::Weight::Alarm;
        said = tr("%1 %2", "what happened, what to do").arg(notice.problem.what, notice.problem.remedy);
    }
    const GpuReading &gpu = m_watch.gpu();
    if (!wrong) {
        const QString why = app::performance::whyInWords(gpu);
        if (!m_watch.isSampling()) {
            said = tr("The machine is not being watched; the settings can switch that on.");
        } else if (gpu.state == GpuReading::State::Lost) {
            said = tr("The GPU does not answer any more: %1.", "why").arg(why);
            wrong = true;
        } else if (gpu.state == GpuReading::State::Failed) {
            said = tr("The GPU cannot be asked: %1.", "why").arg(why);
            wrong = true;
        } else if (gpu.state == GpuReading::State::None && !why.isEmpty()) {
            said = tr("No GPU is watched: %1.", "why").arg(why);
        }
        if (m_watch.utterances().empty() && !wrong)
            said =
                tr("%1 Speed shows as soon as something is spoken.", "another sentence before it").arg(said).trimmed();
    }
    m_words->setText(said);
    setRole(m_words, wrong ? "attention" : "quiet");
    m_note->setVisible(!said.isEmpty());
    m_icon->setIcon(wrong ? shared::icon(u"warning", alarm ? shared::Tone::Alarm : shared::Tone::Attention)
                          : shared::icon(u"info", shared::Tone::Quiet));
}

QString PerformanceHead::words() const {
    return tr("RTF %1, first audio %2, %3 %4. %5", "the last: a name and its temperature, then a sentence")
        .arg(m_rtf->value(), m_first->value(), m_heat->caption(), m_heat->value(), m_words->text());
}

} // namespace ui::performance

#include "moc_performance_head.cpp"
