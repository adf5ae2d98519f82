#include "ui/studio/script_editor.h"

#include <QFileInfo>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>
#include <QTextOption>
#include <QToolTip>
#include <QUrl>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/script/edits.h"
#include "app/script/undo_history.h"
#include "ui/shared/plain_tip.h"
#include "ui/studio/line_gutter.h"
#include "ui/studio/line_matching.h"
#include "ui/studio/plain_breaks.h"
#include "ui/studio/spoken_rows.h"
#include "ui/theme.h"

namespace ui::studio {
namespace {

constexpr int kMostTyped = 40; // characters; more at once are pasted

} // namespace

using app::script::Line;

ScriptEditor::ScriptEditor(QWidget *parent)
    : QPlainTextEdit(parent), m_gutter(new LineGutter(*this)), m_clipboard(new LineClipboard(this)) {
    auto *text = new QTextDocument(this);
    text->setDefaultFont(font());
    m_rows = new SpokenRows(*text, *viewport(), [this](int row) { return m_lines.value(row).voiceId; });
    setDocument(text);
    setRole(this, "editor");
    setTabChangesFocus(true);
    setUndoRedoEnabled(false); // the script document undoes more than text
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setCursorWidth(2);
    document()->setDocumentMargin(kGrid);
    setPlaceholderText(tr("Type or paste what is to be said, one line for each take."));
    setAccessibleName(tr("Script"));
    m_lines = app::script::newScript().lines;
    m_current = m_lines.first().id;

    connect(document(), &QTextDocument::contentsChange, this, [this](int position, int, int added) {
        const int block = document()->findBlock(position).blockNumber();
        m_changedAt = std::min(m_changedAt.value_or(block), block);
        if (!m_setting && added < kMostTyped && document()->blockCount() == m_lines.size())
            m_rows->typed(document()->findBlockByNumber(block));
    });
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_setting && m_changedAt)
            textEdited(*m_changedAt);
        m_changedAt.reset();
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        if (m_setting)
            return;
        viewport()->update();
        m_gutter->update();
        if (const QString id = currentLineId(); id != m_current) {
            m_current = id;
            sayLine();
            Q_EMIT currentLineChanged(id);
        }
    });
    connect(this, &QPlainTextEdit::selectionChanged, this, &ScriptEditor::followSelection);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &ScriptEditor::followSelection);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &, int) { m_gutter->update(); });
    placeGutter();
    sayLine();
}

void ScriptEditor::followSelection() {
    if (m_setting || document()->blockCount() != m_lines.size())
        return; // comes again when the lines are as the text is
    const QList<int> chosen = selectedLines();
    if (std::exchange(m_chosen, chosen) != chosen)
        Q_EMIT chosenLinesChanged();
}

// Screen readers hear here what the gutter shows.
void ScriptEditor::sayLine() {
    const int row = currentLine();
    QStringList parts{tr("Each paragraph is a line that is spoken by itself.")};
    if (const QString words = wordsOf(row); !words.isEmpty())
        parts << words;
    const QString text = parts.join(u'\n');
    if (text != accessibleDescription())
        setAccessibleDescription(text);
}

QString ScriptEditor::wordsOf(int row) const {
    QStringList parts;
    if (const auto known = m_status.constFind(m_lines[row].id); known != m_status.constEnd())
        parts << describeLine(row, *known);
    if (const auto form = m_rows->formOf(document()->findBlockByNumber(row))) {
        for (const app::Problem &wrong : form->warnings())
            parts << wrong.what + u' ' + wrong.remedy;
        if (form->reworded)
            parts << (form->silent ? tr("Nothing is said.") : tr("Said: %1").arg(form->shown));
    }
    return parts.join(u'\n');
}

bool ScriptEditor::showTip(QHelpEvent *event) {
    const QTextCursor cursor = cursorForPosition(event->pos());
    const app::cloning::TextMark *mark = m_rows->markAt(cursor.block(), cursor.positionInBlock());
    QRectF area = blockBoundingGeometry(cursor.block()).translated(contentOffset());
    const bool onText = event->pos().y() < area.top() + cursor.block().layout()->boundingRect().bottom();
    if (mark && mark->isWarning() && onText)
        QToolTip::showText(event->globalPos(), shared::plainTip(mark->what + u'\n' + mark->remedy), viewport());
    else if (const auto form = m_rows->formOf(cursor.block()); form && !onText && area.contains(event->pos()))
        QToolTip::showText(event->globalPos(), shared::plainTip(wordsOf(cursor.blockNumber())), viewport());
    else
        QToolTip::hideText();
    return true;
}

void ScriptEditor::textEdited(int position) {
    QStringList texts; // as many as paragraphs, whatever stands in them
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next())
        texts << block.text().replace(QChar::LineSeparator, u' ').replace(QChar::Nbsp, u' ');
    const bool pasted = m_pasted.has_value();
    const QList<Line> now = withPasted(matchLines(m_lines, texts, position));
    const bool typing = now.size() == m_lines.size() && !pasted;
    if (now == m_lines)
        return;
    m_lines = now;
    fitGutter();
    m_gutter->update();
    Q_EMIT edited(m_lines, typing);
    m_clipboard->follow(m_lines);
    followSelection();
}

void ScriptEditor::setLines(const QList<Line> &lines) {
    const QList<Line> before = std::exchange(m_lines, lines);
    const app::script::Change change = app::script::textDifference(before, lines);
    if (change.removed > 0 || change.inserted > 0) {
        m_setting = true;
        const int head = change.first, oldEnd = head + change.removed; // one past the last that goes
        QStringList texts;
        for (int i = head; i < head + change.inserted; ++i)
            texts << lines[i].text;
        // From the end of the paragraph before to the beginning of the one after, so that separators come out right.
        QTextCursor cursor(document());
        cursor.beginEditBlock();
        const bool atStart = head == 0, atEnd = oldEnd == before.size();
        QString insert = texts.join(u'\n');
        if (!atStart) {
            const QTextBlock above = document()->findBlockByNumber(head - 1);
            cursor.setPosition(above.position() + above.length() - 1);
            if (!texts.isEmpty())
                insert.prepend(u'\n');
        } else {
            cursor.setPosition(0);
            if (!atEnd && !texts.isEmpty())
                insert.append(u'\n');
        }
        const QTextBlock last = document()->findBlockByNumber(oldEnd - 1);
        if (oldEnd > head) {
            const bool takeSeparator = atStart && !atEnd;
            cursor.setPosition(last.position() + last.length() - (takeSeparator ? 0 : 1), QTextCursor::KeepAnchor);
        }
        cursor.insertText(insert);
        cursor.endEditBlock();
        m_setting = false;
    } else if (before != lines) { // of other voices something else may be said
        m_rows->forget();
    }
    m_changedAt.reset();
    m_pasted.reset();
    fitGutter();
    m_gutter->update();
    viewport()->update();
    if (const QString id = currentLineId(); id != m_current) {
        m_current = id;
        sayLine();
        Q_EMIT currentLineChanged(id);
    }
    followSelection();
}

void ScriptEditor::setStatus(const QString &lineId, const LineStatus &status) {
    if (m_status.value(lineId) == status && m_status.contains(lineId))
        return;
    m_status.insert(lineId, status);
    m_gutter->update();
    if (lineId == m_current)
        sayLine();
}

void ScriptEditor::forgetStatus() {
    m_status.clear();
    m_gutter->update();
}

int ScriptEditor::currentLine() const {
    return std::clamp(textCursor().blockNumber(), 0, int(m_lines.size()) - 1);
}

QString ScriptEditor::currentLineId() const {
    return m_lines[currentLine()].id;
}

QList<int> ScriptEditor::selectedLines() const {
    const QTextCursor cursor = textCursor();
    const QTextBlock first = document()->findBlock(cursor.selectionStart());
    QTextBlock last = document()->findBlock(cursor.selectionEnd());
    if (last != first && cursor.selectionEnd() == last.position())
        last = last.previous(); // up to the beginning of a line is not into it
    QList<int> chosen;
    for (int i = first.blockNumber(); i <= last.blockNumber() && i < m_lines.size(); ++i)
        chosen << i;
    return chosen;
}

void ScriptEditor::goToLine(int index, int column) {
    const QTextBlock block = document()->findBlockByNumber(std::clamp(index, 0, int(m_lines.size()) - 1));
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + std::clamp(column, 0, block.length() - 1));
    setTextCursor(cursor);
    ensureCursorVisible();
    // What is under the line should be seen with it, as far as there is room.
    for (int i = 0; i < 4; ++i) {
        const QRectF area = blockBoundingGeometry(block).translated(contentOffset());
        if (area.bottom() <= viewport()->height() || area.top() <= cursorRect().height())
            break;
        verticalScrollBar()->setValue(verticalScrollBar()->value() + 1);
    }
}

void ScriptEditor::select(const app::script::Match &match) {
    goToLine(match.line, match.position + match.length);
    QTextCursor cursor = textCursor();
    const int start = cursor.block().position() + std::min(match.position, cursor.positionInBlock());
    const int end = cursor.position();
    cursor.setPosition(start);
    cursor.setPosition(end, QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    ensureCursorVisible();
}

void ScriptEditor::setMarked(const QString &what) {
    m_marked = app::script::LineFinder(what);
    viewport()->update();
}

void ScriptEditor::moveLines(int by) {
    const QList<int> chosen = selectedLines();
    const int first = chosen.first(), last = chosen.last();
    if (isReadOnly() || first + by < 0 || last + by >= m_lines.size() || by == 0)
        return;
    const int before = document()->findBlockByNumber(first).position();
    const int anchor = textCursor().anchor() - before, point = textCursor().position() - before;
    const auto moved =
        app::script::moveLines({{}, m_lines}, first, int(chosen.size()), by < 0 ? first + by : last + 1 + by);
    setLines(moved.script.lines);
    const int start = document()->findBlockByNumber(first + by).position();
    QTextCursor cursor(document());
    cursor.setPosition(start + anchor);
    cursor.setPosition(start + point, QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    ensureCursorVisible();
    Q_EMIT edited(m_lines, false);
}

void ScriptEditor::insertScript(const QString &text, bool instead) {
    QTextCursor cursor = textCursor();
    if (instead)
        cursor.select(QTextCursor::Document);
    setTextCursor(cursor);
    auto dropped = std::make_unique<QMimeData>();
    dropped->setText(text);
    insertFromMimeData(dropped.get());
}

bool ScriptEditor::viewportEvent(QEvent *event) {
    if (event->type() == QEvent::ToolTip)
        return showTip(static_cast<QHelpEvent *>(event));
    return QPlainTextEdit::viewportEvent(event);
}

void ScriptEditor::inputMethodEvent(QInputMethodEvent *event) {
    if (const QString plain = withPlainBreaks(event->commitString()); plain != event->commitString())
        event->setCommitString(plain, event->replacementStart(), event->replacementLength());
    QPlainTextEdit::inputMethodEvent(event);
}

bool ScriptEditor::event(QEvent *event) {
    if (event->type() == QEvent::ShortcutOverride) { // before the text control takes them for itself
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return false;
        }
    } else if (event->type() == QEvent::Resize) {
        // Before the text gets its room: a change while it is laid out in a window that is not shown yet would be
        // missed, and words would lie outside.
        setViewportMargins(m_gutter->wantedWidth(), 0, 0, 0);
    }
    return QPlainTextEdit::event(event);
}

void ScriptEditor::undo() {
    Q_EMIT linesTaken(m_clipboard->taken());
    Q_EMIT undoRequested();
}

void ScriptEditor::redo() {
    Q_EMIT linesTaken(m_clipboard->taken());
    Q_EMIT redoRequested();
}

void ScriptEditor::keyPressEvent(QKeyEvent *event) {
    if (event->matches(QKeySequence::Undo)) {
        undo();
    } else if (event->matches(QKeySequence::Redo)) {
        redo();
    } else if (event->modifiers() == Qt::AltModifier && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        moveLines(event->key() == Qt::Key_Up ? -1 : 1);
    } else if (event->matches(QKeySequence::InsertLineSeparator)) {
        textCursor().insertBlock(); // a soft break would be a sign that no voice can say
    } else if (!joinWithSpace(*event)) {
        QPlainTextEdit::keyPressEvent(event);
        return;
    }
    event->accept();
}

void ScriptEditor::contextMenuEvent(QContextMenuEvent *event) {
    const std::unique_ptr<QMenu> menu(createStandardContextMenu(event->pos()));
    for (QAction *action : menu->actions()) { // the text's own are off; ours are in the Edit menu
        if (action->objectName() == u"edit-undo" || action->objectName() == u"edit-redo")
            action->setVisible(false);
    }
    menu->exec(event->globalPos());
}

QList<ScriptEditor::Row> ScriptEditor::visibleRows() const {
    QList<Row> rows;
    QTextBlock block = firstVisibleBlock();
    QRectF area = blockBoundingGeometry(block).translated(contentOffset());
    while (block.isValid() && area.top() <= viewport()->height() && block.blockNumber() < m_lines.size()) {
        rows << Row{block.blockNumber(), area};
        block = block.next();
        area = QRectF(area.left(), area.bottom(), area.width(), blockBoundingRect(block).height());
    }
    return rows;
}

void ScriptEditor::paintEvent(QPaintEvent *event) {
    QPainter painter(viewport());
    const Colours &colours = coloursOf(palette());
    for (const Row &row : visibleRows()) {
        QRectF area = row.area;
        area.setLeft(0);
        area.setRight(viewport()->width());
        if (row.index == currentLine() && m_lines.size() > 1) {
            QColor light = colours.control;
            light.setAlphaF(0.5F);
            painter.fillRect(area, light);
        }
        if (row.index > 0) {
            painter.setPen(colours.hairline);
            painter.drawLine(QLineF(0, area.top() + 0.5, area.width(), area.top() + 0.5));
        }
        paintMarks(painter, row);
        const QTextBlock block = document()->findBlockByNumber(row.index);
        const QPointF corner(contentOffset().x(), row.area.top());
        m_rows->paintMarks(painter, block, corner);
        m_rows->paintRow(painter, block,
                         corner + QPointF(document()->documentMargin(), block.layout()->boundingRect().bottom()));
    }
    painter.end();
    QPlainTextEdit::paintEvent(event);
}

void ScriptEditor::paintMarks(QPainter &painter, const Row &row) {
    const QTextBlock block = document()->findBlockByNumber(row.index);
    const Colours &colours = coloursOf(palette());
    painter.setPen(colours.attention);
    painter.setBrush(colours.mark);
    for (const app::script::Match &match : m_marked.of(row.index, block.text())) {
        for (const QRectF &area : areasOf(block, match.position, match.position + match.length))
            painter.drawRoundedRect(area.translated(contentOffset().x(), row.area.top()).adjusted(-0.5, 1.5, 0.5, -1.5),
                                    2, 2);
    }
    painter.setBrush(Qt::NoBrush);
}

void ScriptEditor::placeGutter() {
    setViewportMargins(m_gutter->wantedWidth(), 0, 0, 0);
    const QRect inside = contentsRect();
    m_gutter->setGeometry(QRect(inside.left(), inside.top(), m_gutter->wantedWidth(), viewport()->height()));
}

void ScriptEditor::fitGutter() {
    if (m_gutter->width() != m_gutter->wantedWidth())
        placeGutter();
}

// Backspace at the beginning of a line, Delete at the end of one: a space comes between the words where the script they
// are in writes one, as a step of its own for the next Backspace.
bool ScriptEditor::joinWithSpace(const QKeyEvent &event) {
    const bool back = event.key() == Qt::Key_Backspace && (event.modifiers() & ~Qt::ShiftModifier) == 0;
    QTextCursor cursor = textCursor();
    if (isReadOnly() || cursor.hasSelection() || (!back && !event.matches(QKeySequence::Delete)) ||
        !(back ? cursor.atBlockStart() : cursor.atBlockEnd()))
        return false;
    const QTextBlock first = back ? cursor.block().previous() : cursor.block();
    if (!first.isValid() || !first.next().isValid() ||
        !app::script::wantSpaceBetween(first.text(), first.next().text()))
        return false;
    const int joint = first.position() + first.length() - 1;
    cursor.setPosition(joint);
    cursor.setPosition(joint + 1, QTextCursor::KeepAnchor);
    cursor.insertText(QStringLiteral(" "));
    cursor.setPosition(back ? joint + 1 : joint);
    setTextCursor(cursor);
    ensureCursorVisible();
    return true;
}

void ScriptEditor::resizeEvent(QResizeEvent *event) {
    QPlainTextEdit::resizeEvent(event);
    placeGutter();
}

void ScriptEditor::changeEvent(QEvent *event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        placeGutter();
        if (m_rows)
            m_rows->forget();
    }
}

} // namespace ui::studio

#include "moc_script_editor.cpp"
