#include "app/models/licence_gate.h"

#include <QFile>
#include <QJsonObject>

#include "app/models/licence_book.h"
#include "app/models/models_words.h"
#include "app/settings/json_file.h"
#include "engine/error.h"

namespace app::models {

namespace fs = std::filesystem;

namespace {

constexpr qsizetype kMostKnown = 100; // files; more begin anew

// What it is known by as long as nobody writes to it.
QString stampOf(const fs::path &file) {
    std::error_code error;
    const auto bytes = fs::file_size(file, error);
    const auto written = error ? fs::file_time_type() : fs::last_write_time(file, error);
    return error ? QString() : QStringLiteral("%1 %2").arg(bytes).arg(written.time_since_epoch().count());
}

// Kept from the last time where that can be; what cannot be kept is found out again.
std::string keptHash(const fs::path &weights, const fs::path &dataFolder) {
    const QString file = QFile::decodeName((dataFolder / "known-weights.json").c_str());
    std::error_code error;
    const fs::path whole = fs::canonical(weights, error);
    const QString name = QFile::decodeName((error ? weights : whole).c_str());
    const QString stamp = stampOf(weights);
    if (const auto known = lookAtObject(file); known && !stamp.isEmpty()) {
        const QJsonObject one = (*known)[name].toObject();
        if (one[QStringLiteral("stamp")].toString() == stamp)
            return one[QStringLiteral("sha256")].toString().toStdString();
    }
    const std::string digits = sha256Of(weights);
    if (!digits.empty() && !stamp.isEmpty() && fs::is_directory(dataFolder, error)) {
        changeObject(file, {}, {}, [&](QJsonObject &all) {
            if (all.size() >= kMostKnown)
                all = {};
            all[name] = QJsonObject{{QStringLiteral("stamp"), stamp},
                                    {QStringLiteral("sha256"), QString::fromStdString(digits)}};
        });
    }
    return digits;
}

} // namespace

const CatalogueEntry *officialOf(const engine::ModelFiles &files, const Catalogue &catalogue) {
    const CatalogueEntry *noted = files.official.empty() ? nullptr : catalogue.find(files.official);
    return noted ? noted : catalogue.ofWeights(files.weights);
}

void requireAccepted(const engine::ModelFiles &files, const std::vector<fs::path> &roots) {
    if (roots.empty())
        return;
    Catalogue catalogue;
    try {
        catalogue = readCatalogue(roots.back() / "models" / "catalogue.json");
    } catch (const engine::Error &) {
        if (!files.official.empty())
            throw;
        return; // a damaged list stops nobody's own model
    }
    const CatalogueEntry *entry = officialOf(files, catalogue);
    std::error_code error;
    if (const auto bytes = fs::file_size(files.weights, error); !entry && !error && catalogue.hasLength(bytes))
        entry = catalogue.ofHash(keptHash(files.weights, roots.front()));
    if (entry && !LicenceBook(roots.front()).accepted(*entry))
        throw engine::badInput(
            say(QT_TRANSLATE_NOOP("models", "%1 are the official weights of %2, under %3, which you have not accepted "
                                            "yet."))
                .arg(QString::fromStdString(files.name), QString::fromStdString(entry->id), entry->licence)
                .toStdString(),
            say(QT_TRANSLATE_NOOP("models", "Read it in the Studio under Models …, or with `ishowtts models licence "
                                            "%1`; if you accept it, add --accept-licence there."))
                .arg(QString::fromStdString(entry->id))
                .toStdString());
}

engine::ModelFiles findUsable(const std::vector<fs::path> &roots, const std::string &nameOrFolder) {
    engine::ModelFiles files = engine::findModel(roots, nameOrFolder);
    requireAccepted(files, roots);
    return files;
}

} // namespace app::models
