// Designs as JSON, and the form that is hashed.
#include <QCoreApplication>

#include <span>

#include "app/listening/json_fields.h"
#include "app/listening/test_design.h"
#include "app/storage/sha256.h"
#include "engine/error.h"

namespace app::listening {

using engine::Json;

namespace {

constexpr int kSchema = 1;
constexpr const char *kFormat = "ishowtts-test-design";
constexpr std::size_t kLongestLabel = 200;
constexpr std::size_t kLongestText = 10'000;
constexpr engine::Json::Limits kLimits{8 << 20, 6, 20'000};

Json jsonOf(const TestColumn &column) {
    return Json::Object{{"nfe", column.nfeStep},
                        {"schedule", engine::toString(column.schedule)},
                        {"sway", column.swayCoefficient + 0.0},
                        {"cfg", column.cfgStrength + 0.0},
                        {"precision", engine::toString(column.precision)},
                        {"speed", column.speed},
                        {"voice", column.voice},
                        {"model", column.model}};
}

TestColumn columnIn(JsonFields fields, TestColumn column) {
    static const std::vector<std::string> schedules{"epss", "uniform"};
    static const std::vector<std::string> precisions{"fp32", "bf16"};
    column.nfeStep = int(fields.integer("nfe", 1, 128, column.nfeStep));
    if (fields.has("schedule"))
        column.schedule =
            fields.choice("schedule", schedules) == 0 ? engine::Schedule::Epss : engine::Schedule::Uniform;
    column.swayCoefficient = fields.number("sway", -1, 1, column.swayCoefficient);
    column.cfgStrength = fields.number("cfg", 0, 10, column.cfgStrength);
    if (fields.has("precision"))
        column.precision =
            fields.choice("precision", precisions) == 0 ? engine::Precision::Fp32 : engine::Precision::Bf16;
    column.speed = fields.number("speed", 0.3, 3, column.speed);
    column.voice = fields.text("voice", kLongestLabel, column.voice);
    column.model = fields.text("model", kLongestLabel, column.model);
    fields.finish();
    return column;
}

TestRow rowIn(JsonFields fields) {
    TestRow row;
    row.id = fields.text("id", 64);
    row.category = fields.text("category", 64);
    row.text = fields.text("text", kLongestText);
    row.seed = fields.unsignedInteger("seed");
    fields.finish();
    return row;
}

Json jsonOf(const ListenerChecks &checks) {
    return Json::Object{{"nullPairs", checks.nullPairs}, {"repeats", checks.repeats}, {"gold", checks.gold}};
}

ListenerChecks checksIn(JsonFields fields) {
    ListenerChecks checks;
    checks.nullPairs = int(fields.integer("nullPairs", 0, 20, checks.nullPairs));
    checks.repeats = int(fields.integer("repeats", 0, 50, checks.repeats));
    checks.gold = int(fields.integer("gold", 0, 10, checks.gold));
    fields.finish();
    return checks;
}

Json jsonOf(const Margins &margins) {
    Json::Object object{{"inferior", margins.inferior},
                        {"rejected", margins.rejected},
                        {"alpha", margins.alpha},
                        {"fewestVotes", margins.fewestVotes},
                        {"artifactRate", margins.artifactRate},
                        {"wordErrorPoints", margins.wordErrorPoints},
                        {"similarityLoss", margins.similarityLoss}};
    if (margins.looks != 1) // as before there were more
        object["looks"] = margins.looks;
    return object;
}

Margins marginsIn(JsonFields fields) {
    Margins margins;
    margins.inferior = fields.number("inferior", 0, 4, margins.inferior);
    margins.rejected = fields.number("rejected", 0, 4, margins.rejected);
    margins.alpha = fields.number("alpha", 0.001, 0.2, margins.alpha);
    margins.fewestVotes = int(fields.integer("fewestVotes", 1, 100'000, margins.fewestVotes));
    margins.looks = int(fields.integer("looks", 1, 10, margins.looks));
    margins.artifactRate = fields.number("artifactRate", 0, 1, margins.artifactRate);
    margins.wordErrorPoints = fields.number("wordErrorPoints", 0, 100, margins.wordErrorPoints);
    margins.similarityLoss = fields.number("similarityLoss", 0, 1, margins.similarityLoss);
    fields.finish();
    return margins;
}

Json::Object membersOf(const TestDesign &design) {
    Json::Array rows;
    for (const TestRow &row : design.rows)
        rows.emplace_back(
            Json::Object{{"id", row.id}, {"category", row.category}, {"text", row.text}, {"seed", row.seed}});
    Json::Array columns;
    for (const TestColumn &column : design.columns)
        columns.push_back(jsonOf(column));
    Json::Object members{{"format", kFormat},
                         {"schema", kSchema},
                         {"name", design.name},
                         {"mode", wordFor(design.mode)},
                         {"voice", design.voice},
                         {"model", design.model},
                         {"rows", std::move(rows)},
                         {"columns", std::move(columns)},
                         {"baseline", design.baseline},
                         {"reference", jsonOf(design.reference)},
                         {"anchor", jsonOf(design.anchor)},
                         {"noPreference", design.noPreference},
                         {"minimumHeardMs", design.minimumHeardMs},
                         {"targetLufs", design.targetLufs},
                         {"asDelivered", design.asDelivered},
                         {"checks", jsonOf(design.checks)},
                         {"margins", jsonOf(design.margins)}};
    if (!design.flags.empty())
        members["flags"] = Json::Array(design.flags.begin(), design.flags.end());
    if (!design.imported.id.empty())
        members["imported"] =
            Json::Object{{"id", design.imported.id},
                         {"columns", Json::Array(design.imported.columns.begin(), design.imported.columns.end())}};
    return members;
}

} // namespace

Json toJson(const TestDesign &design) {
    return membersOf(design);
}

TestDesign designFromJson(const Json &json) {
    static const std::vector<std::string> modes{"ab", "cmos", "abx", "mushra", "form"};
    TestDesign design;
    JsonFields fields(json, QCoreApplication::translate("listening", "The test").toStdString());
    if (fields.text("format", 100) != kFormat)
        fields.refuse("format",
                      QCoreApplication::translate("listening", "this is no design of a listening test").toStdString());
    if (fields.integer("schema", 1, INT64_MAX) > kSchema)
        fields.refuse("schema", QCoreApplication::translate("listening", "a newer version of this program wrote it; "
                                                                         "install that version")
                                    .toStdString());
    design.name = fields.text("name", kLongestLabel, design.name);
    design.mode = Mode(fields.choice("mode", modes));
    design.voice = fields.text("voice", kLongestLabel);
    design.model = fields.text("model", kLongestLabel, design.model);
    int number = 0;
    for (const Json &row : fields.list("rows", 1, 500))
        design.rows.push_back(rowIn({row, "rows, " + std::to_string(++number)}));
    number = 0;
    for (const Json &column : fields.list("columns", 2, 12))
        design.columns.push_back(columnIn({column, "columns, " + std::to_string(++number)}, {}));
    design.baseline = int(fields.integer("baseline", 0, std::int64_t(design.columns.size()) - 1));
    if (fields.has("reference"))
        design.reference = columnIn(fields.object("reference"), design.reference);
    if (fields.has("anchor"))
        design.anchor = columnIn(fields.object("anchor"), design.anchor);
    design.noPreference = fields.flag("noPreference", design.noPreference);
    design.minimumHeardMs = int(fields.integer("minimumHeardMs", 0, 60'000, design.minimumHeardMs));
    design.targetLufs = fields.number("targetLufs", -40, -10, design.targetLufs);
    design.asDelivered = fields.flag("asDelivered", design.asDelivered);
    if (fields.has("checks"))
        design.checks = checksIn(fields.object("checks"));
    if (fields.has("margins"))
        design.margins = marginsIn(fields.object("margins"));
    if (fields.has("flags")) {
        for (const Json &flag : fields.list("flags", 0, 20))
            design.flags.push_back(flag.string());
    }
    if (fields.has("imported")) {
        JsonFields imported = fields.object("imported");
        design.imported.id = imported.hash("id");
        for (const Json &column : imported.list("columns", 0, 12))
            design.imported.columns.push_back(column.string());
        imported.finish();
    }
    fields.finish();
    validate(design);
    return design;
}

TestDesign parseDesign(std::string_view text, const std::string &nameForErrors) {
    return designFromJson(Json::parse(text, nameForErrors, kLimits));
}

std::string canonicalForm(const TestDesign &design) {
    TestDesign plain = design;
    const auto write = [&](TestColumn &column) {
        column.schedule = engine::effectiveSchedule(column.nfeStep, column.schedule);
        if (column.voice.empty())
            column.voice = design.voice;
        if (column.model.empty())
            column.model = design.model;
    };
    for (TestColumn &column : plain.columns)
        write(column);
    write(plain.reference);
    write(plain.anchor);
    Json::Object members = membersOf(plain);
    members.erase("name");
    members.erase("imported");
    members.erase("voice"); // each column has its own now
    members.erase("model");
    return Json(std::move(members)).dump();
}

std::string designHash(const TestDesign &design) {
    storage::Sha256 hash;
    const std::string form = canonicalForm(design);
    hash.add(std::as_bytes(std::span(form)));
    return hash.take();
}

} // namespace app::listening
