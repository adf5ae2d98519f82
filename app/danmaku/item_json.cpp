#include "app/danmaku/item_json.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <variant>

#include "app/chat/chat_recording.h"

namespace app::danmaku {

namespace {

Class rankFrom(const QString &word) {
    for (int rank = 0; rank <= int(Class::Chat); ++rank)
        if (wordFor(Class(rank)) == word)
            return Class(rank);
    return Class::Chat;
}

constexpr double kMostExact = 9007199254740992.0; // of a number in JSON

qint64 integer(const QJsonObject &json, const char *key, qint64 low, qint64 high) {
    const double value = json.value(QLatin1String(key)).toDouble();
    if (!(std::abs(value) <= kMostExact))
        return low > 0 ? low : 0;
    return std::clamp(qint64(value), low, high);
}

qint64 time(const QJsonObject &json, const char *key) {
    return integer(json, key, 0, qint64(kMostExact));
}

int count(const QJsonObject &json, const char *key, int low = 0) {
    return int(integer(json, key, low, 1'000'000'000));
}

QString text(const QJsonObject &json, const char *key) {
    return json.value(QLatin1String(key)).toString();
}

class Writer {
public:
    void put(const char *key, const QString &value) {
        if (!value.isEmpty())
            m_json.insert(QLatin1String(key), value);
    }
    void put(const char *key, qint64 value) {
        if (value != 0)
            m_json.insert(QLatin1String(key), double(value));
    }
    void flag(const char *key, bool value) {
        if (value)
            m_json.insert(QLatin1String(key), true);
    }
    QJsonObject &json() { return m_json; }

private:
    QJsonObject m_json;
};

} // namespace

QJsonObject toJson(const chat::Message &message) {
    return chat::recordedMessage(message);
}

chat::MessagePtr messageFrom(const QJsonObject &json, qint64 receivedAt) {
    const QJsonObject line{{QStringLiteral("at"), double(receivedAt)}, {QStringLiteral("message"), json}};
    const chat::RecordedLine read = chat::parseRecordedLine(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
    const auto *message = read.event ? std::get_if<chat::Message>(&read.event->what) : nullptr;
    return message ? std::make_shared<const chat::Message>(*message) : nullptr;
}

QJsonObject toJson(const Item &item) {
    Writer out;
    out.put("id", qint64(item.id));
    if (item.message)
        out.json().insert(QStringLiteral("message"), toJson(*item.message));
    out.put("stage", wordFor(item.stage));
    out.put("rank", wordFor(item.rank));
    out.put("text", item.text);
    out.put("spoken", item.spoken);
    out.put("voice", item.voice);
    out.put("merged", qint64(item.merged == 1 ? 0 : item.merged));
    out.put("rule", item.rule);
    out.put("reason", item.reason);
    out.flag("edited", item.edited);
    out.flag("approved", item.approved);
    out.put("received_at", item.receivedAt);
    out.put("play_at", item.playAt);
    out.put("end_at", item.endAt);
    return out.json();
}

std::optional<Item> itemFrom(const QJsonObject &json) {
    Item item;
    item.id = quint64(integer(json, "id", 0, qint64(kMostExact)));
    item.message = messageFrom(json.value(QStringLiteral("message")).toObject(), time(json, "received_at"));
    if (item.id == 0 || !item.message)
        return std::nullopt;
    item.stage = stageFromWord(text(json, "stage"));
    item.rank = rankFrom(text(json, "rank"));
    item.text = text(json, "text");
    item.spoken = text(json, "spoken");
    item.voice = text(json, "voice");
    item.merged = count(json, "merged", 1);
    item.rule = text(json, "rule");
    item.reason = text(json, "reason");
    item.edited = json.value(QStringLiteral("edited")).toBool();
    item.approved = json.value(QStringLiteral("approved")).toBool();
    item.receivedAt = time(json, "received_at");
    item.playAt = time(json, "play_at");
    item.endAt = time(json, "end_at");
    return item;
}

} // namespace app::danmaku
