#include "ui/studio/studio_pane.h"

#include <QFile>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/script/script_document.h"
#include "app/settings/settings.h"
#include "app/speech/speech_worker.h"
#include "ui/shared/figures.h"
#include "ui/shared/transport.h"
#include "ui/studio/find_bar.h"
#include "ui/studio/inspector.h"
#include "ui/studio/line_card.h"
#include "ui/studio/line_problems.h"
#include "ui/studio/no_voice_page.h"
#include "ui/studio/preset_row.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/speak_bar.h"
#include "ui/studio/voice_choice.h"
#include "ui/studio/voice_menu.h"
#include "ui/theme.h"

namespace ui::studio {
namespace {

constexpr int kSideWidth = 296;         // px, more where longer words need it
constexpr qsizetype kShownAtOnce = 500; // lines; the rest of a long script in slices
constexpr auto kSlice = std::chrono::milliseconds(6);
constexpr int kRoomForLine = 440; // px of height; below it how everything is spoken comes before what a line does

QString firstSentence() {
    QFile file(QStringLiteral(":/guide/first_sentence.txt"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

} // namespace

StudioPane::StudioPane(Uses uses, QWidget *parent) : QWidget(parent), m_uses(std::move(uses)) {
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(makeWorkplace());
    auto *empty = new NoVoicePage(this);
    connect(empty, &NoVoicePage::folderWanted, this, &StudioPane::voicesFolderWanted);
    connect(empty, &NoVoicePage::lookAgainWanted, &m_uses.voices, &app::voices::VoiceLibrary::refresh);
    m_pages->addWidget(empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);

    connect(&m_uses.voices, &app::voices::VoiceLibrary::changed, this, &StudioPane::followVoices);
    connect(&m_uses.worker, &app::speech::SpeechWorker::loading, this, [this] {
        m_modelReady = false;
        m_voice->hideLicence();
        m_bar->showState(tr("Loading the model …"));
    });
    connect(&m_uses.worker, &app::speech::SpeechWorker::loaded, this, [this](const engine::ModelSummary &model) {
        m_modelReady = true;
        m_voice->showLicence(model);
        if (!isBusy()) {
            m_bar->showReady();
        }
    });
    connect(&m_uses.worker, &app::speech::SpeechWorker::loadFailed, this,
            [this] { m_bar->showState(tr("There is no model to speak with.")); });
    connectLines();
    connectEditor();
    followVoices();
    m_bar->showState({});
    if (m_uses.script.count() == 1 && m_uses.script.line(0).text.isEmpty()) {
        offerFirstSentence();
    }
    m_text->setLines(m_uses.script.script().lines);
    showAllLines();
    m_bar->showCount(m_uses.script.script());
    m_text->moveCursor(QTextCursor::End);
}

// What the first start finds typed in. Nothing that somebody wrote, so nothing that would have to be saved.
void StudioPane::offerFirstSentence() {
    const QString last = m_uses.settings.lastText(); // of a version that knew no scripts
    app::script::Script first = app::script::newScript();
    first.lines.clear();
    for (const QString &text : app::script::linesOf(last.isEmpty() ? firstSentence() : last)) {
        first.lines << app::script::newLine(text);
    }
    m_uses.script.load(first, {}, false);
}

QWidget *StudioPane::makeWorkplace() {
    auto *page = new QWidget(this);
    m_voice = new VoiceChoice(m_uses.settings, m_uses.voices, page);
    m_text = new ScriptEditor(page);
    m_finder = new FindBar(m_uses.script, *m_text, page);
    m_bar = new SpeakBar(page);
    connect(m_bar, &SpeakBar::speakWanted, this, &StudioPane::speak);
    connect(m_bar, &SpeakBar::makeWanted, this, &StudioPane::makeChanged);
    connect(m_bar, &SpeakBar::stopWanted, this, &StudioPane::stop);

    auto *left = new QVBoxLayout;
    left->setSpacing(kGrid);
    left->addWidget(m_voice);
    left->addWidget(m_finder);
    left->addWidget(m_text, 1);
    left->addWidget(m_bar);
    auto *layout = new QHBoxLayout(page);
    layout->setContentsMargins(12, 2, 12, kGrid); // the dock's title is above
    layout->setSpacing(12);
    layout->addLayout(left, 1);
    layout->addWidget(makeSide(page));
    return page;
}

// What the chosen lines do of their own, and under it how everything is spoken.
QWidget *StudioPane::makeSide(QWidget *page) {
    auto *cards = new QWidget(page);
    m_line = new LineCard({m_uses.settings, m_uses.voices, m_uses.script, m_uses.lines}, cards);
    m_inspector = new Inspector(
        m_uses.settings, m_uses.presets, [this] { return m_uses.request(m_uses.script.line(m_text->currentLine())); },
        cards);
    auto *layout = new QVBoxLayout(cards);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    layout->addWidget(m_line);
    layout->addWidget(m_inspector, 1);
    auto *side = new QScrollArea(page); // on a small screen it is higher than the pane
    side->setWidget(cards);
    side->setWidgetResizable(true);
    side->setFrameShape(QFrame::NoFrame);
    side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    side->setFocusPolicy(Qt::NoFocus);
    side->setFixedWidth(
        std::max(kSideWidth, cards->minimumSizeHint().width() + side->verticalScrollBar()->sizeHint().width()));
    connect(m_line, &LineCard::shown, side, [side](QWidget *field) { side->ensureWidgetVisible(field); });
    connect(&m_inspector->presets(), &PresetRow::shown, side,
            [side](QWidget *field) { side->ensureWidgetVisible(field); });
    connect(m_inspector, &Inspector::differenceWanted, this, &StudioPane::hearDifference);
    connect(m_inspector, &Inspector::loudnessDifferenceWanted, this, &StudioPane::hearLoudness);
    connect(m_line, &LineCard::done, this, &StudioPane::focusText);
    connect(m_line, &LineCard::problem, this, &StudioPane::problem);
    connect(m_inspector, &Inspector::problem, this, &StudioPane::problem);
    return side;
}

void StudioPane::connectLines() {
    using app::cloning::LineMaker;
    LineMaker *lines = &m_uses.lines;
    connect(lines, &LineMaker::changed, this, [this](const QString &lineId) {
        if (lineId.isEmpty()) {
            showAllLines();
        } else {
            showLine(lineId);
        }
    });
    connect(lines, &LineMaker::busyChanged, this, [this](bool busy) {
        m_bar->setBusy(busy);
        if (!busy) {
            m_heard.clear();
            m_batch = 0;
        }
        Q_EMIT busyChanged(busy);
    });
    connect(lines, &LineMaker::started, this, [this](quint64 job, const engine::Request &request) {
        if (m_uses.lines.sounds(job)) {
            m_heard.insert(job); // a take that is made again was not asked for here
            Q_EMIT streamStarted(job, shared::soundTitle(QString::fromStdString(request.voice.name),
                                                         QString::fromStdString(request.text)));
        }
        m_bar->showState(tr("Starting …"), 0);
    });
    connect(lines, &LineMaker::finished, this, [this](const app::speech::Take &take) {
        if (m_heard.remove(take.id)) {
            Q_EMIT streamEnded(take.id, take.clip);
        }
        m_bar->showResult(take);
        sayIfShortened(take);
        Q_EMIT taken(take);
    });
    connect(lines, &LineMaker::cancelled, this, [this](quint64 job) {
        if (m_heard.remove(job)) {
            Q_EMIT streamEnded(job, nullptr);
        }
        if (m_heard.isEmpty()) {
            m_bar->showState(tr("Stopped."));
        }
    });
    connect(lines, &LineMaker::failed, this, [this](quint64 job, const app::Problem &failure) {
        if (m_heard.remove(job)) {
            Q_EMIT streamEnded(job, nullptr);
        }
        m_bar->showState(tr("Not spoken."));
        Q_EMIT problem(failure);
    });
}

void StudioPane::connectEditor() {
    using app::script::ScriptDocument;
    ScriptDocument *script = &m_uses.script;
    connect(m_text, &ScriptEditor::edited, script, [this, script](const QList<app::script::Line> &lines, bool typing) {
        if (!script->edit(lines, typing)) {
            m_text->setLines(script->script().lines); // it was refused
        }
    });
    connect(script, &ScriptDocument::changed, m_text, [this, script] {
        m_text->setLines(script->script().lines);
        m_line->showLines(m_text->selectedLines());
        m_bar->showCount(m_uses.script.script());
        m_showAgain |= m_showMore.isActive(); // they are in other places now
    });
    m_showMore.setSingleShot(true);
    connect(&m_showMore, &QTimer::timeout, this, &StudioPane::showMoreLines);
    connect(script, &ScriptDocument::loaded, this, [this] {
        m_text->forgetStatus();
        m_showMore.stop();
        showAllLines();
    });
    connect(script, &ScriptDocument::refused, this, &StudioPane::problem);
    connect(m_text, &ScriptEditor::undoRequested, this, [this, script] { goTo(script->undo()); });
    connect(m_text, &ScriptEditor::redoRequested, this, [this, script] { goTo(script->redo()); });
    connect(m_text, &ScriptEditor::playRequested, this, &StudioPane::playNewest);
    connect(m_text, &ScriptEditor::makeRequested, this, &StudioPane::speakLine);
    connect(m_text, &ScriptEditor::voiceRequested, this,
            [this](const QString &, const QPoint &where) { openVoiceMenu(where); });
    connect(m_text, &ScriptEditor::ownRequested, this, [this](const QString &lineId) {
        m_uses.script.line(m_uses.script.rowOf(lineId)).speed ? m_line->focusSpeed() : m_line->focusSeed();
    });
    connect(m_text, &ScriptEditor::chosenLinesChanged, m_line, [this] { m_line->showLines(m_text->selectedLines()); });
    connect(m_text, &ScriptEditor::currentLineChanged, this, &StudioPane::currentLineChanged);
    connect(m_text, &ScriptEditor::filesDropped, this, &StudioPane::filesDropped);
    connect(m_text, &ScriptEditor::refused, this, &StudioPane::problem);
    connect(m_text, &ScriptEditor::soundDropped, this, &StudioPane::soundDropped);
    connect(m_text, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        Q_EMIT cursorMoved({m_text->currentLine(), m_text->textCursor().positionInBlock()});
    });
    connect(m_text, &ScriptEditor::cutShort, this,
            [this](qsizetype pasted) { Q_EMIT problem(pastedTooMuch(pasted, kLongestText)); });
}

void StudioPane::followVoices() {
    m_saidShortened.clear(); // their recordings may be others now
    m_pages->setCurrentIndex(m_uses.voices.isRead() && m_uses.voices.voices()->voices.empty() ? 1 : 0);
    showAllLines();
    if (m_uses.voices.isRead() && std::exchange(m_speakWhenRead, false)) {
        speak();
    }
}

void StudioPane::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    m_line->setRoomy(height() >= kRoomForLine);
}

bool StudioPane::canSpeak() {
    if (!m_uses.voices.isRead()) {
        m_speakWhenRead = true;
        return false;
    }
    return true;
}

void StudioPane::speak() {
    m_line->finishTyping();
    QStringList ids;
    for (const int row : m_text->selectedLines()) {
        const app::script::Line &line = m_text->lines()[row];
        if (!app::script::isBlank(line)) {
            ids << line.id;
        }
    }
    if (ids.isEmpty()) {
        sayNothingToSay();
    } else if (ids.size() == 1) {
        speakLine(ids.first());
    } else {
        makeLines(ids);
    }
}

std::optional<engine::Request> StudioPane::requestOf(const QString &lineId) {
    const int row = m_uses.script.rowOf(lineId);
    if (row < 0) {
        return {};
    }
    const app::script::Line &line = m_uses.script.line(row);
    engine::Request request = m_uses.request(line);
    if (request.voice.id.empty()) {
        sayNoVoice(line);
        return {};
    }
    if (!line.seed) {
        request.seed = m_inspector->takeSeed();
    }
    return request;
}

void StudioPane::speakLine(const QString &lineId) {
    m_line->finishTyping();
    if (!canSpeak()) {
        return;
    }
    if (auto request = requestOf(lineId)) {
        m_heard.insert(m_uses.lines.make(lineId, *std::move(request), 0));
        m_bar->showWaiting(m_modelReady);
    }
}

void StudioPane::hearWhat(app::cloning::Varied what) {
    const engine::Request now = m_uses.request(m_uses.script.line(m_text->currentLine()));
    hearDifference(app::cloning::tellingDifference(what, app::cloning::valueOf(now, what)));
}

// As it is now comes last, so that the line's newest take is what its settings say.
void StudioPane::hearDifference(const app::cloning::Difference &difference) {
    m_line->finishTyping();
    const QString lineId = m_text->currentLineId();
    if (app::script::isBlank(m_uses.script.line(m_text->currentLine()))) {
        sayNothingToSay();
    } else if (auto now = m_uses.voices.isRead() ? requestOf(lineId) : std::nullopt) {
        engine::Request other = *now;
        app::cloning::setValue(other, difference.what, difference.other);
        app::cloning::setValue(*now, difference.what, difference.now);
        const QList<quint64> jobs = m_uses.lines.makeBoth(lineId, std::move(other), *std::move(now));
        m_batch = jobs.size();
        m_bar->showWaiting(m_modelReady);
        Q_EMIT pairAsked(jobs);
    }
}

void StudioPane::hearLoudness(std::optional<double> other, std::optional<double> now) {
    if (const auto standing = m_uses.lines.standing(m_text->currentLineId()); standing.newest) {
        Q_EMIT loudnessPairWanted(*standing.newest, other, now);
    } else {
        Q_EMIT problem(noTakeYet());
    }
}

void StudioPane::makeChanged() {
    m_line->finishTyping();
    const QStringList ids = m_uses.lines.toBeMade();
    if (ids.isEmpty()) {
        m_bar->showState(tr("Every line has its take."));
    } else {
        makeLines(ids);
    }
}

void StudioPane::makeLines(const QStringList &lineIds) {
    if (!canSpeak()) {
        return;
    }
    for (const QString &id : lineIds) {
        const app::script::Line &line = m_uses.script.line(m_uses.script.rowOf(id));
        if (m_uses.request(line).voice.id.empty()) {
            sayNoVoice(line);
            return;
        }
    }
    m_batch = m_uses.lines.make(lineIds).size();
    m_bar->showWaiting(m_modelReady);
}

void StudioPane::sayNothingToSay() {
    Q_EMIT problem(nothingToSay());
    m_text->setFocus();
}

void StudioPane::sayNoVoice(const app::script::Line &line) {
    Q_EMIT problem(noVoice(line));
    if (line.voiceId.isEmpty()) {
        m_voice->setFocus();
    }
}

void StudioPane::stop() {
    m_speakWhenRead = false;
    if (isBusy()) {
        m_bar->showState(tr("Stopping …"), 0);
        m_uses.lines.stop();
    }
}

bool StudioPane::isBusy() const {
    return m_uses.lines.isBusy();
}

void StudioPane::playNewest(const QString &lineId) {
    if (const auto standing = m_uses.lines.standing(lineId); standing.newest) {
        Q_EMIT playWanted(*standing.newest);
    }
}

void StudioPane::playLine() {
    const QString id = m_text->currentLineId();
    if (m_uses.lines.standing(id).newest) {
        playNewest(id);
    } else {
        speakLine(id);
    }
}

void StudioPane::chooseLineVoice() {
    openVoiceMenu(m_text->viewport()->mapToGlobal(m_text->cursorRect().bottomLeft()));
}

void StudioPane::openVoiceMenu(const QPoint &where) {
    makeVoiceMenu(m_uses.script, m_text->selectedLines(), m_uses.voices, this)->popup(where);
}

void StudioPane::showLine(const QString &lineId) {
    const int row = m_uses.script.rowOf(lineId);
    if (row < 0) {
        return;
    }
    const app::cloning::LineStanding standing = m_uses.lines.standing(lineId);
    m_text->setStatus(lineId, statusOf(m_uses.script.line(row), standing, m_uses.voices));
    if (standing.work == app::cloning::Work::Making && standing.progress.step > 0) {
        m_bar->showProgress(standing.progress, int(m_batch), m_uses.lines.waiting());
    }
}

void StudioPane::showAllLines() {
    const auto &lines = m_uses.script.script().lines;
    const qsizetype atOnce = std::min(lines.size(), kShownAtOnce);
    for (qsizetype row = 0; row < atOnce; ++row) {
        showLine(lines[row].id);
    }
    if (m_showMore.isActive()) {
        m_showAgain = true;
    } else if (atOnce < lines.size()) {
        m_shown = atOnce;
        m_showAgain = false;
        m_showMore.start();
    }
}

// Whatever happens meanwhile, it goes on to the end first, so that each line has its turn also while somebody types.
void StudioPane::showMoreLines() {
    const auto until = std::chrono::steady_clock::now() + kSlice;
    const auto &lines = m_uses.script.script().lines;
    while (m_shown < lines.size() && std::chrono::steady_clock::now() < until) {
        showLine(lines[m_shown++].id);
    }
    if (m_shown >= lines.size() && std::exchange(m_showAgain, false)) {
        m_shown = 0;
    }
    if (m_shown < lines.size()) {
        m_showMore.start();
    }
}

void StudioPane::goTo(const std::optional<app::script::Place> &place) {
    if (place) {
        m_text->goToLine(place->line, place->position);
    }
}

void StudioPane::sayIfShortened(const app::speech::Take &take) {
    const QString voice = QString::fromStdString(take.request.voice.id);
    if (take.timings.referenceShortened && !m_saidShortened.contains(voice)) {
        m_saidShortened.insert(voice);
        Q_EMIT problem(recordingShortened(QString::fromStdString(take.request.voice.name)));
    }
}

QString StudioPane::text() const {
    return m_text->toPlainText();
}

void StudioPane::setText(const QString &text) {
    m_text->insertScript(text, true);
}

void StudioPane::drawSeed() {
    m_inspector->drawSeed();
}

PresetRow &StudioPane::presets() {
    return m_inspector->presets();
}

void StudioPane::focusText() {
    m_text->setFocus();
}

} // namespace ui::studio

#include "moc_studio_pane.cpp"
