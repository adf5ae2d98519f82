#include "ui/studio/studio_pane.h"

#include <QComboBox>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTextCursor>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/settings.h"
#include "app/speech/speech_worker.h"
#include "engine/licence.h"
#include "ui/shared/figures.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/studio/inspector.h"
#include "ui/studio/text_editor.h"
#include "ui/theme.h"

namespace ui::studio {
namespace {

QString firstSentence() {
    QFile file(QStringLiteral(":/guide/first_sentence.txt"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

QString languageName(const std::string &tag) {
    const QLocale locale(QString::fromStdString(tag));
    const QString name = locale.nativeLanguageName();
    return locale == QLocale::c() || name.isEmpty() ? QString::fromStdString(tag) : name;
}

// "Slt: Welcome to the studio…", for the transport.
QString titleOf(const engine::Request &request) {
    const QString text = QString::fromStdString(request.text).simplified();
    const QString opening = text.size() > 80 ? text.left(79) + u'…' : text;
    return StudioPane::tr("%1: %2", "voice: first words of the text")
        .arg(QString::fromStdString(request.voice.name), opening);
}

} // namespace

StudioPane::StudioPane(Uses uses, QWidget *parent) : QWidget(parent), m_uses(std::move(uses)) {
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(makeWorkplace());
    m_pages->addWidget(makeEmptyState());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);

    connect(&m_uses.voices, &app::voices::VoiceLibrary::changed, this, &StudioPane::listVoices);
    connect(&m_uses.settings, &app::Settings::changed, this, [this](const QString &key) {
        if (key == u"voice") {
            showVoice();
        }
    });
    connect(&m_uses.worker, &app::speech::SpeechWorker::loading, this, [this] {
        m_modelReady = false;
        m_licence->hide();
        showState(tr("Loading the model …"));
    });
    connect(&m_uses.worker, &app::speech::SpeechWorker::loaded, this, [this](const engine::ModelSummary &model) {
        m_modelReady = true;
        showLicence(model);
        if (!isBusy()) {
            showState(tr("Ready. Ctrl+Enter speaks the text."));
        }
    });
    connect(&m_uses.worker, &app::speech::SpeechWorker::loadFailed, this,
            [this] { showState(tr("There is no model to speak with.")); });
    connectQueue();
    listVoices();
    showState({});

    const QString last = m_uses.settings.lastText();
    setText(last.isEmpty() ? firstSentence() : last);
}

QWidget *StudioPane::makeWorkplace() {
    auto *page = new QWidget(this);
    m_voice = new QComboBox(page);
    m_voice->setAccessibleName(tr("Voice"));
    m_voice->setMinimumWidth(280);
    m_voice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto *voiceLabel = new QLabel(tr("Vo&ice"), page);
    voiceLabel->setBuddy(m_voice);
    m_voiceAbout = new shared::ElidedLabel(page);
    setRole(m_voiceAbout, "quiet");
    auto *voiceRow = new QHBoxLayout;
    voiceRow->setSpacing(kGrid);
    voiceRow->addWidget(voiceLabel);
    voiceRow->addWidget(m_voice);
    voiceRow->addSpacing(4);
    voiceRow->addWidget(m_voiceAbout, 1);

    m_licence = new QLabel(page);
    m_licence->setWordWrap(true);
    m_licence->setTextFormat(Qt::PlainText);
    setRole(m_licence, "attention");
    m_licence->hide();
    m_text = new TextEditor(page);
    m_count = new QLabel(page);
    setRole(m_count, "quiet");
    m_count->setFont(withTabularDigits(font()));

    m_speak = new QPushButton(shared::icon(u"speak", shared::Tone::OnAccent), tr("Spea&k"), page);
    m_speak->setIconSize(QSize(20, 20));
    setRole(m_speak, "primary");
    m_speak->setToolTip(tr("Speak the text (Ctrl+Enter)"));
    m_speak->setAccessibleDescription(tr("Makes a take of the text with the chosen voice and plays it."));
    m_stop = new QPushButton(shared::icon(u"stop"), tr("St&op"), page);
    m_stop->setIconSize(QSize(20, 20));
    m_stop->setToolTip(tr("Stop speaking (Esc)"));
    m_stop->setEnabled(false);
    m_state = new shared::ElidedLabel(page);
    m_state->setFont(withTabularDigits(font()));
    m_progress = new QProgressBar(page);
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
    auto *speakRow = new QHBoxLayout;
    speakRow->setSpacing(kGrid);
    speakRow->addWidget(m_speak);
    speakRow->addWidget(m_stop);
    speakRow->addSpacing(kGrid);
    speakRow->addLayout(stateColumn, 1);
    speakRow->addSpacing(kGrid);
    speakRow->addWidget(m_count);

    auto *left = new QVBoxLayout;
    left->setSpacing(kGrid);
    left->addLayout(voiceRow);
    left->addWidget(m_licence);
    left->addWidget(m_text, 1);
    left->addLayout(speakRow);
    m_inspector = new Inspector(m_uses.settings, page);
    m_inspector->setFixedWidth(296);
    auto *layout = new QHBoxLayout(page);
    layout->setContentsMargins(12, kGrid, 12, kGrid);
    layout->setSpacing(12);
    layout->addLayout(left, 1);
    layout->addWidget(m_inspector);

    connect(m_voice, &QComboBox::activated, this,
            [this](int index) { m_uses.settings.setVoiceId(m_voice->itemData(index).toString()); });
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        const int characters = m_text->document()->characterCount() - 1;
        m_count->setText(tr("Characters: %L1").arg(characters));
        m_uses.settings.setLastText(m_text->toPlainText());
    });
    connect(m_text, &TextEditor::cutShort, this, [this](qsizetype pasted) {
        Q_EMIT problem({tr("Only the first part of the %L1 pasted characters fits.").arg(pasted),
                        tr("Speak long texts in parts of at most %L1 bytes: as many English letters, or a third as "
                           "many Chinese characters.")
                            .arg(kLongestText),
                        {}});
    });
    connect(m_speak, &QPushButton::clicked, this, &StudioPane::speak);
    connect(m_stop, &QPushButton::clicked, this, &StudioPane::stop);
    return page;
}

QWidget *StudioPane::makeEmptyState() {
    auto *page = new QWidget(this);
    auto *column = new QWidget(page); // of fixed width, so that the text knows its height
    column->setFixedWidth(480);
    auto *picture = new shared::IconLabel(shared::icon(u"voice", shared::Tone::Quiet), 48, page);
    auto *heading = new QLabel(tr("No voice yet"), page);
    setRole(heading, "heading");
    auto *text = new QLabel(tr("Here a text is spoken in a voice that you choose. A voice is a folder with a short "
                               "recording and the exact words that are said in it."),
                            page);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    auto *open = new QPushButton(shared::icon(u"folder", shared::Tone::OnAccent), tr("Open the voices folder"), page);
    setRole(open, "primary");
    open->setIconSize(QSize(20, 20));
    auto *again = new QPushButton(shared::icon(u"reset"), tr("Look again"), page);
    again->setIconSize(QSize(20, 20));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(open);
    buttons->addWidget(again);
    buttons->addStretch(1);
    auto *lines = new QVBoxLayout(column);
    lines->setSpacing(kGrid);
    lines->addWidget(picture, 0, Qt::AlignHCenter);
    lines->addWidget(heading, 0, Qt::AlignHCenter);
    lines->addWidget(text);
    lines->addSpacing(kGrid);
    lines->addLayout(buttons);
    auto *layout = new QVBoxLayout(page);
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(column);
    middle->addStretch(1);
    layout->addStretch(1);
    layout->addLayout(middle);
    layout->addStretch(1);
    connect(open, &QPushButton::clicked, this, &StudioPane::voicesFolderWanted);
    connect(again, &QPushButton::clicked, &m_uses.voices, &app::voices::VoiceLibrary::refresh);
    return page;
}

void StudioPane::connectQueue() {
    using Queue = app::speech::SpeechQueue;
    Queue *queue = &m_uses.queue;
    connect(queue, &Queue::started, this, [this](quint64 id) {
        if (id == m_job) {
            begin(id);
        }
    });
    connect(queue, &Queue::progressed, this, [this](quint64 id, const engine::Progress &progress) {
        if (id == m_job && !m_stopping) {
            showProgress(progress);
        }
    });
    connect(queue, &Queue::finished, this, [this](const app::speech::Take &take) {
        if (take.id == m_job) {
            end(take.id, take.clip);
            showResult(take);
            sayIfShortened(take);
            Q_EMIT taken(take);
        }
    });
    connect(queue, &Queue::cancelled, this, [this](quint64 id) {
        if (id == m_job) {
            end(id, nullptr);
            showState(tr("Stopped."));
        }
    });
    connect(queue, &Queue::failed, this, [this](quint64 id, const app::Problem &failure) {
        if (id == m_job) {
            end(id, nullptr);
            showState(tr("Not spoken."));
            Q_EMIT problem(failure);
        }
    });
}

void StudioPane::listVoices() {
    const auto list = m_uses.voices.voices();
    const QSignalBlocker quiet(m_voice);
    m_saidShortened.clear(); // their recordings may be others now
    m_voice->clear();
    for (const engine::Voice &voice : list->voices) {
        m_voice->addItem(shared::icon(u"voice", shared::Tone::Quiet), QString::fromStdString(voice.name),
                         QString::fromStdString(voice.id));
        m_voice->setItemData(m_voice->count() - 1, languageName(voice.language), Qt::ToolTipRole);
    }
    m_pages->setCurrentIndex(m_uses.voices.isRead() && list->voices.empty() ? 1 : 0);
    // The chosen voice is gone: take one that is there instead of failing at the first key.
    if (m_voice->count() > 0 && !m_uses.voices.find(m_uses.settings.voiceId())) {
        m_uses.settings.setVoiceId(m_voice->itemData(0).toString());
    }
    showVoice();
    if (m_uses.voices.isRead() && std::exchange(m_speakWhenRead, false)) {
        speak();
    }
}

void StudioPane::showVoice() {
    const QString id = m_uses.settings.voiceId();
    const QSignalBlocker quiet(m_voice);
    m_voice->setCurrentIndex(m_voice->findData(id));
    const engine::Voice *voice = m_uses.voices.find(id);
    m_voiceAbout->setText(voice ? languageName(voice->language) : QString());
    m_voiceAbout->setToolTip(
        voice ? tr("%1\n%2").arg(QString::fromStdString(voice->source), QString::fromStdString(voice->licence))
              : QString());
}

void StudioPane::showLicence(const engine::ModelSummary &model) {
    const QString name = QString::fromStdString(model.name);
    const engine::CommercialUse use = engine::commercialUse(model.licence);
    m_licence->setText(use == engine::CommercialUse::Forbidden
                           ? tr("Model %1, %2: not for commercial use").arg(name, QString::fromStdString(model.licence))
                           : tr("Model %1, licence unknown: ask its maker before commercial use").arg(name));
    m_licence->setVisible(use != engine::CommercialUse::NotRuledOut);
}

void StudioPane::speak() {
    const QString said = text();
    if (said.trimmed().isEmpty()) {
        Q_EMIT problem({tr("There is nothing to say."), tr("Type a text first; Ctrl+Enter speaks it."), {}});
        m_text->setFocus();
        return;
    }
    if (!m_uses.voices.isRead()) {
        m_speakWhenRead = true;
        return;
    }
    engine::Request request = m_uses.request(said);
    if (request.voice.id.empty()) {
        Q_EMIT problem({tr("No voice is chosen."), tr("Choose one above the text."), {}});
        m_voice->setFocus();
        return;
    }
    request.seed = m_inspector->takeSeed();
    const quint64 before = m_job;
    m_job = m_uses.queue.enqueue(std::move(request));
    m_stopping = false;
    if (before != 0) { // spoken again: the newest text counts
        m_uses.queue.cancel(before);
        Q_EMIT streamEnded(before, nullptr);
    } else {
        Q_EMIT busyChanged(true);
    }
    m_stop->setEnabled(true);
    m_progress->setRange(0, m_modelReady ? 1000 : 0);
    showState(m_modelReady ? tr("Waiting for its turn …") : tr("Loading the model; it speaks when it is there …"), 0);
}

void StudioPane::stop() {
    m_speakWhenRead = false;
    if (m_job != 0 && !m_stopping) {
        m_stopping = true;
        showState(tr("Stopping …"), 0);
        m_uses.queue.cancel(m_job);
    }
}

void StudioPane::begin(quint64 id) {
    if (const auto &job = m_uses.queue.runningJob()) {
        Q_EMIT streamStarted(id, titleOf(job->request));
    }
    m_progress->setRange(0, 1000);
    showState(tr("Starting …"), 0);
}

void StudioPane::end(quint64 id, const engine::ClipPtr &whole) {
    m_job = 0;
    m_stopping = false;
    m_stop->setEnabled(false);
    Q_EMIT streamEnded(id, whole);
    Q_EMIT busyChanged(false);
}

void StudioPane::showState(const QString &text, double fraction) {
    m_state->setText(text);
    m_state->setToolTip({});
    m_progress->setVisible(fraction >= 0);
    m_progress->setValue(int(std::lround(std::max(0.0, fraction) * 1000)));
}

void StudioPane::showProgress(const engine::Progress &progress) {
    const bool started = progress.chunk > 0 || progress.step > 0;
    const QString left = started ? tr("%1 left").arg(shared::seconds(progress.secondsLeft)) : tr("starting");
    const QString step = tr("step %1 of %2").arg(progress.step).arg(progress.steps);
    showState(progress.chunks > 1
                  ? tr("Part %1 of %2 · %3 · %4").arg(progress.chunk + 1).arg(progress.chunks).arg(step, left)
                  : tr("Speaking · %1 · %2").arg(step, left),
              progress.fraction());
}

void StudioPane::showResult(const app::speech::Take &take) {
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

void StudioPane::sayIfShortened(const app::speech::Take &take) {
    const QString voice = QString::fromStdString(take.request.voice.id);
    if (take.timings.referenceShortened && !m_saidShortened.contains(voice)) {
        m_saidShortened.insert(voice);
        Q_EMIT problem({tr("Only the first 12 s of the recording of %1 are used.")
                            .arg(QString::fromStdString(take.request.voice.name)),
                        tr("Its transcript must end there too: shorten both to 12 s."),
                        {}});
    }
}

QString StudioPane::text() const {
    return m_text->toPlainText();
}

void StudioPane::setText(const QString &text) {
    m_text->setPlainText(text);
    m_text->moveCursor(QTextCursor::End);
}

void StudioPane::drawSeed() {
    m_inspector->drawSeed();
}

void StudioPane::focusText() {
    m_text->setFocus();
}

} // namespace ui::studio
