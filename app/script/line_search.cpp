#include "app/script/line_search.h"

#include <QHash>
#include <QVector>

#include <utility>

namespace app::script {

namespace {

// Text as it is compared: decomposed, then case folded, each unit with the place it comes from.
struct Folded {
    QString text;
    QList<int> source; // one more than units: the last one is the length of the original
};

class Folder {
public:
    Folded fold(const QString &text) {
        Folded folded;
        folded.text.reserve(text.size());
        folded.source.reserve(text.size() + 1);
        for (int i = 0; i < text.size();) {
            const QChar c = text.at(i);
            const bool pair = c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
            if (c.unicode() < 0x80)
                folded.text += c.toLower();
            else
                folded.text += foldedCharacter(text.mid(i, pair ? 2 : 1));
            while (folded.source.size() < folded.text.size())
                folded.source << i;
            i += pair ? 2 : 1;
        }
        folded.source << int(text.size());
        return folded;
    }

private:
    const QString &foldedCharacter(const QString &character) {
        auto found = m_known.find(character);
        if (found == m_known.end()) {
            // Qt folds one letter to one letter; by way of the capitals "ß" becomes "ss" and "ﬁ" becomes "fi".
            const QString folded =
                character.normalized(QString::NormalizationForm_D).toCaseFolded().toUpper().toCaseFolded();
            found = m_known.insert(character, folded.normalized(QString::NormalizationForm_D));
        }
        return *found;
    }

    QHash<QString, QString> m_known;
};

} // namespace

class LineFinder::Matches {
public:
    explicit Matches(const QString &what) : m_what(m_folder.fold(what).text) {}

    bool isEmpty() const { return m_what.isEmpty(); }

    QList<Match> of(int line, const QString &text) {
        QList<Match> found;
        const Folded in = m_folder.fold(text);
        for (qsizetype at = in.text.indexOf(m_what); at >= 0;) {
            const qsizetype end = at + m_what.size();
            const bool whole = isBoundary(in, at) && isBoundary(in, end) && !cutsAccent(in, end);
            if (whole)
                found << Match{line, in.source.at(at), in.source.at(end) - in.source.at(at)};
            at = in.text.indexOf(m_what, whole ? end : at + 1);
        }
        return found;
    }

private:
    static bool isBoundary(const Folded &in, qsizetype at) {
        return at == 0 || in.source.at(at) != in.source.at(at - 1);
    }
    static bool cutsAccent(const Folded &in, qsizetype end) {
        return end < in.text.size() && in.text.at(end).category() == QChar::Mark_NonSpacing;
    }

    Folder m_folder;
    QString m_what;
};

LineFinder::LineFinder(const QString &what) : m_matches(std::make_unique<Matches>(what)) {}
LineFinder::~LineFinder() = default;
LineFinder::LineFinder(LineFinder &&) noexcept = default;
LineFinder &LineFinder::operator=(LineFinder &&) noexcept = default;

bool LineFinder::isEmpty() const {
    return m_matches->isEmpty();
}

QList<Match> LineFinder::of(int line, const QString &text) {
    return m_matches->isEmpty() ? QList<Match>{} : m_matches->of(line, text);
}

std::optional<Match> findNext(const Script &script, const QString &what, Place from) {
    LineFinder matches(what);
    const int count = int(script.lines.size());
    if (matches.isEmpty() || count == 0)
        return {};
    const int start = from.line < 0 || from.line >= count ? 0 : from.line;
    for (int step = 0; step <= count; ++step) { // the first line twice: after the place, and at last before it
        const int line = (start + step) % count;
        for (const Match &match : matches.of(line, script.lines.at(line).text)) {
            if (step > 0 || match.position >= from.position)
                return match;
        }
    }
    return {};
}

bool isMatch(const Script &script, const QString &what, const Match &match) {
    LineFinder matches(what);
    if (matches.isEmpty() || match.line < 0 || match.line >= script.lines.size())
        return false;
    return matches.of(match.line, script.lines.at(match.line).text).contains(match);
}

Edited replaceMatch(Script script, const Match &match, const QString &with) {
    const bool inside = match.line >= 0 && match.line < script.lines.size() && match.position >= 0 &&
                        match.length >= 0 && match.position <= script.lines.at(match.line).text.size() - match.length;
    if (!inside)
        return {std::move(script), {}};
    const QString clean = cleanText(with);
    script.lines[match.line].text.replace(match.position, match.length, clean);
    return {std::move(script), {match.line, match.position + int(clean.size())}};
}

ReplacedAll replaceAll(Script script, const QString &what, const QString &with) {
    LineFinder matches(what);
    ReplacedAll result;
    if (!matches.isEmpty()) {
        const QString clean = cleanText(with);
        for (int line = 0; line < script.lines.size(); ++line) {
            const QList<Match> found = matches.of(line, script.lines.at(line).text);
            for (qsizetype i = found.size(); i-- > 0;)
                script.lines[line].text.replace(found.at(i).position, found.at(i).length, clean);
            result.count += int(found.size());
        }
    }
    result.script = std::move(script);
    return result;
}

} // namespace app::script
