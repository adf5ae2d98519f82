#include "ui/studio/line_clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMimeData>
#include <QScopedValueRollback>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/script/script_format.h"

namespace ui::studio {

using app::script::Line;

namespace {

std::optional<double> within(const QJsonValue &value, double low, double high) {
    const double number = value.toDouble(std::nan(""));
    return number >= low && number <= high ? std::optional(number) : std::nullopt;
}

Line lineIn(const QJsonObject &object) {
    namespace script = app::script;
    Line line;
    line.id = script::canonicalId(object[u"id"].toString());
    line.text = script::cleanText(object[u"text"].toString());
    const QString voice = object[u"voice"].toString();
    line.voiceId = script::isVoiceId(voice) ? voice : QString();
    line.speed = within(object[u"speed"], script::kSlowest, script::kFastest);
    bool isSeed = false;
    const quint64 seed = object[u"seed"].toString().toULongLong(&isSeed);
    line.seed = isSeed ? std::optional(seed) : std::nullopt;
    const auto begin = within(object[u"begin"], 0, script::kLatestCue);
    const auto end = within(object[u"end"], 0, script::kLatestCue);
    if (begin && end && *begin <= *end) {
        line.cue = script::CueTimes{*begin, *end};
    }
    return line;
}

QJsonObject objectOf(const CopiedLines::Piece &piece) {
    const Line &line = piece.line;
    QJsonObject object{{QStringLiteral("text"), line.text}, {QStringLiteral("whole"), piece.whole}};
    if (!piece.whole) {
        return object;
    }
    object.insert(QStringLiteral("id"), line.id);
    if (!line.voiceId.isEmpty()) {
        object.insert(QStringLiteral("voice"), line.voiceId);
    }
    if (line.speed) {
        object.insert(QStringLiteral("speed"), *line.speed);
    }
    if (line.seed) {
        object.insert(QStringLiteral("seed"), QString::number(*line.seed));
    }
    if (line.cue) {
        object.insert(QStringLiteral("begin"), line.cue->begin);
        object.insert(QStringLiteral("end"), line.cue->end);
    }
    return object;
}

} // namespace

QString linesFormat() {
    return QStringLiteral("application/x-ishowtts-lines");
}

QByteArray toBytes(const CopiedLines &copied) {
    QJsonArray lines;
    for (const CopiedLines::Piece &piece : copied.pieces) {
        lines << objectOf(piece);
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("owner"), copied.owner},
                                     {QStringLiteral("cut"), copied.cut},
                                     {QStringLiteral("lines"), lines}})
        .toJson(QJsonDocument::Compact);
}

std::optional<CopiedLines> copiedLinesIn(const QMimeData &data) {
    if (!data.hasFormat(linesFormat())) {
        return {};
    }
    const QByteArray bytes = data.data(linesFormat());
    if (bytes.size() > app::script::kLargestFile) {
        return {};
    }
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    const QJsonArray lines = object[u"lines"].toArray();
    if (lines.isEmpty() || lines.size() > app::script::kMostLines) {
        return {};
    }
    CopiedLines copied{object[u"owner"].toString(), object[u"cut"].toBool(), {}};
    for (const QJsonValue &each : lines) {
        const Line line = lineIn(each.toObject());
        copied.pieces << CopiedLines::Piece{line, each[u"whole"].toBool() && !line.id.isEmpty()};
    }
    return copied;
}

QList<Line> withPastedLines(QList<Line> lines, int first, const CopiedLines &copied, const QString &owner) {
    QHash<QString, int> rows; // by id
    for (int row = 0; row < lines.size(); ++row) {
        rows.insert(lines[row].id, row);
    }
    const bool same = copied.cut || (copied.owner == owner && !owner.isEmpty());
    for (int i = 0; i < copied.pieces.size() && first + i < lines.size(); ++i) {
        const int row = first + i;
        const CopiedLines::Piece &piece = copied.pieces[i];
        if (!piece.whole || lines[row].text != piece.line.text) {
            continue;
        }
        const Line before = std::exchange(lines[row], piece.line);
        const int holder = rows.value(piece.line.id, -1);
        const bool free = holder < 0 || holder == row || app::script::isBlank(lines[holder]);
        if (!same || !free) {
            lines[row].id = before.id;
            lines[row].cue = before.cue;
            continue;
        }
        if (holder >= 0 && holder != row) { // nothing is left of it there
            lines[holder] = app::script::newLineLike(lines[holder], {});
            rows.insert(lines[holder].id, holder);
        }
        rows.remove(before.id);
        rows.insert(piece.line.id, row);
    }
    return lines;
}

LineClipboard::LineClipboard(QObject *parent) : QObject(parent), m_owner(app::script::newLine().id) {
    connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this, &LineClipboard::look);
}

// Another program's is not asked for anything here: it may not answer.
bool LineClipboard::isOurs() const {
    return m_given && QGuiApplication::clipboard()->mimeData() == m_given;
}

QMimeData *LineClipboard::given(QMimeData *data) {
    m_made.removeIf([](const QPointer<QMimeData> &each) { return each.isNull(); });
    m_made << data;
    return data;
}

void LineClipboard::look() {
    if (m_putting) {
        return;
    }
    const QSet<QString> cut = m_cut ? m_ids + m_watched : m_watched;
    m_ids.clear();
    m_watched.clear();
    const QMimeData *there = QGuiApplication::clipboard()->mimeData();
    for (const QPointer<QMimeData> &each : std::as_const(m_made)) {
        if (there && each == there) {
            m_given = each;
        }
    }
    if (!isOurs()) {
        lookElsewhere(there, cut);
        return;
    }
    const auto copied = copiedLinesIn(*m_given);
    if (!copied || copied->owner != m_owner) {
        return;
    }
    m_cut = copied->cut;
    for (const CopiedLines::Piece &piece : copied->pieces) {
        if (piece.whole) {
            m_ids << piece.line.id;
        }
    }
}

// Who pastes cut lines puts them on the clipboard anew, as their own. Only the first that comes after a cut is asked
// for what it has, and those that follow as long as they have these lines.
void LineClipboard::lookElsewhere(const QMimeData *there, const QSet<QString> &cut) {
    const auto copied = there && !cut.isEmpty() ? copiedLinesIn(*there) : std::nullopt;
    if (!copied) {
        return;
    }
    for (const CopiedLines::Piece &piece : copied->pieces) {
        if (!piece.whole || !cut.contains(piece.line.id)) {
            continue;
        }
        m_watched << piece.line.id;
        if (copied->owner != m_owner && !copied->cut) {
            m_taken << piece.line.id;
        } else { // nobody has it, or it was cut there again
            m_taken.remove(piece.line.id);
        }
    }
}

void LineClipboard::follow(const QList<Line> &lines) {
    const auto isBack = [this](const Line &line) { return m_watched.contains(line.id) && !app::script::isBlank(line); };
    if (!m_watched.isEmpty() && std::any_of(lines.begin(), lines.end(), isBack)) {
        const QMimeData *there = QGuiApplication::clipboard()->mimeData();
        if (auto copied = there ? copiedLinesIn(*there) : std::nullopt) { // else who had them would have them again
            adopt(std::move(*copied));
        }
        m_watched.clear();
        return;
    }
    if (m_ids.isEmpty()) {
        return;
    }
    bool cut = true;
    for (const Line &line : lines) {
        cut = cut && (!m_ids.contains(line.id) || app::script::isBlank(line));
    }
    if (cut == m_cut) {
        return;
    }
    auto copied = isOurs() ? copiedLinesIn(*m_given) : std::nullopt;
    if (!copied || copied->owner != m_owner) {
        m_ids.clear();
        return;
    }
    m_cut = cut;
    copied->cut = cut;
    put(*copied);
}

void LineClipboard::otherScript() {
    m_owner = app::script::newLine().id;
    m_ids.clear();
    m_watched.clear();
    m_taken.clear();
}

void LineClipboard::adopt(CopiedLines pasted) {
    pasted.owner = m_owner;
    pasted.cut = false;
    put(pasted);
    m_cut = false;
    m_ids.clear();
    for (const CopiedLines::Piece &piece : pasted.pieces) {
        if (piece.whole) {
            m_ids << piece.line.id;
            m_taken.remove(piece.line.id);
        }
    }
    m_watched.clear();
}

void LineClipboard::put(const CopiedLines &copied) {
    const QScopedValueRollback<bool> putting(m_putting, true);
    QClipboard *clipboard = QGuiApplication::clipboard();
    auto *data = new QMimeData;
    data->setText(clipboard->mimeData() ? clipboard->mimeData()->text() : QString());
    data->setData(linesFormat(), toBytes(copied));
    m_given = given(data);
    clipboard->setMimeData(data);
}

} // namespace ui::studio

#include "moc_line_clipboard.cpp"
