#include "app/listening/test_design.h"

#include <algorithm>
#include <array>
#include <set>

#include "app/listening/json_fields.h"
#include "app/listening/listening_words.h"
#include "engine/error.h"
#include "engine/hex_digits.h"
#include "engine/utf8.h"

namespace app::listening {

namespace {

constexpr std::array<const char *, 5> kModes{"ab", "cmos", "abx", "mushra", "form"};
constexpr std::size_t kMostShown = 12;
constexpr std::size_t kMostTrials = 6000;

[[noreturn]] void refuse(const QString &what, const char *remedy) {
    throw engine::badInput(what.toStdString(), say(remedy).toStdString());
}

QString shown(const std::string &text) {
    return QString::fromStdString(text.substr(0, 80));
}

bool hasControls(const std::string &text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
}

void requireLabel(const std::string &label, const char *what) {
    if (label.size() > 200 || hasControls(label) || engine::findInvalidUtf8(label) != std::string_view::npos)
        refuse(say("%1 of the test is no plain line of at most 200 bytes.").arg(say(what)), "Shorten or retype it.");
}

bool isPlainId(const std::string &id) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
               c == '.';
    };
    return !id.empty() && id.size() <= 64 && id.front() != '.' && std::all_of(id.begin(), id.end(), fits);
}

void requireWithin(double value, double lowest, double highest, const char *what) {
    if (!(value >= lowest && value <= highest))
        refuse(say("%1 is %2, outside %3 to %4.")
                   .arg(say(what), QString::number(value), QString::number(lowest), QString::number(highest)),
               "Choose another number.");
}

void requireColumn(const TestColumn &column) {
    requireWithin(column.nfeStep, 1, 128, QT_TRANSLATE_NOOP("listening", "The number of steps (NFE)"));
    requireWithin(column.swayCoefficient, -1, 1, QT_TRANSLATE_NOOP("listening", "The sway coefficient"));
    requireWithin(column.cfgStrength, 0, 10, QT_TRANSLATE_NOOP("listening", "The guidance strength (CFG)"));
    requireWithin(column.speed, 0.3, 3, QT_TRANSLATE_NOOP("listening", "The speed"));
    requireLabel(column.voice, QT_TRANSLATE_NOOP("listening", "A voice"));
    requireLabel(column.model, QT_TRANSLATE_NOOP("listening", "A model"));
    if (column.precision == engine::Precision::Auto)
        refuse(say("A column leaves its precision to the machine."), "Choose fp32 or bf16.");
}

void requireRow(const TestRow &row) {
    if (!isPlainId(row.id))
        refuse(say("“%1” cannot be the name of a sentence.").arg(shown(row.id)),
               "Use 1 to 64 letters, digits, dots, dashes and underscores of ASCII, no dot first.");
    if (!isPlainId(row.category))
        refuse(say("“%1” cannot be the category of a sentence.").arg(shown(row.category)),
               "Use 1 to 64 letters, digits, dots, dashes and underscores of ASCII, no dot first.");
    const bool oneLine = !hasControls(row.text) && engine::findInvalidUtf8(row.text) == std::string_view::npos;
    if (row.text.size() > 10'000 || !oneLine || !engine::isSpeakable(row.text))
        refuse(
            say("The sentence “%1” is not one line of at most 10,000 bytes with something to say.").arg(shown(row.id)),
            "Correct its text.");
}

// Written out, so that what sounds the same is the same.
TestColumn effective(const TestDesign &design, TestColumn column) {
    column.schedule = engine::effectiveSchedule(column.nfeStep, column.schedule);
    column.voice = column.voice.empty() ? design.voice : column.voice;
    column.model = column.model.empty() ? design.model : column.model;
    column.swayCoefficient += 0.0;
    return column;
}

std::string keyOf(const TestDesign &design, const TestColumn &given) {
    const TestColumn column = effective(design, given);
    const TestColumn usual;
    std::string key =
        "NFE " + std::to_string(column.nfeStep) + (column.schedule == engine::Schedule::Epss ? " EPSS" : " uniform");
    if (column.swayCoefficient != usual.swayCoefficient)
        key += ", sway " + written(column.swayCoefficient);
    if (column.cfgStrength != usual.cfgStrength)
        key += ", CFG " + written(column.cfgStrength);
    if (column.precision != usual.precision)
        key += ", " + engine::toString(column.precision);
    if (column.speed != usual.speed)
        key += ", speed " + written(column.speed);
    if (column.voice != design.voice)
        key += ", voice " + column.voice;
    if (column.model != design.model)
        key += ", model " + column.model;
    return key;
}

void requireMargins(const Margins &margins) {
    if (!(margins.inferior > 0))
        refuse(say("The margin of the test is not above 0."), "Choose by how many points a column may be worse.");
    requireWithin(margins.inferior, 0, 4, QT_TRANSLATE_NOOP("listening", "The margin in points"));
    requireWithin(margins.rejected, margins.inferior, 4,
                  QT_TRANSLATE_NOOP("listening", "The loss that is rejected, in points,"));
    requireWithin(margins.alpha, 0.001, 0.2, QT_TRANSLATE_NOOP("listening", "The error that is allowed (alpha)"));
    requireWithin(margins.fewestVotes, 1, 100'000, QT_TRANSLATE_NOOP("listening", "The fewest votes"));
    requireWithin(margins.looks, 1, 10, QT_TRANSLATE_NOOP("listening", "How often it is judged"));
    requireWithin(margins.artifactRate, 0, 1, QT_TRANSLATE_NOOP("listening", "The rate of artifacts"));
    requireWithin(margins.wordErrorPoints, 0, 100, QT_TRANSLATE_NOOP("listening", "The word error in points"));
    requireWithin(margins.similarityLoss, 0, 1, QT_TRANSLATE_NOOP("listening", "The loss of similarity"));
}

} // namespace

std::string nameOf(Condition condition) {
    if (condition >= 0)
        return std::to_string(condition);
    return condition == kReference ? "reference" : condition == kAnchor ? "anchor" : "low-pass";
}

Condition conditionFromName(const std::string &name, const TestDesign &design) {
    for (const Condition added : {kReference, kAnchor, kLowPass}) {
        if (name == nameOf(added))
            return added;
    }
    for (Condition column = 0; column < Condition(design.columns.size()); ++column) {
        if (name == nameOf(column))
            return column;
    }
    refuse(say("The test has no column “%1”.").arg(shown(name)), "Take a file that belongs to this test.");
}

const TestColumn &columnOf(const TestDesign &design, Condition condition) {
    if (condition >= 0)
        return design.columns.at(std::size_t(condition));
    return condition == kAnchor ? design.anchor : design.reference;
}

std::string keyOf(const TestDesign &design, Condition condition) {
    return condition == kLowPass ? "low-pass 3.5 kHz" : keyOf(design, columnOf(design, condition));
}

bool isPairwise(Mode mode) {
    return mode == Mode::AbPreference || mode == Mode::Cmos || mode == Mode::Abx;
}

Condition hiddenReference(const TestDesign &design) {
    const TestColumn reference = effective(design, design.reference);
    for (Condition column = 0; column < Condition(design.columns.size()); ++column) {
        if (effective(design, design.columns[std::size_t(column)]) == reference)
            return column;
    }
    return kReference;
}

std::vector<Condition> shownTogether(const TestDesign &design) {
    std::vector<Condition> all;
    for (Condition column = 0; column < Condition(design.columns.size()); ++column)
        all.push_back(column);
    if (design.mode != Mode::Mushra)
        return all;
    if (hiddenReference(design) == kReference)
        all.push_back(kReference);
    all.push_back(kAnchor);
    all.push_back(kLowPass);
    return all;
}

std::vector<Condition> candidates(const TestDesign &design) {
    std::vector<Condition> others;
    for (Condition column = 0; column < Condition(design.columns.size()); ++column) {
        if (column != design.baseline)
            others.push_back(column);
    }
    return others;
}

std::vector<Condition> soundsNeeded(const TestDesign &design) {
    std::vector<Condition> all = shownTogether(design);
    if (design.mode != Mode::Mushra && design.checks.gold > 0) {
        all.push_back(kReference);
        all.push_back(kAnchor);
    }
    return all;
}

void validate(const TestDesign &design) {
    requireLabel(design.name, QT_TRANSLATE_NOOP("listening", "The name"));
    requireLabel(design.voice, QT_TRANSLATE_NOOP("listening", "The voice"));
    requireLabel(design.model, QT_TRANSLATE_NOOP("listening", "The model"));
    if (design.voice.empty())
        refuse(say("The test has no voice."), "Choose the voice that speaks.");
    if (design.rows.empty() || design.rows.size() > 500)
        refuse(say("A test has from 1 to 500 sentences; this one has %1.").arg(design.rows.size()),
               "Add sentences or take some out.");
    std::set<std::string> ids;
    for (const TestRow &row : design.rows) {
        requireRow(row);
        if (!ids.insert(row.id).second)
            refuse(say("Two sentences are named “%1”.").arg(shown(row.id)), "Give each its own name.");
    }
    if (design.columns.size() < 2 || design.columns.size() > kMostShown)
        refuse(say("A test has from 2 to 12 columns; this one has %1.").arg(design.columns.size()),
               "Add columns or take some out.");
    std::set<std::string> keys;
    for (const TestColumn &column : design.columns) {
        requireColumn(column);
        if (!keys.insert(keyOf(design, column)).second)
            refuse(say("Two columns sound the same: %1.").arg(QString::fromStdString(keyOf(design, column))),
                   "Change one of them, or take it out; every test asks about equal sounds by itself.");
    }
    requireColumn(design.reference);
    requireColumn(design.anchor);
    if (shownTogether(design).size() > kMostShown)
        refuse(say("A test with a hidden reference and two anchors shows at most 12 sounds of a sentence; this one has "
                   "%1.")
                   .arg(shownTogether(design).size()),
               "Take columns out.");
    if (isPairwise(design.mode) && design.rows.size() * candidates(design).size() > kMostTrials)
        refuse(say("This test would ask more than %L1 questions.").arg(kMostTrials), "Take columns or sentences out.");
    if (design.baseline < 0 || design.baseline >= int(design.columns.size()))
        refuse(say("The test has no baseline."), "Choose the column that the others are compared with.");
    requireWithin(design.minimumHeardMs, 0, 60'000, QT_TRANSLATE_NOOP("listening", "The time to be heard in ms"));
    requireWithin(design.targetLufs, -40, -10, QT_TRANSLATE_NOOP("listening", "The loudness in LUFS"));
    requireWithin(design.checks.nullPairs, 0, 20, QT_TRANSLATE_NOOP("listening", "The number of equal pairs"));
    requireWithin(design.checks.repeats, 0, 50, QT_TRANSLATE_NOOP("listening", "The number of repeats"));
    requireWithin(design.checks.gold, 0, 10, QT_TRANSLATE_NOOP("listening", "The number of sure pairs"));
    requireMargins(design.margins);
    const auto isFlag = [](const std::string &word) {
        return !word.empty() && word.size() <= 40 &&
               word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos;
    };
    if (design.flags.size() > 20 || !std::all_of(design.flags.begin(), design.flags.end(), isFlag))
        refuse(say("What is said against the sounds of the test makes no sense."), "Import them anew.");
    const ImportedFrom &from = design.imported;
    const bool isNowhere = from.id.empty() && from.columns.empty();
    if (!isNowhere && (!engine::isSha256(from.id) || design.flags.empty() || from.columns.size() > kMostShown))
        refuse(say("Where the sounds of the test came from makes no sense."), "Import them anew.");
    for (const std::string &column : from.columns)
        requireLabel(column, QT_TRANSLATE_NOOP("listening", "A column"));
}

std::string wordFor(Mode mode) {
    return kModes[std::size_t(mode)];
}

Mode modeFromWord(const std::string &word) {
    const auto found = std::find(kModes.begin(), kModes.end(), word);
    if (found == kModes.end())
        refuse(say("There is no way of listening called “%1”.").arg(shown(word)),
               "Choose ab, cmos, abx, mushra or form.");
    return Mode(found - kModes.begin());
}

} // namespace app::listening
