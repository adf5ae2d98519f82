// Plain text as lines. Source of the boundaries of sentences: Unicode Standard Annex 29, in Qt; what ends in a point
// and is none (Mr., e.g., J.) is joined again, and so is what goes on in small letters.
#include <QSet>
#include <QTextBoundaryFinder>

#include <algorithm>

#include "app/script/edits.h"
#include "app/script/imported_script.h"
#include "app/script/script_format.h"
#include "app/script/script_words.h"
#include "app/script/text_decoder.h"
#include "engine/error.h"

namespace app::script {

namespace {

constexpr int kNarrowest = 40; // columns that a text was broken at on purpose
constexpr int kWidest = 120;

int columnsOf(QStringView text) { // as a terminal counts them
    int columns = 0;
    for (const QChar c : text)
        columns += c.script() == QChar::Script_Han || (c.unicode() >= 0x3000 && c.unicode() <= 0x30FF) ||
                           (c.unicode() >= 0xFF00 && c.unicode() <= 0xFF60)
                       ? 2
                       : 1;
    return columns;
}

// The width at which lines were broken; 0: they were not.
int widthOf(const QStringList &lines) {
    int widest = 0, tooWide = 0, count = 0;
    for (const QString &line : lines) {
        const int columns = columnsOf(line.trimmed());
        count += columns > 0;
        tooWide += columns > kWidest;
        if (columns <= kWidest)
            widest = std::max(widest, columns);
    }
    return widest >= kNarrowest && tooWide * 10 <= count ? widest : 0;
}

// What would not have fitted behind it: the first word, or the first sign of what is written without spaces.
int firstWordOf(const QString &line) {
    if (!line.isEmpty() && columnsOf(line.left(1)) == 2)
        return 2;
    const auto end = std::find_if(line.begin(), line.end(), [](QChar c) { return c.isSpace(); });
    return columnsOf(line.left(end - line.begin())) + 1;
}

QStringList paragraphsOf(const QStringList &lines) {
    const int width = widthOf(lines);
    QStringList paragraphs;
    int last = 0; // columns of the line before; 0: nothing is joined to it
    for (const QString &each : lines) {
        const QString line = each.trimmed();
        const bool indented = !each.isEmpty() && each.front().isSpace();
        if (line.isEmpty()) {
            last = 0;
            continue;
        }
        if (last > 0 && !indented && last + firstWordOf(line) > width) {
            QString &paragraph = paragraphs.last();
            const bool hyphen = paragraph.endsWith(u'-') && paragraph.size() > 1 &&
                                paragraph.at(paragraph.size() - 2).isLetter() && line.front().isLetter();
            if (hyphen)
                paragraph += line;
            else
                appendWords(paragraph, line);
        } else {
            paragraphs << line;
        }
        last = width > 0 ? columnsOf(line) : 0;
    }
    return paragraphs;
}

// "… said Mr." is no sentence.
bool endsInAbbreviation(const QString &sentence) {
    static const QSet<QString> known = [] {
        const QStringList words =
            QStringLiteral(
                "mr mrs ms dr prof rev hon st sr jr vs etc e.g i.e cf no nos vol fig figs pp p ed eds gen col "
                "capt lt sgt maj gov pres sen rep mt ft approx dept est inc ltd co corp jan feb mar apr jun "
                "jul aug sep sept oct nov dec z.b d.h bzw usw")
                .split(u' ');
        return QSet<QString>(words.begin(), words.end());
    }();
    const QString text = sentence.trimmed();
    if (!text.endsWith(u'.'))
        return false;
    qsizetype from = text.size() - 1;
    while (from > 0 && !text.at(from - 1).isSpace() && text.at(from - 1) != u'(')
        --from;
    const QString word = text.mid(from).chopped(1);
    return known.contains(word.toLower()) || (word.size() == 1 && word.front().isUpper() && word != u"I");
}

QStringList sentencesOf(const QString &paragraph) {
    QStringList sentences;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Sentence, paragraph);
    qsizetype from = 0;
    while (finder.toNextBoundary() >= 0) {
        const QString sentence = paragraph.mid(from, finder.position() - from);
        const qsizetype next = finder.position(); // “Really?” he said.
        if (next < paragraph.size() && (paragraph.at(next).isLower() || endsInAbbreviation(sentence)))
            continue;
        from = finder.position();
        if (const QString plain = sentence.trimmed(); !plain.isEmpty())
            sentences << plain;
    }
    if (const QString rest = paragraph.mid(from).trimmed(); !rest.isEmpty())
        sentences << rest;
    return sentences;
}

} // namespace

ImportedScript importText(const QByteArray &bytes, const QString &name, TextCut cut) {
    Script script;
    for (const QString &paragraph : paragraphsOf(linesOf(decodeText(bytes, name)))) {
        for (const QString &text : cut == TextCut::Sentences ? sentencesOf(paragraph) : QStringList{paragraph}) {
            if (const Line line = newLine(text); !isBlank(line))
                script.lines << line;
        }
    }
    if (script.lines.isEmpty())
        throw engine::badInput(tr("“%1” holds no words.").arg(name).toStdString(),
                               tr("Choose another file.").toStdString());
    requireFits(script, name);
    return {script.lines, {}};
}

} // namespace app::script
