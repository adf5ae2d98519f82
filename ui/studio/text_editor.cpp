#include "ui/studio/text_editor.h"

#include <QMimeData>
#include <QTextDocument>
#include <QTextOption>

#include "ui/theme.h"

namespace ui::studio {

TextEditor::TextEditor(QWidget *parent) : QPlainTextEdit(parent) {
    setRole(this, "editor");
    setTabChangesFocus(true);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setCursorWidth(2);
    document()->setDocumentMargin(8);
    setPlaceholderText(tr("Type or paste what is to be said."));
    setAccessibleName(tr("Text to speak"));
}

void TextEditor::insertFromMimeData(const QMimeData *source) {
    if (!source->hasText()) {
        return;
    }
    const QString text = source->text();
    const QString selected = textCursor().selectedText().replace(QChar::ParagraphSeparator, u'\n');
    const qsizetype kept = toPlainText().toUtf8().size() - selected.toUtf8().size();
    const QByteArray bytes = text.toUtf8();
    qsizetype room = qBound<qsizetype>(0, kLongestText - kept, bytes.size());
    while (room > 0 && room < bytes.size() && (bytes[room] & 0xC0) == 0x80) {
        --room; // whole characters only
    }
    insertPlainText(QString::fromUtf8(bytes.left(room)));
    ensureCursorVisible();
    if (room < bytes.size()) {
        Q_EMIT cutShort(text.size());
    }
}

} // namespace ui::studio
