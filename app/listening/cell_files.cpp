#include "app/listening/cell_files.h"

#include <algorithm>
#include <set>
#include <span>
#include <system_error>

#include "app/listening/json_fields.h"
#include "app/listening/listening_words.h"
#include "app/listening/session_rows.h"
#include "app/storage/audio_store.h"
#include "app/storage/float_wav.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace app::listening {

using engine::Json;
namespace fs = std::filesystem;

namespace {

constexpr const char *kForm = "ishowtts-listening-cells";
constexpr int kSchema = 1;
constexpr std::size_t kMostCells = 8000;

[[noreturn]] void refuse(const char *what) {
    throw engine::badInput(sayPlain(what), sayPlain("Take the folder as `ishowtts compare make --out` wrote it."));
}

// No path out of the folder.
bool isPlainPath(const fs::path &file) {
    return !file.empty() && file.is_relative() &&
           std::none_of(file.begin(), file.end(), [](const fs::path &part) { return part == ".."; });
}

} // namespace

std::string folderOf(const TestDesign &design, Condition condition) {
    std::string name;
    const std::string key = keyOf(design, condition);
    for (std::size_t i = 0; i < key.size(); ++i) {
        const char letter = key[i];
        // "sway -0.5" is not "sway 0.5".
        if (letter == '-' && i > 0 && key[i - 1] == ' ' && i + 1 < key.size() && key[i + 1] >= '0' && key[i + 1] <= '9')
            name += "minus";
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        const bool large = letter >= 'A' && letter <= 'Z';
        if (plain || large || letter == '.')
            name += large ? char(letter - 'A' + 'a') : letter;
        else if (!name.empty() && name.back() != '-')
            name += '-';
    }
    return condition < 0 && condition != kLowPass ? nameOf(condition) + "-" + name : name;
}

void writeCells(const TestDesign &design, const std::vector<CellFile> &cells, const std::vector<fs::path> &sources,
                const fs::path &folder) {
    Json::Array list;
    try {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const CellFile &cell = cells[i];
            fs::create_directories((folder / cell.file).parent_path());
            fs::copy_file(sources.at(i), folder / cell.file, fs::copy_options::overwrite_existing);
            const CellRecord record = recordOf(cell.facts);
            list.push_back(Json::Object{{"row", design.rows.at(std::size_t(cell.place.row)).id},
                                        {"condition", nameOf(cell.place.condition)},
                                        {"file", cell.file.generic_string()},
                                        {"key", record.key},
                                        {"audio", record.audio},
                                        {"made", record.made},
                                        {"seconds", record.seconds},
                                        {"facts", Json::parse(record.facts, "facts")}});
        }
    } catch (const fs::filesystem_error &error) {
        throw engine::failure(
            say("The sounds could not be written to “%1”.").arg(QString::fromStdString(folder.string())).toStdString(),
            error.code().message() + ". " + sayPlain("Make room, or choose another folder."));
    }
    const std::string text =
        Json(Json::Object{{"form", kForm}, {"schema", kSchema}, {"design", toJson(design)}, {"cells", std::move(list)}})
            .dump(1);
    engine::replaceFile(folder / "cells.json", {std::as_bytes(std::span(text))});
}

CellSet readCells(const fs::path &folder) {
    const Json json = Json::read(folder / "cells.json", {64 << 20, 32, 4 << 20});
    JsonFields fields(json, "cells.json");
    if (fields.text("form", 100) != kForm || fields.integer("schema", 0, 1'000'000) != kSchema)
        refuse("This folder holds no sounds of a listening test that this version reads.");
    CellSet set;
    if (!fields.has("design"))
        refuse("This folder holds no sounds of a listening test that this version reads.");
    set.design = designFromJson(json["design"]);
    std::set<CellPlace> seen;
    for (const Json &entry : fields.list("cells", 0, kMostCells)) {
        JsonFields cell(entry, "cells, " + std::to_string(set.cells.size() + 1));
        CellFile file;
        const std::string row = cell.text("row", 64);
        const auto found = std::find_if(set.design.rows.begin(), set.design.rows.end(),
                                        [&](const TestRow &one) { return one.id == row; });
        if (found == set.design.rows.end())
            cell.refuse("row", sayPlain("The design has no such sentence."));
        file.place = {int(found - set.design.rows.begin()), conditionFromName(cell.text("condition", 20), set.design)};
        file.file = cell.text("file", 500);
        if (!isPlainPath(file.file) || !seen.insert(file.place).second)
            cell.refuse("file", sayPlain("It leads out of the folder, or the sound is there twice."));
        CellRecord record{cell.hash("key"),
                          cell.hash("audio"),
                          cell.integer("made", 0, 253'402'300'800'000),
                          cell.number("seconds", 0, 3600),
                          {}};
        if (!cell.has("facts"))
            cell.refuse("facts", sayPlain("They are missing."));
        record.facts = entry["facts"].dump();
        cell.finish();
        file.facts = factsOf(record);
        set.cells.push_back(std::move(file));
    }
    return set;
}

engine::ClipPtr soundOf(const fs::path &folder, const CellFile &cell) {
    auto clip = storage::readFloatWav(folder / cell.file);
    if (!clip || storage::AudioStore::hashOf(*clip).toStdString() != cell.facts.audio)
        throw engine::badInput(say("The sound “%1” is missing or not what was written.")
                                   .arg(QString::fromStdString(cell.file.string()))
                                   .toStdString(),
                               sayPlain("Take the folder as `ishowtts compare make --out` wrote it."));
    return std::make_shared<const engine::Clip>(std::move(*clip));
}

} // namespace app::listening
