#include "app/cli/lexicon_acts.h"

#include <QString>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/lexicons/lexicon_import.h"
#include "app/lexicons/lexicon_shelf.h"
#include "engine/cli/console.h"
#include "engine/cli/synthesis.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/replacing_file.h"
#include "engine/text/lexicon.h"
#include "engine/text/lexicon_file.h"
#include "engine/utf8.h"
#include "engine/voice.h"

namespace app::cli {

namespace {

using namespace engine::cli;
using engine::Json;
using engine::text::Lexicon;
using engine::text::LexiconEntry;
using engine::text::LexiconFault;
using engine::text::LexiconKind;
using lexicons::LexiconChange;

// One lexicon: --voice's, or the one for all voices.
class Desk {
public:
    explicit Desk(const Arguments &arguments) : m_shelf(engine::userDataFolder(), engine::dataRoots()) {
        if (!arguments.has("--voice"))
            return;
        const std::string voice = arguments.text("--voice");
        m_voice = lexicons::voiceOf(QString::fromStdString(engine::findVoice(engine::dataRoots(), voice).id));
    }

    std::vector<LexiconEntry> entries() const { return entriesOf(m_voice); }
    std::vector<LexiconEntry> commonEntries() const { return entriesOf({}); }
    bool isOfAVoice() const { return !m_voice.isEmpty(); }

    void change(const std::vector<LexiconChange> &changes) const {
        const ChangedObject changed = m_shelf.write(m_voice, {changes.begin(), changes.end()});
        if (!changed.error.isEmpty())
            throw engine::failure(changed.error.toStdString(), changed.remedy.toStdString());
    }

private:
    std::vector<LexiconEntry> entriesOf(const QString &voice) const {
        const lexicons::KeptLexicon kept = m_shelf.read(voice);
        if (kept.problem && !kept.read)
            throw engine::failure(kept.problem->what.toStdString() + " " + kept.problem->detail.toStdString(),
                                  kept.problem->remedy.toStdString());
        if (kept.problem)
            note(kept.problem->what.toStdString() + "\n  " + kept.problem->detail.toStdString());
        return kept.entries;
    }

    lexicons::LexiconShelf m_shelf;
    QString m_voice;
};

void say(const Arguments &arguments, const Json &json, const std::string &line) {
    if (arguments.has("--json"))
        printJson(json);
    else
        print(line + "\n");
}

std::vector<std::string> words(const Arguments &arguments, std::size_t from, std::size_t count, const char *usage) {
    const std::vector<std::string> &all = arguments.positional();
    if (all.size() != from + count)
        throw UsageError{usage, "lexicon"};
    for (const std::string &word : all) {
        if (engine::findInvalidUtf8(word) != std::string_view::npos)
            throw engine::badInput("\"" + word + "\" is not UTF-8.", "Use a terminal with a UTF-8 locale.");
    }
    return {all.begin() + std::ptrdiff_t(from), all.end()};
}

void noteFaults(const Lexicon &lexicon) {
    for (const LexiconFault &fault : lexicon.faults())
        note(fault.what + "\n  " + fault.remedy);
}

int list(const Arguments &arguments) {
    words(arguments, std::min<std::size_t>(arguments.positional().size(), 1), 0, "`lexicon list` takes no words");
    const Lexicon lexicon(Desk(arguments).entries());
    noteFaults(lexicon);
    if (arguments.has("--json")) {
        Json::Array all;
        for (const LexiconEntry &entry : lexicon.entries())
            all.emplace_back(engine::text::asJson(entry));
        for (const LexiconFault &fault : lexicon.faults()) {
            Json::Object faulty = all[fault.entry].object();
            faulty["fault"] = fault.what;
            all[fault.entry] = faulty;
        }
        printJson(all);
        return Exit::Done;
    }
    if (lexicon.entries().empty()) {
        note("This lexicon is empty.\n  Add a word: ishowtts lexicon add GIF jif");
        return Exit::Done;
    }
    std::vector<std::vector<std::string>> rows{{"NO", "KIND", "WRITTEN", "SAID", "CASE", "WHOLE", "USED", "NOTE"}};
    const auto word = [](bool on) { return std::string(on ? "yes" : "no"); };
    for (const LexiconEntry &entry : lexicon.entries()) {
        const bool plain = entry.kind == LexiconKind::Plain;
        rows.push_back({std::to_string(rows.size()), engine::text::toString(entry.kind), entry.from, entry.to,
                        word(entry.matchCase), plain ? word(entry.wholeWord) : "", word(entry.enabled), entry.note});
    }
    print(table(rows));
    return Exit::Done;
}

int add(const Arguments &arguments) {
    const std::vector<std::string> given =
        words(arguments, 1, 2, "`lexicon add` takes what is written and what is said: lexicon add GIF jif");
    LexiconEntry entry{*engine::text::lexiconKindFromString(arguments.text("--kind")), given[0], given[1]};
    entry.matchCase = arguments.has("--case");
    entry.wholeWord = !arguments.has("--part");
    entry.note = arguments.text("--note");
    const Lexicon checked({entry});
    if (!checked.faults().empty())
        throw engine::badInput(checked.faults().front().what, checked.faults().front().remedy);
    const Desk desk(arguments);
    const lexicons::LexiconImport import = lexicons::importInto(desk.entries(), {entry});
    if (!import.refused.empty())
        throw engine::badInput(import.refused.front(), "Remove what is not used any more.");
    desk.change(import.changes);
    const bool replaced = import.replaced > 0;
    say(arguments,
        Json::Object{{"added", Json(engine::text::asJson(entry))}, {"replaced", replaced}, {"same", import.same > 0}},
        given[0] + " → " + given[1] +
            (import.same > 0 ? " was there already"
             : replaced      ? " (instead of before)"
                             : ""));
    return Exit::Done;
}

bool isOfKind(const Arguments &arguments, const LexiconEntry &entry) {
    return !arguments.has("--kind") || engine::text::toString(entry.kind) == arguments.text("--kind");
}

engine::Error noEntry(const std::string &word) {
    return engine::badInput("This lexicon has no entry for \"" + word + "\".",
                            "`ishowtts lexicon` lists them; a voice's own are listed with --voice.");
}

int remove(const Arguments &arguments) {
    const std::string word =
        words(arguments, 1, 1, "`lexicon remove` takes what is written: lexicon remove GIF").front();
    const Desk desk(arguments);
    LexiconChange change;
    for (const LexiconEntry &entry : desk.entries()) {
        if (isOfKind(arguments, entry) && entry.from == word)
            change.gone.push_back(entry);
    }
    if (change.gone.empty())
        throw noEntry(word);
    desk.change({change});
    Json::Array removed;
    for (const LexiconEntry &entry : change.gone)
        removed.emplace_back(engine::text::asJson(entry));
    say(arguments, Json::Object{{"removed", std::move(removed)}}, word + " was removed");
    return Exit::Done;
}

// The number from 1 that `place` says for what stands at `row` of `count`, from 0.
std::size_t placeFrom(const std::string &place, std::size_t row, std::size_t count) {
    if (place == "first" || (place == "up" && row == 0))
        return 1;
    if (place == "last" || (place == "down" && row + 1 == count))
        return count;
    if (place == "up" || place == "down")
        return place == "up" ? row : row + 2;
    std::size_t number = 0;
    const auto [end, problem] = std::from_chars(place.data(), place.data() + place.size(), number);
    if (problem != std::errc() || end != place.data() + place.size() || number < 1 || number > count)
        throw UsageError{"a place is up, down, first, last or a number from 1 to " + std::to_string(count) +
                             ", not \"" + place + "\"",
                         "lexicon"};
    return number;
}

int move(const Arguments &arguments) {
    const std::vector<std::string> given =
        words(arguments, 1, 2, "`lexicon move` takes what is written and its place: lexicon move GIF up");
    const Desk desk(arguments);
    const std::vector<LexiconEntry> entries = desk.entries();
    const auto isMeant = [&](const LexiconEntry &entry) {
        return isOfKind(arguments, entry) && entry.from == given[0];
    };
    const auto found = std::find_if(entries.begin(), entries.end(), isMeant);
    if (found == entries.end())
        throw noEntry(given[0]);
    if (std::find_if(found + 1, entries.end(), isMeant) != entries.end())
        throw engine::badInput("There are several entries for \"" + given[0] + "\".",
                               "Say with --kind which is meant.");
    const std::size_t place = placeFrom(given[1], std::size_t(found - entries.begin()), entries.size());
    desk.change({{{*found}, {}}, {{}, {*found}, place - 1}});
    say(arguments, Json::Object{{"moved", Json(engine::text::asJson(*found))}, {"place", std::uint64_t(place)}},
        given[0] + " is number " + std::to_string(place) + " of " + std::to_string(entries.size()));
    return Exit::Done;
}

int import(const Arguments &arguments) {
    const std::string file = words(arguments, 1, 1, "`lexicon import` takes one file: JSON, CSV or TSV").front();
    const engine::text::LexiconContent content = engine::text::importLexicon(file);
    const Desk desk(arguments);
    const lexicons::LexiconImport import = lexicons::importInto(desk.entries(), content.entries);
    Json::Array refused;
    for (const auto *reasons : {&content.problems, &import.refused}) {
        for (const std::string &reason : *reasons) {
            note(reason);
            refused.emplace_back(reason);
        }
    }
    const bool nothing = !refused.empty() && import.added + import.replaced + import.same == 0;
    if (!import.changes.empty())
        desk.change(import.changes);
    say(arguments,
        Json::Object{
            {"added", import.added}, {"replaced", import.replaced}, {"same", import.same}, {"refused", refused}},
        std::to_string(import.added) + " added, " + std::to_string(import.replaced) + " replaced, " +
            std::to_string(import.same) + " there already, " + std::to_string(refused.size()) + " left out");
    return nothing ? Exit::BadInput : Exit::Done;
}

int exportFile(const Arguments &arguments) {
    const std::string file =
        words(arguments, 1, 1, "`lexicon export` takes the file to write: .json, .csv or .tsv").front();
    const std::vector<LexiconEntry> entries = Desk(arguments).entries();
    const std::string text = engine::text::exported(entries, engine::text::lexiconFormOf(file));
    engine::replaceFile(file, {std::as_bytes(std::span(text))});
    say(arguments, Json::Object{{"out", file}, {"entries", std::uint64_t(entries.size())}},
        file + ": " + std::to_string(entries.size()) + (entries.size() == 1 ? " entry" : " entries"));
    return Exit::Done;
}

int tryOut(const Arguments &arguments) {
    const std::string text = words(arguments, 1, 1, "`lexicon try` takes a sentence: lexicon try \"A GIF.\"").front();
    const Desk desk(arguments);
    std::vector<std::shared_ptr<const Lexicon>> lexicons;
    if (desk.isOfAVoice())
        lexicons.push_back(std::make_shared<const Lexicon>(desk.entries()));
    lexicons.push_back(std::make_shared<const Lexicon>(desk.commonEntries()));
    for (const auto &lexicon : lexicons)
        noteFaults(*lexicon);
    std::string said;
    std::size_t at = 0;
    Json::Array replacements;
    for (const engine::text::Replacement &each : engine::text::applied({text, {}, {}}, lexicons)) {
        said += text.substr(at, each.from - at) + each.by;
        at = each.to;
        Json::Array readings;
        for (const engine::text::Reading &reading : each.readings)
            readings.emplace_back(Json::Object{{"at", std::uint64_t(reading.at)}, {"syllable", reading.syllable}});
        replacements.emplace_back(Json::Object{{"from", std::uint64_t(each.from)},
                                               {"to", std::uint64_t(each.to)},
                                               {"written", text.substr(each.from, each.to - each.from)},
                                               {"by", each.by},
                                               {"readings", std::move(readings)}});
    }
    said += text.substr(at);
    std::string lines = said;
    for (const Json &each : replacements) {
        std::string read;
        for (const Json &reading : each["readings"].array())
            read += (read.empty() ? "" : " ") + reading["syllable"].string();
        lines += "\n  " + each["written"].string() + " → " + (read.empty() ? each["by"].string() : read);
    }
    say(arguments, Json::Object{{"text", text}, {"said", said}, {"replacements", replacements}}, lines);
    return Exit::Done;
}

} // namespace

const std::vector<std::pair<std::string, int (*)(const Arguments &)>> &lexiconActs() {
    static const std::vector<std::pair<std::string, int (*)(const Arguments &)>> acts{
        {"list", list},     {"add", add},           {"remove", remove}, {"move", move},
        {"import", import}, {"export", exportFile}, {"try", tryOut}};
    return acts;
}

} // namespace app::cli
