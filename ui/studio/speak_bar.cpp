#include "ui/studio/speak_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "ui/shared/figures.h"
#include "ui/shared/icons.h"
#include "ui/shared/key_tips.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::studio {

SpeakBar::SpeakBar(QWidget *parent) : QWidget(parent) {
    m_speak = new QPushButton(shared::icon(u"speak", shared::Tone::OnAccent), tr("Speak"), this);
    m_speak->setIconSize(QSize(20, 20));
    setRole(m_speak, "primary");
    shared::setKeyTip(m_speak, tr("Speak the line that the cursor is in"), QStringLiteral("speech.speak"));
    m_speak->setAccessibleDescription(tr("Makes a take of the line and plays it; of several selected lines, all."));
    m_make = new QPushButton(shared::icon(u"line-changed"), tr("&Make changed"), this);
    m_make->setIconSize(QSize(20, 20));
    shared::setKeyTip(m_make, tr("Make every line that has no take of what it says"),
                      QStringLiteral("speech.make_changed"));
    m_stop = new QPushButton(shared::icon(u"stop"), tr("Stop"), this);
    m_stop->setIconSize(QSize(20, 20));
    shared::setKeyTip(m_stop, tr("Stop speaking"), QStringLiteral("speech.stop"));
    m_stop->setEnabled(false);
    m_state = new shared::ElidedLabel(this);
    m_state->setFont(withTabularDigits(font()));
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->hide();
    auto *stateColumn = new QVBoxLayout;
    stateColumn->setSpacing(3);
    stateColumn->addStretch(1);
    stateColumn->addWidget(m_state);
    stateColumn->addWidget(m_progress);
    stateColumn->addStretch(1);
    auto *speakRow = new QHBoxLayout(this);
    speakRow->setContentsMargins(0, 0, 0, 0);
    speakRow->setSpacing(kGrid);
    speakRow->addWidget(m_speak);
    speakRow->addWidget(m_make);
    speakRow->addWidget(m_stop);
    speakRow->addSpacing(kGrid);
    speakRow->addLayout(stateColumn, 1);

    connect(m_speak, &QPushButton::clicked, this, &SpeakBar::speakWanted);
    connect(m_make, &QPushButton::clicked, this, &SpeakBar::makeWanted);
    connect(m_stop, &QPushButton::clicked, this, &SpeakBar::stopWanted);
}

void SpeakBar::setBusy(bool busy) {
    m_stop->setEnabled(busy);
}

void SpeakBar::showWaiting(bool modelReady) {
    showState(modelReady ? tr("Waiting for its turn …") : tr("Loading the model; it speaks when it is there …"), 0);
    m_progress->setRange(0, modelReady ? 1000 : 0);
}

void SpeakBar::showReady() {
    const QString keys = shared::keysOf(*this, QStringLiteral("speech.speak"));
    showState(keys.isEmpty() ? tr("Ready.") : tr("Ready. %1 speaks the text.").arg(keys));
}

void SpeakBar::showState(const QString &text, double fraction) {
    m_state->setText(text);
    m_state->setToolTip({});
    m_progress->setRange(0, 1000);
    m_progress->setVisible(fraction >= 0);
    m_progress->setValue(int(std::lround(std::max(0.0, fraction) * 1000)));
}

void SpeakBar::showProgress(const engine::Progress &progress, int batch, int still) {
    const bool started = progress.chunk > 0 || progress.step > 0;
    const QString left = started ? tr("%1 left").arg(shared::seconds(progress.secondsLeft)) : tr("starting");
    const QString step = tr("step %1 of %2").arg(progress.step).arg(progress.steps);
    showState(progress.chunks > 1
                  ? tr("Part %1 of %2 · %3 · %4").arg(progress.chunk + 1).arg(progress.chunks).arg(step, left)
              : batch > 1 ? tr("Making %L1 lines, %L2 still to come · %3").arg(batch).arg(still).arg(step)
                          : tr("Speaking · %1 · %2").arg(step, left),
              progress.fraction());
}

void SpeakBar::showResult(const app::speech::Take &take) {
    const engine::Timings &timings = take.timings;
    showState(tr("%1 of speech · RTF %2 · first audio after %3 · seed %4")
                  .arg(shared::seconds(timings.audioSeconds), shared::glance(timings.rtf()),
                       shared::seconds(timings.firstAudioSeconds), QString::number(take.request.seed)));
    m_state->setToolTip(tr("Audio %L1 s, synthesis %L2 s, RTF %L3, first audio %L4 s\n"
                           "Text %L5 s, reference %L6 s, model %L7 s, vocoder %L8 s, other %L9 s")
                            .arg(timings.audioSeconds, 0, 'f', 3)
                            .arg(timings.synthesisSeconds, 0, 'f', 3)
                            .arg(timings.rtf(), 0, 'f', 4)
                            .arg(timings.firstAudioSeconds, 0, 'f', 3)
                            .arg(timings.stages.text, 0, 'f', 3)
                            .arg(timings.stages.reference, 0, 'f', 3)
                            .arg(timings.stages.dit, 0, 'f', 3)
                            .arg(timings.stages.vocoder, 0, 'f', 3)
                            .arg(timings.stages.other, 0, 'f', 3));
}

} // namespace ui::studio

#include "moc_speak_bar.cpp"
