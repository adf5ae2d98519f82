#include "engine/text/lexicon_file.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "engine/error.h"
#include "engine/text/lexicon_table.h"
#include "engine/text/text_file.h"
#include "engine/utf8.h"

namespace engine::text {

namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF"; // byte order mark

std::string wordIn(const Json &entry, const std::string &key) {
    const Json &value = entry[key];
    if (!value.isString())
        throw badInput("\"" + key + "\" is missing or no text.", "Write it in quotes.");
    return value.string();
}

bool switchIn(const Json &entry, const std::string &key, bool otherwise) {
    const Json &value = entry[key];
    if (!value.isNull() && !value.isBool())
        throw badInput("\"" + key + "\" is neither true nor false.", "Write true or false, without quotes.");
    return value.isNull() ? otherwise : value.boolean();
}

std::string tooMany(const std::string &name) {
    return name + ": there are more than " + std::to_string(kMostLexiconEntries) +
           " entries; those after them are left out.";
}

} // namespace

LexiconEntry lexiconEntryIn(const Json &json) {
    if (!json.isObject())
        throw badInput("it is no object.", "Write {\"from\": …, \"to\": …}.");
    LexiconEntry entry;
    if (const Json &kind = json["kind"]; !kind.isNull()) {
        const auto known = kind.isString() ? lexiconKindFromString(kind.string()) : std::nullopt;
        if (!known)
            throw badInput("its kind is unknown.", "Kinds are plain, regex and pinyin.");
        entry.kind = *known;
    }
    entry.from = wordIn(json, "from");
    entry.to = wordIn(json, "to");
    entry.matchCase = switchIn(json, "case", entry.matchCase);
    entry.wholeWord = switchIn(json, "wholeWord", entry.wholeWord);
    entry.enabled = switchIn(json, "enabled", entry.enabled);
    if (!json["note"].isNull())
        entry.note = wordIn(json, "note");
    Json::Object others = json.object();
    for (const char *known : {"kind", "from", "to", "case", "wholeWord", "enabled", "note"})
        others.erase(known);
    if (!others.empty())
        entry.others = Json(std::move(others)).dump();
    return entry;
}

Json::Object asJson(const LexiconEntry &entry) {
    Json::Object json;
    if (!entry.others.empty())
        json = Json::parse(entry.others, "lexicon entry", kLexiconLimits).object();
    json["kind"] = toString(entry.kind);
    json["from"] = entry.from;
    json["to"] = entry.to;
    json["case"] = entry.matchCase;
    json["wholeWord"] = entry.wholeWord;
    json["enabled"] = entry.enabled;
    if (!entry.note.empty())
        json["note"] = entry.note;
    return json;
}

LexiconContent lexiconIn(const Json &file, const std::string &name) {
    if (!file.isObject() || !(file["entries"].isNull() || file["entries"].isArray()))
        throw badInput(name + ": this is no lexicon.", "A lexicon is {\"version\": 1, \"entries\": [ … ]}.");
    LexiconContent content;
    if (file["entries"].isNull())
        return content;
    std::size_t number = 0;
    for (const Json &each : file["entries"].array()) {
        ++number;
        try {
            LexiconEntry entry = lexiconEntryIn(each);
            if (content.entries.size() == kMostLexiconEntries) {
                content.problems.push_back(tooMany(name));
                break;
            }
            content.entries.push_back(std::move(entry));
        } catch (const Error &error) {
            content.problems.push_back(name + ": entry " + std::to_string(number) + " is left out: " + error.what());
        }
    }
    return content;
}

LexiconContent readLexicon(const std::filesystem::path &file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return {};
    return lexiconIn(Json::read(file, kLexiconLimits), file.string());
}

std::vector<std::filesystem::path> lexiconFiles(const std::vector<std::filesystem::path> &roots,
                                                const std::string &voice) {
    std::vector<std::filesystem::path> files;
    const std::string id = voice.substr(0, voice.find(':'));
    std::error_code ignored;
    for (const std::filesystem::path &root : roots) {
        const std::filesystem::path folder = root / "voices" / id;
        if (!id.empty() && files.empty() && std::filesystem::exists(folder / "voice.json", ignored))
            files.push_back(folder / kLexiconFile);
    }
    if (!roots.empty())
        files.push_back(roots.front() / kLexiconFile);
    return files;
}

LexiconForm lexiconFormOf(const std::filesystem::path &file) {
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return extension == ".csv" ? LexiconForm::Csv : extension == ".tsv" ? LexiconForm::Tsv : LexiconForm::Json;
}

std::string exported(const std::vector<LexiconEntry> &entries, LexiconForm form) {
    if (form != LexiconForm::Json)
        return lexiconTable(entries, form == LexiconForm::Csv ? ',' : '\t');
    Json::Array array;
    for (const LexiconEntry &entry : entries)
        array.emplace_back(asJson(entry));
    return Json(Json::Object{{"version", 1}, {"entries", std::move(array)}}).dump(2) + "\n";
}

LexiconContent imported(std::string_view content, const std::string &name) {
    if (content.starts_with("\xFF\xFE") || content.starts_with("\xFE\xFF"))
        throw badInput(name + ": this is UTF-16.", "Save the file as UTF-8.");
    if (content.starts_with(kMark))
        content.remove_prefix(kMark.size());
    if (findInvalidUtf8(content) != std::string_view::npos)
        throw badInput(name + ": this is not UTF-8.", "Save the file as UTF-8.");
    const std::size_t begin = content.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    if (content[begin] == '{')
        return lexiconIn(Json::parse(content, name, kLexiconLimits), name);
    LexiconContent table = lexiconInTable(content, name);
    if (table.entries.size() > kMostLexiconEntries) {
        table.entries.resize(kMostLexiconEntries);
        table.problems.push_back(tooMany(name));
    }
    return table;
}

LexiconContent importLexicon(const std::filesystem::path &file) {
    return imported(readTextFile(file, "Choose a lexicon: a .json, .csv or .tsv file."), file.string());
}

} // namespace engine::text
