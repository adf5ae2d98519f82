#include "ui/performance/clock_sheet.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::performance {

using app::performance::ClockService;
using app::performance::PerformanceWatch;
using engine::performance::Clocks;
using engine::performance::GpuReading;

namespace {

constexpr int kSheetWidth = 480;       // px of its words
constexpr quint64 kReadingsUntil = 10; // a clock that is released falls within a moment

void setWords(QLabel &label, const QString &text) {
    if (text == label.text())
        return;
    label.setText(text);
    label.ensurePolished();
    label.setMinimumHeight(label.heightForWidth(kSheetWidth));
}

QLabel *makeWords(const QString &text, QWidget *parent) {
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFixedWidth(kSheetWidth);
    setWords(*label, text);
    return label;
}

} // namespace

ClockSheet::ClockSheet(const PerformanceWatch &watch, QWidget *parent, const QString &systemctl)
    : QDialog(parent), m_watch(watch), m_service(systemctl) {
    setWindowTitle(tr("GPU clocks"));
    m_state = makeWords({}, this);
    auto *about = makeWords(
        tr("Held at its highest clock a card speaks faster, and takes the same time each time: iShowTTS measured an "
           "RTF "
           "of 0.168 ± 4.7 % with locked clocks and 0.352 ± 16 % without. It needs more power then and becomes warmer, "
           "also while it rests.\n\nThe service ishowtts-clocks, which comes with the installed program, holds them "
           "until it is stopped or the computer starts anew. The system may ask for an administrator's password. "
           "Nothing changes before you press a button."),
        this);
    setRole(about, "quiet");
    m_always = new QCheckBox(tr("Also at each &start of the computer"), this);
    m_always->setToolTip(tr("Locking enables the service, releasing disables it"));
    m_answer = makeWords({}, this);
    m_lock = new QPushButton(tr("&Lock"), this);
    m_release = new QPushButton(tr("&Release"), this);
    auto *close = new QPushButton(tr("Close"), this);
    for (QPushButton *button : {m_lock, m_release, close})
        button->setAutoDefault(false);
    QVBoxLayout *layout = shared::layOutSheet(this);
    layout->setSizeConstraint(QLayout::SetFixedSize); // as its words
    for (QWidget *each : std::initializer_list<QWidget *>{m_state, about, m_always, m_answer})
        layout->addWidget(each);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    for (QPushButton *button : {close, m_release, m_lock})
        buttons->addWidget(button);
    layout->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_lock, &QPushButton::clicked, this, [this] { ask(true); });
    connect(m_release, &QPushButton::clicked, this, [this] { ask(false); });
    connect(&m_service, &ClockService::done, this, [this] {
        m_released = !m_locks;
        m_heldElse = false;
        m_looksFrom = m_watch.clockReadings() + kReadingsUntil;
        say(m_locks ? tr("The service holds them.") : tr("The service holds them no longer."), false);
    });
    connect(&m_service, &ClockService::refused, this, [this](const app::Problem &problem) {
        say(tr("%1 %2", "what happened, what to do").arg(problem.what, problem.remedy) +
                (problem.detail.isEmpty() ? QString() : u'\n' + problem.detail),
            true);
    });
    connect(&m_watch, &PerformanceWatch::sampled, this, &ClockSheet::follow);
    connect(&m_watch, &PerformanceWatch::sampled, this, &ClockSheet::lookAfterRelease);
    connect(&m_watch, &PerformanceWatch::samplingChanged, this, &ClockSheet::follow);
    say({}, false);
}

void ClockSheet::follow() {
    const GpuReading &gpu = m_watch.gpu();
    const QString name = QString::fromStdString(gpu.name);
    const auto megahertz = [](const std::optional<double> &clock) {
        return clock ? QLocale().toString(*clock, 'f', 0) : tr("–", "no figure");
    };
    QString state;
    if (gpu.state != GpuReading::State::Present)
        state = tr("No graphics card is watched: %1.").arg(app::performance::whyInWords(gpu));
    else if (gpu.clocks == Clocks::Locked)
        state = gpu.lockedClock ? tr("%1: the clocks are locked at %2 MHz.").arg(name, megahertz(gpu.lockedClock))
                                : tr("%1: the clocks are locked.").arg(name);
    else if (gpu.clocks == Clocks::Unlocked)
        state = tr("%1: the clocks are not locked; %2 of %3 MHz now.")
                    .arg(name, megahertz(gpu.clock), megahertz(gpu.mostClock));
    else
        state = tr("%1: %2 of %3 MHz. Whether they are locked shows when the card rests.")
                    .arg(name, megahertz(gpu.clock), megahertz(gpu.mostClock));
    setWords(*m_state, state);
    const bool free = !m_service.isAsking();
    m_lock->setEnabled(free && gpu.state == GpuReading::State::Present);
    m_release->setEnabled(free);
    m_always->setEnabled(free);
}

// Releasing undoes what the service did, and nothing that was locked without it.
void ClockSheet::lookAfterRelease() {
    const bool held = m_watch.gpu().clocks == Clocks::Locked;
    if (!m_released || m_watch.clockReadings() < m_looksFrom || held == m_heldElse)
        return;
    m_heldElse = held;
    say(held ? tr("The service holds them no longer, but they are locked: something else holds them. “sudo ishowtts "
                  "clocks unlock” at a shell releases them.")
             : tr("The service holds them no longer."),
        held);
}

void ClockSheet::ask(bool lock) {
    m_locks = lock;
    m_released = false;
    say(tr("The system is being asked …"), false);
    m_service.ask(lock, m_always->isChecked()); // it may answer at once
    follow();
}

void ClockSheet::say(const QString &words, bool wrong) {
    setWords(*m_answer, words);
    m_answer->setVisible(!words.isEmpty());
    setRole(m_answer, wrong ? "attention" : "");
    follow();
}

QString ClockSheet::words() const {
    return m_state->text() + u'\n' + m_answer->text();
}

} // namespace ui::performance

#include "moc_clock_sheet.cpp"
