#include "app/listening/session_merge.h"

#include <algorithm>
#include <map>
#include <utility>

#include "app/listening/json_fields.h"
#include "app/listening/listening_session.h"
#include "app/listening/listening_words.h"
#include "engine/error.h"

namespace app::listening {

using engine::Json;

namespace {

constexpr const char *kRecordFormat = "ishowtts-listening-sessions";
constexpr int kRecordSchema = 1;
constexpr qsizetype kMostDifferences = 20;
constexpr std::size_t kMostSessions = 10'000;
constexpr std::size_t kMostEvents = 1'000'000;
constexpr engine::Json::Limits kRecordLimits{256 << 20, 10, 20'000'000};

engine::Error twoOfOneId(const std::string &id) {
    return engine::badInput(say("Two different sessions have the id %1.").arg(qt(id)).toStdString(),
                            say("One of them was changed: take another copy of it.").toStdString());
}

// Which of both has all that the other has.
const RecordedSession &longerOf(const RecordedSession &one, const RecordedSession &other) {
    const bool oneIsLonger = one.events.size() >= other.events.size();
    const RecordedSession &longer = oneIsLonger ? one : other;
    const RecordedSession &shorter = oneIsLonger ? other : one;
    if (one.header != other.header || !std::equal(shorter.events.begin(), shorter.events.end(), longer.events.begin()))
        throw twoOfOneId(one.header.id);
    return longer;
}

// Values of both canonical forms that differ, with where they stand.
void compare(const Json &one, const Json &other, const QString &where, QStringList &found) {
    if (one.isObject() && other.isObject()) {
        Json::Object all = one.object();
        all.insert(other.object().begin(), other.object().end());
        for (const auto &[key, value] : all)
            compare(one[key], other[key], where.isEmpty() ? qt(key) : where + QStringLiteral(", ") + qt(key), found);
    } else if (one.isArray() && other.isArray() && one.array().size() == other.array().size()) {
        for (std::size_t i = 0; i < one.array().size(); ++i)
            compare(one.array()[i], other.array()[i], where + u' ' + QString::number(i + 1), found);
    } else if (one.isArray() && other.isArray()) {
        found << say("%1: %2 here, %3 there").arg(where).arg(one.array().size()).arg(other.array().size());
    } else if (one.dump() != other.dump()) {
        found << say("%1: %2 here, %3 there").arg(where, qt(one.dump()).left(80), qt(other.dump()).left(80));
    }
}

RecordedSession sessionIn(const Json &json, int number) {
    JsonFields fields(json, "sessions, " + std::to_string(number));
    RecordedSession session;
    session.header = headerIn(fields);
    for (const Json &event : fields.list("events", 0, kMostEvents))
        session.events.push_back(eventFromJson(event));
    fields.finish();
    return session;
}

} // namespace

TestRecord recordOf(TestDesign design, std::vector<Stimulus> stimuli, std::vector<RecordedSession> sessions) {
    std::map<std::string, RecordedSession> byId;
    for (RecordedSession &session : sessions) {
        const auto plan = std::make_shared<const SessionPlan>(planOf(design, stimuli, session.header));
        (void)ListeningSession::replay(plan, session.events);
        stimuli = plan->stimuli; // sorted
        const auto [known, isNew] = byId.try_emplace(session.header.id, session);
        if (!isNew)
            known->second = RecordedSession(longerOf(known->second, session));
    }
    TestRecord record{std::move(design), std::move(stimuli), {}};
    for (auto &[id, session] : byId)
        record.sessions.push_back(std::move(session));
    return record;
}

QStringList differencesBetween(const TestRecord &one, const TestRecord &other) {
    QStringList found;
    compare(Json::parse(canonicalForm(one.design), "design"), Json::parse(canonicalForm(other.design), "design"), {},
            found);
    if (found.isEmpty()) { // else rows and columns need not be the same ones
        std::map<std::pair<int, Condition>, std::string> sounds;
        for (const Stimulus &stimulus : one.stimuli)
            sounds[{stimulus.row, stimulus.condition}] = stimulus.hash;
        for (const Stimulus &stimulus : other.stimuli) {
            if (sounds[{stimulus.row, stimulus.condition}] != stimulus.hash)
                found << say("another sound: %1, %2")
                             .arg(qt(one.design.rows.at(std::size_t(stimulus.row)).id),
                                  qt(keyOf(one.design, stimulus.condition)));
        }
        if (one.stimuli.size() != other.stimuli.size())
            found << say("%1: %2 here, %3 there").arg(say("sounds")).arg(one.stimuli.size()).arg(other.stimuli.size());
    }
    if (found.size() > kMostDifferences) {
        const qsizetype more = found.size() - kMostDifferences + 1;
        found.resize(kMostDifferences - 1);
        found << say("and %1 more").arg(more);
    }
    return found;
}

TestRecord merged(const TestRecord &one, const TestRecord &other) {
    const QStringList differences = differencesBetween(one, other);
    if (!differences.isEmpty())
        throw engine::badInput(
            say("These sessions are of different tests: %1.").arg(differences.join(QStringLiteral("; "))).toStdString(),
            say("Merge only sessions that heard the same sounds by the same rules.").toStdString());
    TestRecord all = one;
    // A name is for people only; one is chosen so that the order of merging does not matter.
    const std::string &name = other.design.name;
    if (all.design.name.empty() || (!name.empty() && name < all.design.name))
        all.design.name = name;
    // So are the words that mean the same (an id that is the design's own, a schedule without a table).
    TestDesign alike = other.design;
    alike.name = all.design.name;
    if (toJson(alike).dump() < toJson(all.design).dump())
        all.design = alike;
    all.sessions.insert(all.sessions.end(), other.sessions.begin(), other.sessions.end());
    std::map<std::string, RecordedSession> byId;
    for (RecordedSession &session : all.sessions) {
        const auto known = byId.find(session.header.id);
        if (known == byId.end())
            byId.emplace(session.header.id, std::move(session));
        else
            known->second = RecordedSession(longerOf(known->second, session));
    }
    all.sessions.clear();
    for (auto &[id, session] : byId)
        all.sessions.push_back(std::move(session));
    return all;
}

Json toJson(const TestRecord &record) {
    Json::Array sessions;
    for (const RecordedSession &session : record.sessions) {
        Json::Array events;
        for (const ListeningEvent &event : session.events)
            events.push_back(toJson(event));
        Json::Object object = toJson(session.header).object();
        object["events"] = std::move(events);
        sessions.emplace_back(std::move(object));
    }
    return Json::Object{{"format", kRecordFormat},
                        {"schema", kRecordSchema},
                        {"design", toJson(record.design)},
                        {"sounds", toJson(record.stimuli)},
                        {"sessions", std::move(sessions)}};
}

TestRecord recordFromJson(const Json &json) {
    JsonFields fields(json, say("The sessions").toStdString());
    if (fields.text("format", 100) != kRecordFormat)
        fields.refuse("format", say("this is no file of listening sessions").toStdString());
    if (fields.integer("schema", 1, INT64_MAX) > kRecordSchema)
        fields.refuse("schema", say("a newer version of this program wrote it; install that version").toStdString());
    if (!fields.has("design") || !fields.has("sounds"))
        fields.refuse("design", say("it is missing").toStdString());
    TestDesign design = designFromJson(json["design"]);
    std::vector<Stimulus> stimuli = stimuliFromJson(json["sounds"], design);
    std::vector<RecordedSession> sessions;
    for (const Json &session : fields.list("sessions", 0, kMostSessions))
        sessions.push_back(sessionIn(session, int(sessions.size()) + 1));
    fields.finish();
    (void)testId(design, stimuli); // complete, also when there is no session
    return recordOf(std::move(design), std::move(stimuli), std::move(sessions));
}

TestRecord parseRecord(std::string_view text, const std::string &nameForErrors) {
    return recordFromJson(Json::parse(text, nameForErrors, kRecordLimits));
}

} // namespace app::listening
