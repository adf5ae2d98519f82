#include "app/takes/take_rows.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QVariantList>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace app::takes {

using storage::Connection;
using storage::Error;
using storage::Statement;
using storage::Trouble;

namespace {

// The order of insertTake() and readTake().
const QString kColumns = QStringLiteral(
    "created, removed, starred, line, parent, name, note, text, voice, voice_name, voice_transcript, voice_recording, "
    "model, model_licence, seed, nfe, schedule, cfg, sway, speed, cross_fade, precision, device_kind, device_name, "
    "program, build, synthesis_seconds, first_audio_seconds, text_seconds, reference_seconds, dit_seconds, "
    "vocoder_seconds, other_seconds, chunks, reference_shortened, audio, seconds, sample_rate, spoken, other_voices, "
    "duration_rule, joining, doubts");

// The file may have been changed by others: numbers outside what the engine takes are brought inside.
double within(double value, double low, double high, double otherwise) {
    return std::isfinite(value) ? std::clamp(value, low, high) : otherwise;
}

double duration(double seconds) {
    return within(seconds, 0, 1e9, 0);
}

QDateTime moment(qint64 ms) {
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
}

// One JSON array of objects; empty without other voices.
QString jsonOf(const QList<OtherVoice> &voices) {
    QJsonArray array;
    for (const OtherVoice &voice : voices)
        array << QJsonObject{{QStringLiteral("id"), voice.id},
                             {QStringLiteral("name"), voice.name},
                             {QStringLiteral("transcript"), voice.transcript},
                             {QStringLiteral("recording"), voice.recording}};
    return array.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QList<OtherVoice> otherVoicesIn(const QString &json) {
    QList<OtherVoice> voices;
    const QJsonArray array = QJsonDocument::fromJson(json.toUtf8()).array();
    for (const QJsonValue &value : array) {
        if (std::size_t(voices.size()) == engine::kMostOtherVoices)
            break;
        voices << OtherVoice{value[u"id"].toString(), value[u"name"].toString(), value[u"transcript"].toString(),
                             value[u"recording"].toString()};
    }
    return voices;
}

// Goes through the columns in their order.
class Row {
public:
    explicit Row(const Statement &statement) : m_statement(statement) {}
    bool isNull() const { return m_statement.isNull(m_column); }
    qint64 integer() { return m_statement.integer(m_column++); }
    double number() { return m_statement.number(m_column++); }
    QString text() { return m_statement.text(m_column++); }

private:
    const Statement &m_statement;
    int m_column = 0;
};

TakeRecord readTake(const Statement &statement) {
    Row row(statement);
    TakeRecord record;
    record.id = row.integer();
    record.created = moment(row.integer());
    const bool removed = !row.isNull();
    const qint64 removedAt = row.integer();
    record.removed = removed ? moment(removedAt) : QDateTime();
    record.starred = !row.isNull();
    const qint64 starredAt = row.integer();
    record.starredAt = record.starred ? moment(starredAt) : QDateTime();
    record.lineId = row.text();
    record.parentId = row.integer();
    record.name = row.text();
    record.note = row.text();
    record.text = row.text();
    record.voiceId = row.text();
    record.voiceName = row.text();
    record.voiceTranscript = row.text();
    record.voiceRecording = row.text();
    record.modelName = row.text();
    record.modelLicence = row.text();
    record.seed = std::bit_cast<quint64>(row.integer());
    record.nfeStep = int(std::clamp<qint64>(row.integer(), 1, 128));
    record.schedule = row.text() == u"uniform" ? engine::Schedule::Uniform : engine::Schedule::Epss;
    record.cfgStrength = within(row.number(), 0, 10, 2);
    record.swayCoefficient = within(row.number(), -1, 1, -1);
    record.speed = within(row.number(), 0.3, 3, 1);
    record.crossFadeSeconds = within(row.number(), 0, 1, 0.15);
    record.precision = row.text();
    record.deviceKind = row.text();
    record.deviceName = row.text();
    record.programVersion = row.text();
    record.build = row.text();
    record.timings.synthesisSeconds = duration(row.number());
    record.timings.firstAudioSeconds = duration(row.number());
    record.timings.stages.text = duration(row.number());
    record.timings.stages.reference = duration(row.number());
    record.timings.stages.dit = duration(row.number());
    record.timings.stages.vocoder = duration(row.number());
    record.timings.stages.other = duration(row.number());
    record.timings.chunks = int(std::clamp<qint64>(row.integer(), 0, 1'000'000));
    record.timings.referenceShortened = row.integer() != 0;
    record.audioHash = row.text();
    record.seconds = duration(row.number());
    record.timings.audioSeconds = record.seconds;
    record.sampleRate = int(std::clamp<qint64>(row.integer(), 1, 1'000'000));
    record.spoken = row.text();
    record.otherVoices = otherVoicesIn(row.text());
    record.durationRule =
        row.text() == u"syllables" ? engine::DurationRule::BySyllables : engine::DurationRule::AsUpstream;
    record.joining = row.text() == u"even" ? engine::Joining::Even : engine::Joining::AsUpstream;
    record.doubts = row.text();
    return record;
}

QString allColumns() {
    return QStringLiteral("take.id, ") + kColumns;
}

QString jsonOf(const QStringList &texts) {
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(texts)).toJson(QJsonDocument::Compact));
}

QString jsonOf(const QList<qint64> &ids) {
    QStringList numbers;
    for (const qint64 id : ids)
        numbers << QString::number(id);
    return u'[' + numbers.join(u',') + u']';
}

// SQLite stores "" for an empty QString but NULL for a null one.
QString given(const QString &text) {
    return text.isNull() ? QStringLiteral("") : text;
}

void refreshWords(Connection &connection, qint64 id) {
    const TakeRecord record = takeById(connection, id);
    const QString words =
        foldedForSearch(QStringList{record.text, record.name, record.note, record.voiceName}.join(u'\n'));
    connection.prepare(QStringLiteral("INSERT OR REPLACE INTO take_words VALUES (?, ?)")).bind(id, words).run();
}

Error missing() {
    return {Trouble::Missing,
            {QCoreApplication::translate("takes", "This take is no longer in the library."),
             QCoreApplication::translate("takes", "Another program may have deleted it; make it again."),
             {}}};
}

void requireChanged(const Statement &statement) {
    if (statement.changedRows() != 1)
        throw missing();
}

// WHERE of a query and its values.
struct Condition {
    QString sql;
    QVariantList values;

    void add(const QString &what, const QVariant &value) {
        sql += QStringLiteral(" AND ") + what;
        values << value;
    }
};

Condition conditionOf(const TakeQuery &query) {
    Condition condition;
    condition.sql = query.removedOnly ? QStringLiteral("removed > 0") : QStringLiteral("removed IS NULL");
    if (query.starredOnly)
        condition.sql += QStringLiteral(" AND starred IS NOT NULL");
    if (query.lineId)
        condition.add(QStringLiteral("line = ?"), given(*query.lineId));
    if (!query.voiceId.isEmpty())
        condition.add(QStringLiteral("voice = ?"), query.voiceId);
    const QString words = foldedForSearch(query.words);
    for (const QString &word : words.simplified().split(u' ', Qt::SkipEmptyParts))
        condition.add(QStringLiteral("instr(words, ?) > 0"), word);
    return condition;
}

QString orderOf(TakeQuery::Order order) {
    switch (order) {
    case TakeQuery::Order::OldestFirst:
        return QStringLiteral("take.id");
    case TakeQuery::Order::LongestFirst:
        return QStringLiteral("seconds DESC, take.id DESC");
    case TakeQuery::Order::ShortestFirst:
        return QStringLiteral("seconds, take.id DESC");
    case TakeQuery::Order::NewestFirst:
        break;
    }
    return QStringLiteral("take.id DESC");
}

} // namespace

QString foldedForSearch(const QString &text) {
    QString folded = text.normalized(QString::NormalizationForm_KC).toCaseFolded();
    folded.replace(u'ß', QStringLiteral("ss")); // the one sign of daily use whose capitals are two
    return folded.normalized(QString::NormalizationForm_KC);
}

qint64 insertTake(Connection &connection, const TakeRecord &record) {
    static const QString sql = QStringLiteral("INSERT INTO take (%1) VALUES (?, NULL, NULL, ?, "
                                              "(SELECT id FROM take WHERE id = ?)%2)")
                                   .arg(kColumns, QStringLiteral(", ?").repeated(38));
    const engine::Timings &timings = record.timings;
    Statement insert = connection.prepare(sql);
    insert.bind(record.created.toMSecsSinceEpoch(), given(record.lineId), record.parentId, given(record.name),
                given(record.note), given(record.text), given(record.voiceId), given(record.voiceName),
                given(record.voiceTranscript), given(record.voiceRecording), given(record.modelName),
                given(record.modelLicence), std::bit_cast<qint64>(record.seed), record.nfeStep,
                QString::fromStdString(engine::toString(record.schedule)), record.cfgStrength, record.swayCoefficient,
                record.speed, record.crossFadeSeconds, given(record.precision), given(record.deviceKind),
                given(record.deviceName), given(record.programVersion), given(record.build), timings.synthesisSeconds,
                timings.firstAudioSeconds, timings.stages.text, timings.stages.reference, timings.stages.dit,
                timings.stages.vocoder, timings.stages.other, timings.chunks, timings.referenceShortened ? 1 : 0,
                given(record.audioHash), record.seconds, record.sampleRate, given(record.spoken),
                given(jsonOf(record.otherVoices)), QString::fromStdString(engine::toString(record.durationRule)),
                QString::fromStdString(engine::toString(record.joining)), given(record.doubts));
    insert.run();
    const qint64 id = insert.newId();
    refreshWords(connection, id);
    return id;
}

TakeRecord takeById(Connection &connection, qint64 id) {
    Statement select = connection.prepare(QStringLiteral("SELECT %1 FROM take WHERE id = ?").arg(allColumns()));
    select.bind(id);
    if (!select.next())
        throw missing();
    return readTake(select);
}

TakePage findTakes(Connection &connection, const TakeQuery &query) {
    const Condition condition = conditionOf(query);
    const bool byWords = condition.sql.contains(QStringLiteral("instr("));
    const QString from =
        byWords ? QStringLiteral("take_words JOIN take ON take.id = take_words.take") : QStringLiteral("take");
    const auto bound = [&](const QString &sql) {
        Statement statement = connection.prepare(sql);
        for (const QVariant &value : condition.values)
            statement.bind(value);
        return statement;
    };

    TakePage page;
    Statement count = bound(QStringLiteral("SELECT count(*) FROM %1 WHERE %2").arg(from, condition.sql));
    page.total = count.next() ? int(std::min<qint64>(count.integer(0), std::numeric_limits<int>::max())) : 0;
    Statement rows = bound(QStringLiteral("SELECT %1 FROM %2 WHERE %3 ORDER BY %4 LIMIT ? OFFSET ?")
                               .arg(allColumns(), from, condition.sql, orderOf(query.order)));
    rows.bind(std::clamp(query.limit, 1, 500), std::max(query.offset, 0));
    while (rows.next())
        page.takes << readTake(rows);
    return page;
}

TakesByLine takesOfLines(Connection &connection, const QStringList &lineIds) {
    Statement rows = connection.prepare(
        QStringLiteral(
            "WITH picked AS (SELECT max(id) AS newest, "
            "(SELECT id FROM take AS s WHERE s.line = t.line AND s.removed IS NULL AND s.starred IS NOT NULL "
            "ORDER BY s.starred DESC, s.id DESC LIMIT 1) AS best "
            "FROM take AS t WHERE removed IS NULL AND line <> '' AND line IN (SELECT value FROM json_each(?)) "
            "GROUP BY line) "
            "SELECT %1, picked.newest = take.id, picked.best = take.id FROM picked "
            "JOIN take ON take.id IN (picked.newest, picked.best)")
            .arg(allColumns()));
    rows.bind(jsonOf(lineIds));
    const int flags = int(kColumns.count(u',')) + 2; // after the id and the columns
    TakesByLine found;
    while (rows.next()) {
        const TakeRecord record = readTake(rows);
        LineTakes &line = found[record.lineId];
        if (rows.integer(flags) != 0)
            line.newest = record;
        if (rows.integer(flags + 1) != 0)
            line.starred = record;
    }
    return found;
}

void setStar(Connection &connection, qint64 id, const QDateTime &at) {
    Statement update = connection.prepare(QStringLiteral("UPDATE take SET starred = ? WHERE id = ?"));
    update.bind(at.isValid() ? QVariant(at.toMSecsSinceEpoch()) : QVariant(QMetaType::fromType<qint64>()), id);
    update.run();
    requireChanged(update);
}

void setName(Connection &connection, qint64 id, const QString &name) {
    Statement update = connection.prepare(QStringLiteral("UPDATE take SET name = ? WHERE id = ?"));
    update.bind(given(name), id).run();
    requireChanged(update);
    refreshWords(connection, id);
}

void setNote(Connection &connection, qint64 id, const QString &note) {
    Statement update = connection.prepare(QStringLiteral("UPDATE take SET note = ? WHERE id = ?"));
    update.bind(given(note), id).run();
    requireChanged(update);
    refreshWords(connection, id);
}

void setDoubts(Connection &connection, qint64 id, const QString &doubts) {
    Statement update = connection.prepare(QStringLiteral("UPDATE take SET doubts = ? WHERE id = ?"));
    update.bind(given(doubts), id).run();
    requireChanged(update);
}

QList<qint64> markRemoved(Connection &connection, const QList<qint64> &ids, bool removed) {
    Statement update = connection.prepare(
        QStringLiteral("UPDATE take SET removed = ? WHERE (removed IS NULL) = ? AND id IN (SELECT value FROM "
                       "json_each(?)) RETURNING id"));
    update.bind(removed ? QVariant(QDateTime::currentMSecsSinceEpoch()) : QVariant(QMetaType::fromType<qint64>()),
                removed ? 1 : 0, jsonOf(ids));
    QList<qint64> changed;
    while (update.next())
        changed << update.integer(0);
    return changed;
}

// Removed at the beginning of all time: older than anything that is still kept.
QList<qint64> markForgotten(Connection &connection, const QList<qint64> &ids, bool forgotten) {
    Statement update = connection.prepare(QStringLiteral("UPDATE take SET removed = ? WHERE (removed = 0) <> ? AND id "
                                                         "IN (SELECT value FROM json_each(?)) RETURNING id"));
    update.bind(forgotten ? qint64(0) : QDateTime::currentMSecsSinceEpoch(), forgotten ? 1 : 0, jsonOf(ids));
    QList<qint64> changed;
    while (update.next())
        changed << update.integer(0);
    return changed;
}

bool isAudioUsed(Connection &connection, const QString &hash) {
    Statement select = connection.prepare(QStringLiteral(
        "SELECT 1 FROM take WHERE audio = ? UNION ALL SELECT 1 FROM listening_cell WHERE audio = ? LIMIT 1"));
    return select.bind(hash, hash).next();
}

QStringList audioOnlyOfRemoved(Connection &connection, qint64 before) {
    Statement select =
        connection.prepare(QStringLiteral("SELECT DISTINCT audio FROM take WHERE removed < ? AND audio NOT IN "
                                          "(SELECT audio FROM take WHERE removed IS NULL OR removed >= ?) AND "
                                          "audio NOT IN (SELECT audio FROM listening_cell)"));
    select.bind(before, before);
    QStringList found;
    while (select.next())
        found << select.text(0);
    return found;
}

qint64 removedBefore(Connection &connection, qint64 before) {
    Statement select = connection.prepare(QStringLiteral("SELECT count(*) FROM take WHERE removed < ?"));
    return select.bind(before).next() ? select.integer(0) : 0;
}

void deleteRemoved(Connection &connection, qint64 before) {
    connection.prepare(QStringLiteral("DELETE FROM take WHERE removed < ?")).bind(before).run();
}

qint64 libraryBirth(Connection &connection) {
    return connection.integer(QStringLiteral("SELECT at FROM birth"));
}

} // namespace app::takes
