// What comes into the script's text and leaves it by clipboard and drag.
#include <QFileInfo>
#include <QMimeData>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextDocumentFragment>
#include <QUrl>

#include <algorithm>
#include <utility>

#include "ui/studio/plain_breaks.h"
#include "ui/studio/script_editor.h"

namespace ui::studio {

using app::script::Line;

namespace {

// By its name: the file itself is not looked at on this thread, and one that only looks like text is refused when it is
// read.
bool isSound(const QString &file) {
    static const QStringList suffixes =
        QStringLiteral("wav flac ogg oga opus mp3 m4a aac aif aiff wma mp4 mkv webm mov avi").split(u' ');
    return suffixes.contains(QFileInfo(file).suffix().toLower());
}

} // namespace

QString withPlainBreaks(QString text) {
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    for (const QChar sign : {QChar(u'\r'), QChar(u'\v'), QChar(u'\f'), QChar(0x85), QChar(QChar::LineSeparator),
                             QChar(QChar::ParagraphSeparator)})
        text.replace(sign, u'\n');
    return text;
}

QMimeData *ScriptEditor::createMimeDataFromSelection() const {
    const QTextCursor cursor = textCursor();
    CopiedLines copied{m_clipboard->owner(), false, {}};
    for (QTextBlock block = document()->findBlock(cursor.selectionStart());
         block.isValid() && block.position() <= cursor.selectionEnd() && block.blockNumber() < m_lines.size();
         block = block.next()) {
        const bool whole = block.length() > 1 && cursor.selectionStart() <= block.position() &&
                           cursor.selectionEnd() >= block.position() + block.length() - 1;
        copied.pieces << CopiedLines::Piece{whole ? m_lines[block.blockNumber()] : Line{}, whole};
    }
    auto *mime = new QMimeData;
    mime->setText(cursor.selection().toPlainText());
    mime->setData(linesFormat(), toBytes(copied));
    return m_clipboard->given(mime);
}

QList<Line> ScriptEditor::withPasted(const QList<Line> &lines) {
    const auto pasted = std::exchange(m_pasted, std::nullopt);
    if (!pasted)
        return lines;
    QList<Line> now = withPastedLines(lines, pasted->first, pasted->lines, m_clipboard->owner());
    if (pasted->lines.cut && pasted->lines.owner != m_clipboard->owner())
        m_clipboard->adopt(pasted->lines);
    return now;
}

bool ScriptEditor::canInsertFromMimeData(const QMimeData *source) const {
    return source->hasText() || source->hasUrls();
}

void ScriptEditor::insertFromMimeData(const QMimeData *source) {
    QStringList files;
    for (const QUrl &url : source->urls()) {
        if (url.isLocalFile())
            files << url.toLocalFile();
    }
    if (!files.isEmpty()) {
        const auto sounds =
            std::stable_partition(files.begin(), files.end(), [](const auto &f) { return !isSound(f); });
        if (sounds != files.end())
            Q_EMIT soundDropped(
                QStringList(sounds, files.end()),
                {files.end() - sounds == 1
                     ? tr("%1 is a sound, and a script is text: it was not opened.").arg(QFileInfo(*sounds).fileName())
                     : tr("%Ln sounds were dropped on the script, which is text: they were not opened.", nullptr,
                          int(files.end() - sounds)),
                 tr("Takes are heard, compared and saved in the table of takes, where they are already."),
                 {}});
        files.erase(sounds, files.end());
        if (!files.isEmpty())
            Q_EMIT filesDropped(files);
        return;
    }
    if (!source->hasText())
        return;
    const QString text = withPlainBreaks(source->text());
    const QString selected = textCursor().selectedText().replace(QChar::ParagraphSeparator, u'\n');
    const qsizetype kept = toPlainText().toUtf8().size() - selected.toUtf8().size();
    const QByteArray bytes = text.toUtf8();
    qsizetype room = qBound<qsizetype>(0, kLongestText - kept, bytes.size());
    while (room > 0 && room < bytes.size() && (bytes[room] & 0xC0) == 0x80)
        --room; // whole characters only
    if (auto copied = copiedLinesIn(*source); copied && room > 0)
        m_pasted = Pasted{document()->findBlock(textCursor().selectionStart()).blockNumber(), std::move(*copied)};
    insertPlainText(QString::fromUtf8(bytes.left(room)));
    ensureCursorVisible();
    if (room < bytes.size())
        Q_EMIT cutShort(text.size());
}

} // namespace ui::studio
