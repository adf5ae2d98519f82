#include "app/models/model_list.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <set>

#include "app/models/licence_book.h"
#include "app/models/licence_gate.h"
#include "app/models/model_fetch.h"
#include "app/models/model_folders.h"
#include "engine/error.h"
#include "engine/manifest.h"
#include "engine/model_files.h"

namespace app::models {

namespace fs = std::filesystem;

namespace {

constexpr const char *kDemo = "demo";

Problem problemOf(const engine::Error &error) {
    return {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
}

// Of what a model reads: beside it, in a folder that was added, may lie anything, in any number.
std::int64_t bytesUsed(const engine::ModelFiles &files) {
    std::int64_t sum = 0;
    for (const fs::path &file :
         {files.weights, files.vocabulary, files.vocoderWeights, files.vocoderConfig, files.durations}) {
        std::error_code unread;
        if (const auto bytes = fs::file_size(file, unread); !unread)
            sum += std::int64_t(bytes);
    }
    return sum;
}

void tellOfVocoder(ModelItem &item) {
    item.lacksVocoder = item.isPersons();
    item.state = ModelItem::State::Broken;
    item.problem = {QCoreApplication::translate("models", "It has no vocoder, which turns what it makes into sound."),
                    item.lacksVocoder
                        ? QCoreApplication::translate("models", "Fetch Vocos, or choose its folder if you have it.")
                        : QCoreApplication::translate("models", "Put the folder vocos of another model into %1.")
                              .arg(QFile::decodeName(item.folder.c_str())),
                    {}};
}

// As the list says of the weights that it was noted for, also where the file has another name.
bool readAsListed(const engine::ModelFiles &files, const CatalogueEntry *official) {
    if (!official || files.official.empty())
        return false;
    const engine::Json &listed = official->flags["text_mask_padding"];
    return files.flags.textMaskPadding == (!listed.isBool() || listed.boolean());
}

// Without one nothing is heard, so it is not offered as a model that can be used. Only beside a model of the person's
// can be noted what is chosen for it.
ModelItem itemOf(const fs::path &folder, bool isOwn, const Catalogue &catalogue) {
    std::error_code error;
    ModelItem item{QString::fromStdString(folder.filename().string())};
    item.name = item.id;
    item.kind = !isOwn                          ? ModelItem::Kind::Shipped
                : fs::is_symlink(folder, error) ? ModelItem::Kind::Linked
                                                : ModelItem::Kind::Own;
    item.folder = fs::canonical(folder, error);
    if (error)
        item.folder = folder;
    item.state = ModelItem::State::Ready;
    try {
        const engine::ModelFiles files = engine::readModelFolder(folder);
        item.name = QString::fromStdString(files.name);
        item.licence = QString::fromStdString(files.licence);
        item.readAsV0 = !files.flags.textMaskPadding;
        const CatalogueEntry *official = officialOf(files, catalogue);
        const bool chosen = files.flags.source == engine::kChosenFlags && !readAsListed(files, official);
        item.reading = files.flags.isGuess ? ModelItem::Reading::Guessed
                       : chosen            ? ModelItem::Reading::Chosen
                                           : ModelItem::Reading::Told;
        if (official)
            item.terms = QString::fromStdString(official->id);
        if (files.vocoderWeights.empty())
            tellOfVocoder(item);
        item.bytes = item.kind == ModelItem::Kind::Linked ? bytesUsed(files) : bytesBelow(item.folder);
    } catch (const engine::Error &problem) {
        item.state = ModelItem::State::Broken;
        item.problem = problemOf(problem);
        item.bytes = item.kind == ModelItem::Kind::Linked ? 0 : bytesBelow(item.folder);
    }
    return item;
}

// The folders, and links that lead nowhere any more; not what is hidden.
std::vector<fs::path> foldersOf(const fs::path &models) {
    std::vector<fs::path> folders;
    std::error_code error;
    for (fs::directory_iterator at(models, error), end; !error && at != end; at.increment(error)) {
        std::error_code unread;
        if (at->path().filename().string().front() != '.' && (at->is_directory(unread) || at->is_symlink(unread)))
            folders.push_back(at->path());
    }
    return folders;
}

// Whether its model.json says that these very files were fetched into it.
bool isFetched(const fs::path &folder, const CatalogueEntry &entry) {
    try {
        const engine::Json manifest = engine::Json::read(folder / "model.json", engine::kManifestLimits);
        return std::all_of(entry.files.begin(), entry.files.end(), [&](const SourceFile &file) {
            const engine::Json &sha256 = manifest["files"][file.to]["sha256"];
            return sha256.isString() && sha256.string() == file.sha256;
        });
    } catch (const engine::Error &) {
        return false;
    }
}

int orderOf(const ModelItem &item) {
    if (item.state == ModelItem::State::Ready)
        return item.kind == ModelItem::Kind::Shipped ? 0 : 1;
    return item.kind == ModelItem::Kind::Offered ? 3 : 2;
}

// The first root wins, as in the engine, but what is broken hides nothing that can be used: then it is its problem.
void include(std::vector<ModelItem> &items, ModelItem item) {
    const auto same = std::find_if(items.begin(), items.end(), [&](const auto &one) { return one.id == item.id; });
    if (same == items.end()) {
        items.push_back(std::move(item));
    } else if (same->state == ModelItem::State::Broken && item.state == ModelItem::State::Ready) {
        item.problem = std::move(same->problem);
        *same = std::move(item);
    }
}

} // namespace

ModelListing listModels(const std::vector<fs::path> &roots, const fs::path &dataFolder, const fs::path &catalogueFile,
                        const std::set<fs::path> &offered) {
    ModelListing listing;
    try {
        listing.catalogue = readCatalogue(catalogueFile);
    } catch (const engine::Error &error) {
        listing.problem = problemOf(error);
    }
    for (const fs::path &root : roots) {
        for (const fs::path &folder : foldersOf(root / "models"))
            include(listing.items, itemOf(folder, root == dataFolder, listing.catalogue));
    }
    const LicenceBook book(dataFolder);
    for (const CatalogueEntry &entry : listing.catalogue.entries) {
        const QString id = QString::fromStdString(entry.id);
        auto item =
            std::find_if(listing.items.begin(), listing.items.end(), [&](const auto &one) { return one.id == id; });
        if (item == listing.items.end()) {
            item = listing.items.insert(listing.items.end(), ModelItem{id});
            item->name = id;
            item->licence = entry.licence;
            item->bytes = bytesOfPart(entry, dataFolder / "models");
            item->state = item->bytes > 0 ? ModelItem::State::Paused : ModelItem::State::NotHere;
        } else if (!isFetched(item->folder, entry)) {
            continue; // somebody's own, which only has the name
        }
        item->terms = id;
        item->about = entry.about;
        item->page = entry.page;
        item->bytesWhole = entry.bytes();
        item->accepted = book.accepted(entry).value_or(QDateTime());
    }
    for (ModelItem &item : listing.items) {
        if (item.lacksVocoder && listing.catalogue.vocoder)
            item.vocoderBytes = listing.catalogue.vocoder->bytes();
    }
    for (ModelItem &item : listing.items) { // the publisher's weights in a folder of the person's
        const CatalogueEntry *entry = listing.catalogue.find(item.terms.toStdString());
        if (!entry || item.bytesWhole > 0)
            continue;
        item.about = entry->about;
        item.page = entry->page;
        item.licence = entry->licence;
        item.bytesWhole = entry->bytes();
        item.accepted = book.accepted(*entry).value_or(QDateTime());
    }
    std::stable_sort(listing.items.begin(), listing.items.end(), [](const ModelItem &a, const ModelItem &b) {
        if (orderOf(a) != orderOf(b))
            return orderOf(a) < orderOf(b);
        if (orderOf(a) == 3)
            return false; // as the list has them
        return a.name.compare(b.name, Qt::CaseInsensitive) < 0;
    });
    std::stable_partition(listing.items.begin(), listing.items.end(),
                          [](const ModelItem &item) { return item.id == QLatin1String(kDemo); });
    destroyOld(dataFolder / "models", offered, QDateTime::currentSecsSinceEpoch());
    return listing;
}

std::set<std::string> namesOfModels(const std::vector<fs::path> &roots, const fs::path &catalogueFile) {
    std::set<std::string> names;
    for (const fs::path &root : roots) {
        for (const fs::path &folder : foldersOf(root / "models"))
            names.insert(folder.filename().string());
    }
    try {
        for (const CatalogueEntry &entry : readCatalogue(catalogueFile).entries)
            names.insert(entry.id);
    } catch (const engine::Error &) {
        // listModels() tells what is wrong with it
    }
    return names;
}

} // namespace app::models
