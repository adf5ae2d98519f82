#include "app/models/model_folders.h"

#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <charconv>
#include <span>

#include "app/models/models_words.h"
#include "app/storage/folders.h"
#include "engine/error.h"
#include "engine/model_files.h"
#include "engine/replacing_file.h"

namespace app::models {

namespace fs = std::filesystem;

namespace {

constexpr const char *kAside = ".removed-";
constexpr std::int64_t kOldSeconds = 7 * 24 * 3600;

std::string sayAbout(const char *words, const fs::path &path) {
    return say(words).arg(QFile::decodeName(path.c_str())).toStdString();
}

engine::Error failed(const char *words, const fs::path &path, const fs::filesystem_error &error) {
    return engine::failure(
        say(words).arg(QFile::decodeName(path.c_str()), QString::fromStdString(error.code().message())).toStdString(),
        say(QT_TRANSLATE_NOOP("models", "Check the permissions of the folder.")).toStdString());
}

bool isThere(const fs::path &path) {
    std::error_code error;
    return fs::exists(fs::symlink_status(path, error));
}

// A name for the link: what people call the folder, without what a list or a shell would stumble over.
std::string linkName(const fs::path &folder) {
    std::string name;
    for (const char c : folder.filename().string()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                           c == '.' || static_cast<unsigned char>(c) >= 0x80;
        name += plain ? c : '-';
    }
    while (!name.empty() && (name.front() == '.' || name.front() == '-'))
        name.erase(name.begin());
    return name.empty() ? "model" : name;
}

// An id of the folder that tells when: ".removed-1763800000-2-Tiny".
fs::path placeAside(const fs::path &from) {
    const std::string now = std::to_string(QDateTime::currentSecsSinceEpoch());
    for (int number = 1;; ++number) {
        fs::path place =
            from.parent_path() / (kAside + now + "-" + std::to_string(number) + "-" + from.filename().string());
        if (!isThere(place))
            return place;
    }
}

} // namespace

std::string addFolder(const fs::path &models, const fs::path &folder, const std::set<std::string> &taken) {
    try {
        engine::readModelFolder(folder);
        const fs::path target = fs::canonical(folder);
        makeFolder(models);
        for (const auto &entry : fs::directory_iterator(models)) {
            std::error_code error;
            if (entry.is_symlink(error) && entry.path().filename().string().front() == '.')
                continue; // was removed, and could be brought back
            if (fs::canonical(entry.path(), error) == target && !error)
                throw engine::badInput(sayAbout(QT_TRANSLATE_NOOP("models", "%1 is in the list already."), folder),
                                       say(QT_TRANSLATE_NOOP("models", "Choose it there.")).toStdString());
        }
        const std::string name = linkName(target);
        for (int number = 1;; ++number) {
            const std::string tried = number == 1 ? name : name + "-" + std::to_string(number);
            if (taken.count(tried) != 0 || isThere(models / tried))
                continue;
            fs::remove(engine::addedNoteFile(models / tried)); // of one that was removed
            fs::create_directory_symlink(target, models / tried);
            engine::syncFolder(models);
            return tried;
        }
    } catch (const fs::filesystem_error &error) {
        throw failed(QT_TRANSLATE_NOOP("models", "%1 cannot be added: %2."), folder, error);
    }
}

void note(const fs::path &models, const std::string &id, const std::string &key, engine::Json value) {
    const fs::path file = engine::addedNoteFile(models / id);
    engine::Json::Object all;
    try {
        if (const engine::Json before = engine::Json::read(file); before.isObject())
            all = before.object();
    } catch (const engine::Error &) { // none yet, or damaged
    }
    all.erase(key);
    if (!value.isNull())
        all[key] = std::move(value);
    const std::string text = engine::Json(std::move(all)).dump(4) + "\n";
    engine::replaceFile(file, {std::as_bytes(std::span(text))});
}

void noteOfficial(const fs::path &models, const std::string &id, const Catalogue &catalogue) {
    const engine::ModelFiles files = engine::readModelFolder(models / id);
    if (catalogue.ofWeights(files.weights) || !files.official.empty())
        return; // known anyhow
    if (const CatalogueEntry *entry = catalogue.ofSameBytes(files.weights)) {
        note(models, id, "official", entry->id);
        note(models, id, "flags", entry->flags);
    }
}

engine::Json flagsOf(bool v0) {
    using engine::Json;
    return Json::Object{{"text_mask_padding", !v0}, {"pe_attn_head", v0 ? Json(1) : Json()}};
}

fs::path vocoderIn(const fs::path &folder) {
    for (const fs::path &tried : {folder, folder / "vocos"}) {
        std::error_code error;
        const auto has = [&](const char *name) { return fs::is_regular_file(tried / name, error); };
        if (has("config.yaml") && (has("model.safetensors") || has("pytorch_model.bin")))
            return fs::canonical(tried);
    }
    throw engine::badInput(sayAbout(QT_TRANSLATE_NOOP("models", "There is no vocoder in %1."), folder),
                           say(QT_TRANSLATE_NOOP("models", "Choose a folder with config.yaml and pytorch_model.bin or "
                                                           "model.safetensors, as of charactr/vocos-mel-24khz."))
                               .toStdString());
}

void makeFolder(const fs::path &folder) {
    try {
        storage::makeFolder(folder);
    } catch (const storage::Error &error) {
        throw engine::failure(error.problem().what.toStdString(), error.problem().remedy.toStdString());
    }
}

fs::path setAside(const fs::path &from) {
    try {
        const fs::path place = placeAside(from);
        fs::rename(from, place);
        engine::syncFolder(from.parent_path());
        return place;
    } catch (const fs::filesystem_error &error) {
        throw failed(QT_TRANSLATE_NOOP("models", "%1 cannot be removed: %2."), from, error);
    }
}

void putBack(const fs::path &aside, const fs::path &to) {
    if (isThere(to))
        throw engine::failure(sayAbout(QT_TRANSLATE_NOOP("models", "There is another %1 now."), to.filename()),
                              say(QT_TRANSLATE_NOOP("models", "Remove it first.")).toStdString());
    try {
        fs::rename(aside, to);
        engine::syncFolder(to.parent_path());
    } catch (const fs::filesystem_error &error) {
        throw failed(QT_TRANSLATE_NOOP("models", "%1 cannot be brought back: %2."), to, error);
    }
}

void destroy(const fs::path &aside) noexcept {
    std::error_code error;
    fs::remove_all(aside, error); // a link itself, not what it leads to
}

void destroyOld(const fs::path &models, const std::set<fs::path> &offered, std::int64_t now) noexcept {
    std::error_code error;
    std::vector<fs::path> old;
    for (fs::directory_iterator at(models, error), end; !error && at != end; at.increment(error)) {
        const std::string name = at->path().filename().string();
        if (!name.starts_with(kAside))
            continue;
        std::int64_t when = 0;
        std::from_chars(name.data() + std::string(kAside).size(), name.data() + name.size(), when);
        if (when > 0 && now - when > kOldSeconds && offered.count(at->path()) == 0)
            old.push_back(at->path());
    }
    std::for_each(old.begin(), old.end(), destroy);
}

std::int64_t bytesBelow(const fs::path &folder) {
    std::int64_t sum = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        std::error_code unread;
        if (const auto bytes = at->is_regular_file(unread) && !at->is_symlink(unread) ? at->file_size(unread) : 0;
            !unread)
            sum += std::int64_t(bytes);
    }
    return sum;
}

} // namespace app::models
