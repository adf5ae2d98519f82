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
    const qsizetype room = qMax<qsizetype>(0, kLongestText - document()->characterCount());
    insertPlainText(text.left(room));
    ensureCursorVisible();
    if (text.size() > room) {
        Q_EMIT cutShort(text.size());
    }
}

} // namespace ui::studio
