#include "app/listening/session_plan.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

#include "app/listening/json_fields.h"
#include "app/listening/listening_words.h"
#include "engine/error.h"
#include "engine/hex_digits.h"
#include "engine/utf8.h"

namespace app::listening {

using engine::Json;

namespace {

constexpr std::int64_t kLatestSession = 253'402'300'800'000; // the year 10000
constexpr std::size_t kLongestSessionLabel = 200;
constexpr std::size_t kMostSounds = 8000; // 500 rows, 16 of each

[[noreturn]] void refuseSession(const char *what) {
    throw engine::badInput(sayPlain(what),
                           sayPlain("Take another copy of the session; this one was changed or damaged."));
}

std::string randomDigits(int bytes) {
    QByteArray random;
    for (int i = 0; i < bytes; i += 4) {
        const quint32 word = QRandomGenerator::system()->generate();
        random.append(reinterpret_cast<const char *>(&word), 4);
    }
    return random.toHex().toStdString();
}

bool isLabel(const std::string &text) {
    return text.size() <= kLongestSessionLabel && engine::findInvalidUtf8(text) == std::string_view::npos &&
           std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
}

// In the one order that equal lists of sounds have.
void sort(std::vector<Stimulus> &stimuli, const TestDesign &design) {
    const auto needed = soundsNeeded(design);
    const auto rank = [&](const Stimulus &stimulus) {
        return std::pair(stimulus.row, std::find(needed.begin(), needed.end(), stimulus.condition) - needed.begin());
    };
    std::sort(stimuli.begin(), stimuli.end(), [&](const Stimulus &a, const Stimulus &b) { return rank(a) < rank(b); });
}

SessionPlan begun(TestDesign design, std::vector<Stimulus> stimuli, SessionHeader header) {
    validate(design);
    SessionPlan plan{std::move(design), std::move(stimuli), std::move(header), {}};
    sort(plan.stimuli, plan.design);
    if (!isLabel(plan.header.listener))
        throw engine::badInput(sayPlain("The listener's name is no plain line of at most 200 bytes."),
                               sayPlain("Type another name."));
    return plan;
}

} // namespace

const Stimulus &SessionPlan::stimulus(int row, Condition condition) const {
    const auto needed = soundsNeeded(design);
    const auto place = std::find(needed.begin(), needed.end(), condition) - needed.begin();
    return stimuli.at(std::size_t(row) * needed.size() + std::size_t(place));
}

SealedWords sealedWords(const SessionPlan &plan) {
    return {plan.header.test, plan.header.id, plan.header.simulated, plan.order};
}

SessionPlan newPlan(TestDesign design, std::vector<Stimulus> stimuli, const Listener &listener, std::int64_t created,
                    const std::uint64_t *seed) {
    SessionHeader header;
    header.id = randomDigits(16);
    header.listener = listener.name;
    header.simulated = listener.simulated;
    header.created = created;
    header.seed = seed ? *seed : QRandomGenerator::system()->generate64();
    header.salt = randomDigits(32);
    header.program = ISHOWTTS_VERSION;
    SessionPlan plan = begun(std::move(design), std::move(stimuli), std::move(header));
    plan.header.test = testId(plan.design, plan.stimuli);
    plan.order = drawOrder(plan.design, plan.header.test, plan.header.seed);
    plan.header.commitment = commitmentTo(sealedWords(plan), plan.header.salt);
    return plan;
}

SessionPlan planOf(TestDesign design, std::vector<Stimulus> stimuli, SessionHeader header) {
    SessionPlan plan = begun(std::move(design), std::move(stimuli), std::move(header));
    const SessionHeader &given = plan.header;
    if (!engine::isHex(given.id, 32) || given.created < 0 || given.created > kLatestSession || !isLabel(given.program))
        refuseSession("The head of a listening session is damaged.");
    if (given.test != testId(plan.design, plan.stimuli))
        refuseSession("A listening session belongs to another test.");
    plan.order = drawOrder(plan.design, given.test, given.seed);
    if (!verify(sealedWords(plan), given.salt, given.commitment))
        refuseSession("The order of a listening session is not the one that was sealed.");
    return plan;
}

Json toJson(const SessionHeader &header) {
    return Json::Object{{"id", header.id},
                        {"test", header.test},
                        {"listener", header.listener},
                        {"created", header.created},
                        {"seed", header.seed},
                        {"salt", header.salt},
                        {"commitment", header.commitment},
                        {"simulated", header.simulated},
                        {"program", header.program}};
}

SessionHeader headerIn(JsonFields &fields) {
    SessionHeader header;
    header.id = fields.text("id", 32);
    header.test = fields.hash("test");
    header.listener = fields.text("listener", kLongestSessionLabel);
    header.created = fields.integer("created", 0, kLatestSession);
    header.seed = fields.unsignedInteger("seed");
    header.salt = fields.hash("salt");
    header.commitment = fields.hash("commitment");
    header.simulated = fields.flag("simulated");
    header.program = fields.text("program", kLongestSessionLabel);
    return header;
}

Json toJson(const std::vector<Stimulus> &stimuli) {
    Json::Array list;
    for (const Stimulus &stimulus : stimuli)
        list.emplace_back(Json::Object{{"row", stimulus.row},
                                       {"condition", nameOf(stimulus.condition)},
                                       {"sound", stimulus.hash},
                                       {"length", stimulus.lengthMs}});
    return list;
}

std::vector<Stimulus> stimuliFromJson(const Json &json, const TestDesign &design) {
    const std::string where = sayPlain("The sounds of the test");
    if (!json.isArray() || json.array().size() > kMostSounds)
        throw engine::badInput(where + ": " + sayPlain("this is no list of at most 8000."),
                               sayPlain("Take another copy of the session; this one was changed or damaged."));
    std::vector<Stimulus> stimuli;
    for (const Json &each : json.array()) {
        JsonFields fields(each, where);
        stimuli.push_back({int(fields.integer("row", 0, std::int64_t(design.rows.size()) - 1)),
                           conditionFromName(fields.text("condition", 20), design), fields.hash("sound"),
                           int(fields.integer("length", 1, 3'600'000))});
        fields.finish();
    }
    sort(stimuli, design);
    return stimuli;
}

} // namespace app::listening
