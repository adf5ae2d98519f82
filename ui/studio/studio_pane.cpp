#include "ui/studio/studio_pane.h"

#include <QFile>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "app/script/script_document.h"
#include "app/settings/settings.h"
#include "ui/studio/find_bar.h"
#include "ui/studio/inspector.h"
#include "ui/studio/line_card.h"
#include "ui/studio/line_notes.h"
#include "ui/studio/line_problems.h"
#include "ui/studio/line_standings.h"
#include "ui/studio/no_voice_page.h"
#include "ui/studio/preset_row.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/speak_bar.h"
#include "ui/studio/speaking.h"
#include "ui/studio/spoken_rows.h"
#include "ui/studio/voice_choice.h"
#include "ui/studio/voice_menu.h"
#include "ui/theme.h"

namespace ui::studio {
namespace {

constexpr int kSideWidth = 296;   // px, more where longer words need it
constexpr int kRoomForLine = 440; // px of height; below it how everything is spoken comes before what a line does

// As wide as the words in it need, once they are shown; it does not become narrower, or the text would move.
class SideArea : public QScrollArea {
public:
    using QScrollArea::QScrollArea;

    void fit() {
        const int bar = verticalScrollBar()->sizeHint().width();
        setFixedWidth(std::max({kSideWidth, minimumWidth(), widget()->minimumSizeHint().width() + bar}));
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            fit();
        return QScrollArea::eventFilter(watched, event);
    }
};

QString firstSentence() {
    QFile file(QStringLiteral(":/guide/first_sentence.txt"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

} // namespace

StudioPane::StudioPane(Uses uses, QWidget *parent) : QWidget(parent), m_uses(std::move(uses)) {
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(makeWorkplace());
    auto *empty = new NoVoicePage(this);
    connect(empty, &NoVoicePage::voiceWanted, this, &StudioPane::voiceWanted);
    connect(empty, &NoVoicePage::folderWanted, this, &StudioPane::voicesFolderWanted);
    connect(empty, &NoVoicePage::lookAgainWanted, &m_uses.voices, &app::voices::VoiceLibrary::refresh);
    m_pages->addWidget(empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);

    connect(&m_uses.voices, &app::voices::VoiceLibrary::changed, this, &StudioPane::followVoices);
    makeSpeaking();
    connectEditor();
    connectSpoken();
    followVoices();
    m_bar->showState({});
    if (m_uses.script.count() == 1 && m_uses.script.line(0).text.isEmpty()) {
        offerFirstSentence();
    }
    m_text->setLines(m_uses.script.script().lines);
    m_standings->showAll();
    m_voice->showCount(m_uses.script.script());
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
    m_notes = new LineNotes({m_uses.script, m_uses.lines, m_uses.spoken}, cards);
    m_inspector = new Inspector(
        m_uses.settings, m_uses.presets, [this] { return m_uses.request(m_uses.script.line(m_text->currentLine())); },
        [this] { return m_uses.precisions.now(); }, cards);
    auto *layout = new QVBoxLayout(cards);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    layout->addWidget(m_line);
    layout->addWidget(m_notes);
    layout->addWidget(m_inspector, 1);
    auto *side = new SideArea(page); // on a small screen it is higher than the pane
    side->setWidget(cards);
    side->setWidgetResizable(true);
    side->setFrameShape(QFrame::NoFrame);
    side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    side->setFocusPolicy(Qt::NoFocus);
    side->fit();
    connect(m_line, &LineCard::shown, side, [side](QWidget *field) { side->ensureWidgetVisible(field); });
    connect(&m_inspector->presets(), &PresetRow::shown, side,
            [side](QWidget *field) { side->ensureWidgetVisible(field); });
    connect(m_line, &LineCard::done, this, &StudioPane::focusText);
    connect(m_line, &LineCard::problem, this, &StudioPane::problem);
    connect(m_inspector, &Inspector::problem, this, &StudioPane::problem);
    return side;
}

void StudioPane::makeSpeaking() {
    m_standings = new LineStandings(m_uses.script, m_uses.lines, m_uses.voices, m_text);
    m_speaking = new Speaking({m_uses.voices, m_uses.worker, m_uses.script, m_uses.lines, m_uses.precisions,
                               m_uses.spoken, m_uses.request, *m_voice, *m_text, *m_line, *m_inspector, *m_bar},
                              this);
    connect(m_standings, &LineStandings::progressed, m_speaking, &Speaking::showProgress);
    connect(m_speaking, &Speaking::busyChanged, this, &StudioPane::busyChanged);
    connect(m_speaking, &Speaking::streamStarted, this, &StudioPane::streamStarted);
    connect(m_speaking, &Speaking::streamEnded, this, &StudioPane::streamEnded);
    connect(m_speaking, &Speaking::taken, this, &StudioPane::taken);
    connect(m_speaking, &Speaking::pairAsked, this, &StudioPane::pairAsked);
    connect(m_speaking, &Speaking::playWanted, this, &StudioPane::playWanted);
    connect(m_speaking, &Speaking::loudnessPairWanted, this, &StudioPane::loudnessPairWanted);
    connect(m_speaking, &Speaking::problem, this, &StudioPane::problem);
}

void StudioPane::connectEditor() {
    using app::script::ScriptDocument;
    ScriptDocument *script = &m_uses.script;
    connect(m_text, &ScriptEditor::edited, script, [this, script](const QList<app::script::Line> &lines, bool typing) {
        if (!script->edit(lines, typing)) {
            m_text->setLines(script->script().lines); // it was refused
        }
    });
    connect(script, &ScriptDocument::loaded, m_text, [this] { m_text->clipboard().otherScript(); });
    connect(script, &ScriptDocument::changed, m_text, [this, script] {
        m_text->setLines(script->script().lines);
        if (script->canUndo() || script->canRedo()) { // else it is another script
            m_text->clipboard().follow(script->script().lines);
        }
        m_line->showLines(m_text->selectedLines());
        m_notes->showLines(m_text->selectedLines());
        m_voice->showCount(m_uses.script.script());
    });
    connect(script, &ScriptDocument::refused, this, &StudioPane::problem);
    connect(m_text, &ScriptEditor::linesTaken, script, &app::script::ScriptDocument::giveAway);
    connect(m_text, &ScriptEditor::undoRequested, this, [this, script] { goTo(script->undo()); });
    connect(m_text, &ScriptEditor::redoRequested, this, [this, script] { goTo(script->redo()); });
    connect(m_text, &ScriptEditor::voiceRequested, this,
            [this](const QString &, const QPoint &where) { openVoiceMenu(where); });
    connect(m_text, &ScriptEditor::ownRequested, this, [this](const QString &lineId) {
        m_uses.script.line(m_uses.script.rowOf(lineId)).speed ? m_line->focusSpeed() : m_line->focusSeed();
    });
    connect(m_text, &ScriptEditor::chosenLinesChanged, m_line, [this] {
        m_line->showLines(m_text->selectedLines());
        m_notes->showLines(m_text->selectedLines());
    });
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

// What is said, under the lines.
void StudioPane::connectSpoken() {
    SpokenRows *rows = &m_text->spokenRows();
    rows->setShown(m_uses.settings.spokenForm());
    rows->setSource(
        [spoken = &m_uses.spoken](const QString &text, const QString &voiceId) { return spoken->of(text, voiceId); });
    connect(&m_uses.spoken, &app::cloning::SpokenLines::changed, rows, &SpokenRows::forget);
    connect(&m_uses.settings, &app::Settings::changed, rows, [this, rows](const QString &key) {
        if (key == u"spokenForm")
            rows->setShown(m_uses.settings.spokenForm());
    });
    connect(m_notes, &LineNotes::retryWanted, m_speaking, &Speaking::retry);
    connect(m_notes, &LineNotes::left, this, &StudioPane::focusText);
}

void StudioPane::followVoices() {
    m_pages->setCurrentIndex(m_uses.voices.isRead() && m_uses.voices.voices()->voices.empty() ? 1 : 0);
    m_standings->showAll();
    m_speaking->followVoices();
}

void StudioPane::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    m_line->setRoomy(height() >= kRoomForLine);
}

void StudioPane::speak() {
    m_speaking->speak();
}

void StudioPane::hearWhat(app::cloning::Varied what) {
    m_speaking->hearWhat(what);
}

void StudioPane::makeChanged() {
    m_speaking->makeChanged();
}

void StudioPane::makeOtherwise() {
    m_speaking->makeOtherwise();
}

void StudioPane::stop() {
    m_speaking->stop();
}

bool StudioPane::isBusy() const {
    return m_uses.lines.isBusy();
}

void StudioPane::playLine() {
    m_speaking->playLine();
}

void StudioPane::chooseLineVoice() {
    openVoiceMenu(m_text->viewport()->mapToGlobal(m_text->cursorRect().bottomLeft()));
}

void StudioPane::openVoiceMenu(const QPoint &where) {
    makeVoiceMenu(m_uses.script, m_text->selectedLines(), m_uses.voices, this)->popup(where);
}

void StudioPane::goTo(const std::optional<app::script::Place> &place) {
    if (place) {
        m_text->goToLine(place->line, place->position);
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
