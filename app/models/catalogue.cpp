#include "app/models/catalogue.h"

#include <QCryptographicHash>
#include <QFile>

#include <algorithm>
#include <set>

#include "app/models/address.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/hex_digits.h"
#include "engine/model_files.h"

namespace app::models {

namespace fs = std::filesystem;
using engine::Json;

namespace {

constexpr Json::Limits kCatalogueLimits = {1 << 20, 8, 10000};
constexpr std::int64_t kLargestFile = std::int64_t(64) << 30;
constexpr qint64 kLongestLicence = 1 << 20;

class Reader {
public:
    explicit Reader(const fs::path &file) : m_file(file) {}

    Catalogue read() {
        const Json root = Json::read(m_file, kCatalogueLimits);
        if (root["format"].isNull() || !root["format"].isInteger() || root["format"].integer() != 1)
            fail("its format is not 1");
        Catalogue catalogue;
        catalogue.origin = textOf(root, "origin");
        if (!mayFetchFrom(QUrl(QString::fromStdString(catalogue.origin), QUrl::StrictMode)))
            fail("its origin is neither https nor this machine");
        for (const Json &one : listOf(root, "models")) {
            catalogue.entries.push_back(entryOf(one));
            if (catalogue.find(catalogue.entries.back().id) != &catalogue.entries.back())
                fail("it has " + catalogue.entries.back().id + " twice");
        }
        if (root.contains("vocoder"))
            catalogue.vocoder = entryOf(root["vocoder"], false);
        return catalogue;
    }

private:
    [[noreturn]] void fail(const std::string &why) const {
        throw engine::badInput("The list of models " + m_file.string() + " cannot be used: " + why + ".",
                               "Install the program again.");
    }

    const Json::Array &listOf(const Json &object, const char *key) const {
        if (!object[key].isArray() || object[key].array().empty())
            fail("\"" + std::string(key) + "\" is no list with something in it");
        return object[key].array();
    }

    const std::string &textOf(const Json &object, const char *key) const {
        if (!object[key].isString() || object[key].string().empty() || object[key].string().size() > 500)
            fail("\"" + std::string(key) + "\" is missing or no short text");
        return object[key].string();
    }

    // Letters, digits and what `others` allows.
    const std::string &plainOf(const Json &object, const char *key, std::string_view others) const {
        const std::string &text = textOf(object, key);
        const bool plain = std::all_of(text.begin(), text.end(), [&](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   others.find(c) != std::string_view::npos;
        });
        if (!plain || text.front() == '.' || text.front() == '/' || text.find("..") != std::string::npos)
            fail("\"" + std::string(key) + "\" is \"" + text + "\"");
        return text;
    }

    const std::string &hexOf(const Json &object, const char *key, std::size_t digits) const {
        const std::string &text = textOf(object, key);
        if (!engine::isHex(text, digits))
            fail("\"" + std::string(key) + "\" is not made of " + std::to_string(digits) + " hex digits");
        return text;
    }

    SourceFile fileOf(const Json &one) const {
        SourceFile file;
        file.to = plainOf(one, "to", "._-/");
        if (const auto slash = file.to.find('/'); slash != std::string::npos && file.to.substr(0, slash) != "vocos")
            fail(file.to + " lies in a folder other than vocos");
        file.repository = plainOf(one, "repository", "._-/");
        file.revision = hexOf(one, "revision", 40);
        file.path = plainOf(one, "path", "._-/");
        file.sha256 = hexOf(one, "sha256", 64);
        if (!one["bytes"].isInteger() || one["bytes"].number() < 1 || one["bytes"].number() > double(kLargestFile))
            fail("the length of " + file.to + " is missing or wrong");
        file.bytes = one["bytes"].integer();
        return file;
    }

    QString licenceFile(const std::string &name) const {
        QFile file(QString::fromStdString((m_file.parent_path() / name).string()));
        if (!file.open(QIODevice::ReadOnly) || file.size() > kLongestLicence)
            fail("the licence " + name + " cannot be read");
        return QString::fromUtf8(file.readAll());
    }

    CatalogueEntry entryOf(const Json &one, bool isModel = true) const {
        const auto words = [&](const char *key) { return QString::fromStdString(textOf(one, key)); };
        CatalogueEntry entry;
        entry.id = plainOf(one, "id", "._-");
        if (entry.id.size() > 64)
            fail("an id is longer than 64 characters");
        entry.about = words("about");
        entry.publisher = words("publisher");
        entry.page = words("page");
        entry.licence = words("licence");
        for (const Json &licence : listOf(one, "licences"))
            entry.licences.push_back({QString::fromStdString(textOf(licence, "of")),
                                      QString::fromStdString(textOf(licence, "name")),
                                      licenceFile(plainOf(licence, "text", "._-"))});
        if (isModel != one["flags"].isObject())
            fail("the flags of " + entry.id + (isModel ? " are missing" : " belong to no vocoder"));
        entry.flags = one["flags"];
        if (!isModel && entry.id != engine::kSharedVocoder)
            fail("its vocoder is not called " + std::string(engine::kSharedVocoder));
        std::set<std::string> targets;
        for (const Json &file : listOf(one, "files")) {
            entry.files.push_back(fileOf(file));
            if (!targets.insert(entry.files.back().to).second)
                fail(entry.id + " has " + entry.files.back().to + " twice");
        }
        return entry;
    }

    const fs::path m_file;
};

} // namespace

std::int64_t CatalogueEntry::bytes() const {
    std::int64_t sum = 0;
    for (const SourceFile &file : files)
        sum += file.bytes;
    return sum;
}

QString CatalogueEntry::licenceWords() const {
    QString all;
    for (const LicenceText &one : licences)
        all += (all.isEmpty() ? QString() : QStringLiteral("\n\n")) +
               QStringLiteral("%1: %2\n\n").arg(one.of, one.name) + one.text.trimmed() + u'\n';
    return all;
}

QString CatalogueEntry::licenceHash() const {
    return QString::fromLatin1(QCryptographicHash::hash(licenceWords().toUtf8(), QCryptographicHash::Sha256).toHex());
}

const CatalogueEntry *Catalogue::find(const std::string &id) const {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto &one) { return one.id == id; });
    return found == entries.end() ? nullptr : &*found;
}

const CatalogueEntry *Catalogue::ofWeights(const fs::path &weights) const {
    std::error_code error;
    const auto bytes = std::int64_t(fs::file_size(weights, error));
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const CatalogueEntry &one) {
        return one.files.front().bytes == bytes && one.files.front().to == weights.filename().string();
    });
    return error || found == entries.end() ? nullptr : &*found;
}

const CatalogueEntry *Catalogue::ofSameBytes(const fs::path &weights) const {
    std::error_code error;
    const auto bytes = fs::file_size(weights, error);
    return !error && hasLength(bytes) ? ofHash(sha256Of(weights)) : nullptr;
}

const CatalogueEntry *Catalogue::ofHash(const std::string &sha256) const {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto &one) { return one.files.front().sha256 == sha256; });
    return found == entries.end() ? nullptr : &*found;
}

bool Catalogue::hasLength(std::uintmax_t bytes) const {
    return std::any_of(entries.begin(), entries.end(),
                       [&](const auto &one) { return std::uintmax_t(one.files.front().bytes) == bytes; });
}

std::string Catalogue::names() const {
    std::string all;
    for (const CatalogueEntry &entry : entries)
        all += (all.empty() ? "" : ", ") + entry.id;
    return all;
}

Catalogue readCatalogue(const fs::path &file) {
    std::error_code error;
    if (!fs::exists(file, error))
        return {};
    return Reader(file).read();
}

std::string sha256Of(const fs::path &file) {
    QFile opened(QFile::decodeName(file.c_str()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!opened.open(QIODevice::ReadOnly) || !hash.addData(&opened))
        return {};
    return hash.result().toHex().toStdString();
}

fs::path shippedCatalogueFile() {
    return engine::shippedDataFolder() / "models" / "catalogue.json";
}

} // namespace app::models
