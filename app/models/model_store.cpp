#include "app/models/model_store.h"

#include <QFile>
#include <QFileSystemWatcher>

#include <algorithm>
#include <chrono>
#include <future>
#include <mutex>
#include <utility>

#include "app/models/address.h"
#include "app/models/licence_book.h"
#include "app/models/model_fetch.h"
#include "app/models/model_folders.h"
#include "app/models/model_list.h"
#include "app/settings/settings.h"
#include "app/storage/file_thread.h"
#include "engine/error.h"

namespace app::models {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kPatience(3);

Problem refusalOf(const engine::Error &error) {
    return {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
}

} // namespace

struct ModelStore::Mailbox {
    std::mutex mutex;
    ModelStore *store; // null: it is gone
};

ModelStore::ModelStore(Places places, Settings &settings, QObject *parent)
    : QObject(parent), m_places(std::move(places)), m_settings(settings), m_mailbox(std::make_shared<Mailbox>()),
      m_folders(std::make_unique<storage::FileThread>("models")),
      m_licences(std::make_unique<storage::FileThread>("licences")), m_listing(std::make_shared<const ModelListing>()),
      m_items(std::make_shared<const std::vector<ModelItem>>()) {
    m_mailbox->store = this;
    m_watcher = new QFileSystemWatcher(this);
    connect(m_watcher, &QFileSystemWatcher::directoryChanged, this, &ModelStore::lookAtLicences);
    lookAtLicences();
}

// The folder: a file that is written whole is another one each time. Other things come and go there too.
void ModelStore::watchLicences() {
    const QString folder = QFile::decodeName(m_places.dataFolder.c_str());
    if (m_watcher->directories().isEmpty() && QFile::exists(folder))
        m_watcher->addPath(folder);
}

void ModelStore::lookAtLicences() {
    watchLicences();
    m_licences->post([this, back = back(), file = m_places.dataFolder / "accepted-licences.json"] {
        std::error_code error;
        const auto written = fs::last_write_time(file, error);
        back([this, now = error ? std::nullopt : std::optional(written)] {
            const bool first = !std::exchange(m_licencesSeen, true);
            if (std::exchange(m_licencesOf, now) == now || first)
                return;
            refresh();
            Q_EMIT licencesChanged();
        });
    });
}

ModelStore::~ModelStore() {
    for (auto &[id, fetch] : m_fetches)
        fetch.thread.request_stop();
    m_fetches.clear(); // joins
    for (const auto &[number, removed] : m_removed)
        m_folders->post([aside = removed.aside] { destroy(aside); });
    {
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->store = nullptr;
    }
    const auto done = std::make_shared<std::promise<void>>();
    m_folders->post([done] { done->set_value(); });
    if (done->get_future().wait_for(kPatience) != std::future_status::ready) {
        qWarning("models: a folder does not answer");
        static_cast<void>(m_folders.release()); // the thread waits for it until the program ends
    }
}

// On the GUI thread, later, unless this object is gone by then.
ModelStore::Back ModelStore::back() const {
    return [mailbox = m_mailbox](Then then) {
        const std::lock_guard lock(mailbox->mutex);
        if (mailbox->store)
            QMetaObject::invokeMethod(mailbox->store, std::move(then), Qt::QueuedConnection);
    };
}

void ModelStore::on(storage::FileThread &thread, std::function<void(const Back &back)> work) {
    thread.post([this, back = back(), work = std::move(work)] {
        try {
            work(back);
        } catch (const engine::Error &error) {
            back([this, told = refusalOf(error)] { Q_EMIT problem(told); });
        } catch (const std::exception &error) {
            back([this, told = Problem{QString::fromLocal8Bit(error.what()), {}, {}}] { Q_EMIT problem(told); });
        }
        back([this] { refresh(); });
    });
}

void ModelStore::refresh() {
    if (m_reading) {
        m_again = true;
        return;
    }
    m_reading = true;
    ++m_listings;
    std::set<fs::path> offered;
    for (const auto &[number, removed] : m_removed)
        offered.insert(removed.aside);
    m_folders->post([this, back = back(), places = m_places, offered = std::move(offered)] {
        auto listing = std::make_shared<const ModelListing>(
            listModels(places.roots, places.dataFolder, places.catalogue, offered));
        back([this, listing = std::move(listing)] { take(listing); });
    });
}

void ModelStore::take(std::shared_ptr<const ModelListing> listing) {
    m_reading = false;
    m_read = true;
    if (!listing->problem.what.isEmpty() && listing->problem.what != m_listing->problem.what)
        Q_EMIT problem(listing->problem);
    m_listing = std::move(listing);
    std::erase_if(m_accepted, [this](const auto &one) { return one.second.listing < m_listings; });
    for (const ModelItem &item : m_listing->items) {
        if (item.kind != ModelItem::Kind::Offered && !item.lacksVocoder)
            m_failures.erase(item.id); // it came by other means
    }
    publish();
    for (const auto &[id, fetch] : m_fetches) {
        if (!isAccepted(id)) // it was withdrawn meanwhile, perhaps by another program
            pause(id);
    }
    for (const QString &id : std::exchange(m_added, {})) {
        if (find(id))
            Q_EMIT added(id);
        else if (m_again)
            m_added << id; // came while this listing was made
    }
    if (std::exchange(m_again, false))
        refresh();
}

void ModelStore::publish() {
    auto items = std::make_shared<std::vector<ModelItem>>(m_listing->items);
    for (ModelItem &item : *items) {
        const CatalogueEntry *terms = m_listing->catalogue.find(item.terms.toStdString());
        if (const auto accepted = m_accepted.find(item.terms); accepted != m_accepted.end() && item.accepted.isNull() &&
                                                               terms && terms->licenceHash() == accepted->second.words)
            item.accepted = accepted->second.when;
        if (item.kind != ModelItem::Kind::Offered && !item.lacksVocoder)
            continue;
        if (const auto fetch = m_fetches.find(item.id); fetch != m_fetches.end()) {
            item.state = ModelItem::State::Fetching;
            item.progress = fetch->second.progress;
        } else if (const auto failure = m_failures.find(item.id); failure != m_failures.end()) {
            item.state = ModelItem::State::Failed;
            item.problem = failure->second;
        }
    }
    m_items = std::move(items);
    Q_EMIT changed(m_items);
}

const ModelItem *ModelStore::find(const QString &id) const {
    for (const bool byName : {false, true}) {
        for (const ModelItem &item : *m_items) {
            if ((byName ? item.name : item.id) == id)
                return &item;
        }
    }
    return nullptr;
}

const CatalogueEntry *ModelStore::offered(const QString &id) const {
    const auto item = std::find_if(m_listing->items.begin(), m_listing->items.end(),
                                   [&](const ModelItem &one) { return one.id == id; });
    if (item == m_listing->items.end())
        return m_listing->catalogue.find(id.toStdString());
    if (item->lacksVocoder)
        return m_listing->catalogue.vocoder ? &*m_listing->catalogue.vocoder : nullptr;
    return m_listing->catalogue.find(item->terms.toStdString());
}

fs::path ModelStore::fetchFolder(const QString &id) const {
    const CatalogueEntry *entry = offered(id);
    return m_places.dataFolder / (entry && !entry->isModel() ? "vocoders" : "models");
}

// The vocoder's licence asks for nothing before it is fetched but to be kept with it.
bool ModelStore::isAccepted(const QString &id) const {
    const CatalogueEntry *entry = offered(id);
    const ModelItem *item = find(id);
    return entry && item && (!entry->isModel() || !item->accepted.isNull());
}

bool ModelStore::accept(const QString &id, const QString &shownWords) {
    const CatalogueEntry *entry = offered(id);
    if (!entry || entry->licenceHash() != shownWords)
        return false;
    on(*m_licences, [this, folder = m_places.dataFolder, entry = *entry](const Back &back) {
        const QDateTime when = LicenceBook(folder).accept(entry);
        back([this, id = QString::fromStdString(entry.id), accepted = Accepted{entry.licenceHash(), when, 0}] {
            m_accepted[id] = accepted;
            m_accepted[id].listing = m_listings;
            publish();
            lookAtLicences(); // there may have been no folder to watch
        });
    });
    return true;
}

void ModelStore::withdraw(const QString &id) {
    const CatalogueEntry *entry = offered(id);
    if (!entry)
        return;
    on(*m_licences, [this, folder = m_places.dataFolder, entry = *entry](const Back &back) {
        LicenceBook(folder).withdraw(entry);
        back([this, id = QString::fromStdString(entry.id)] {
            m_accepted.erase(id); // what a listing says that had begun before is put right by the one that follows
            lookAtLicences();
        });
    });
}

void ModelStore::fetch(const QString &id) {
    const CatalogueEntry *entry = offered(id);
    const ModelItem *item = find(id);
    if (!isAccepted(id) || m_fetches.count(id) != 0 || (item->kind != ModelItem::Kind::Offered && !item->lacksVocoder))
        return;
    m_failures.erase(id);
    Fetch &fetch = m_fetches[id];
    fetch.progress.total = entry->bytes();
    fetch.progress.done = item->lacksVocoder ? 0 : item->bytes;
    fetch.thread =
        std::jthread([this, back = back(), id, entry = *entry, origin = m_listing->catalogue.origin,
                      folder = fetchFolder(id), mirror = m_settings.modelMirror()](const std::stop_token &stop) {
            Problem problem;
            bool arrived = false;
            try {
                const FetchPlan plan{folder, chosenOrigin(origin, mirror), m_places.rules};
                fetchModel(entry, plan, stop, [&](const FetchProgress &progress) {
                    back([this, id, progress] {
                        if (const auto found = m_fetches.find(id); found != m_fetches.end()) {
                            found->second.progress = progress;
                            Q_EMIT progressed(id, progress);
                        }
                    });
                });
                arrived = true;
            } catch (const FetchStopped &) {
            } catch (const engine::Error &error) {
                problem = refusalOf(error);
            } catch (const std::exception &error) {
                problem = {QString::fromLocal8Bit(error.what()), tr("Try again."), {}};
            }
            back([this, id, problem, arrived] { endFetch(id, problem, arrived); });
        });
    publish();
}

void ModelStore::pause(const QString &id) {
    if (const auto fetch = m_fetches.find(id); fetch != m_fetches.end())
        fetch->second.thread.request_stop();
}

void ModelStore::cancel(const QString &id) {
    if (const auto fetch = m_fetches.find(id); fetch != m_fetches.end()) {
        fetch->second.cancelled = true; // thrown away when its thread has let go
        fetch->second.thread.request_stop();
        return;
    }
    m_failures.erase(id);
    const CatalogueEntry *entry = offered(id);
    if (!entry)
        return;
    setAsideLater(id, true, [folder = fetchFolder(id), name = entry->id] {
        return Removed{setPartAside(folder, name), partFolder(folder, name)};
    });
}

void ModelStore::endFetch(const QString &id, const Problem &problem, bool arrived) {
    const bool cancelled = m_fetches[id].cancelled;
    m_fetches.erase(id); // joins a thread that has nothing left to do
    if (!problem.what.isEmpty() && !cancelled)
        m_failures[id] = problem;
    publish();
    refresh();
    if (arrived)
        Q_EMIT fetched(id);
    else if (cancelled)
        cancel(id);
}

void ModelStore::addFolder(const QString &folder) {
    onFolders([this, places = m_places, folder = fs::path(QFile::encodeName(folder).toStdString())](const Back &back) {
        const fs::path models = places.dataFolder / "models";
        const std::string id = models::addFolder(models, folder, namesOfModels(places.roots, places.catalogue));
        noteOfficial(models, id, readCatalogue(places.catalogue));
        back([this, id] { m_added << QString::fromStdString(id); });
    });
}

void ModelStore::chooseVocoder(const QString &id, const QString &folder) {
    if (const ModelItem *item = find(id); !item || !item->isPersons())
        return; // nobody would read what is noted
    onFolders([models = m_places.dataFolder / "models", id = id.toStdString(),
               folder = fs::path(QFile::encodeName(folder).toStdString())](const Back &) {
        note(models, id, "vocoder", vocoderIn(folder).string());
    });
}

void ModelStore::readAs(const QString &id, bool v0) {
    if (const ModelItem *item = find(id); !item || !item->isPersons())
        return; // nobody would read what is noted
    onFolders([this, models = m_places.dataFolder / "models", id, v0](const Back &back) {
        note(models, id.toStdString(), "flags", flagsOf(v0));
        back([this, id] { Q_EMIT rewritten(id); });
    });
}

void ModelStore::remove(const QString &id) {
    const ModelItem *item = find(id);
    if (!item || !item->isPersons())
        return;
    const fs::path place = m_places.dataFolder / "models" / item->id.toStdString();
    setAsideLater(item->name, false, [place] { return Removed{setAside(place), place}; });
}

void ModelStore::setAsideLater(const QString &name, bool unfinished, std::function<Removed()> work) {
    onFolders([this, name, unfinished, work = std::move(work)](const Back &back) {
        Removed gone = work();
        gone.name = name;
        gone.unfinished = unfinished;
        back([this, gone] { offerUndo(gone); });
    });
}

void ModelStore::offerUndo(Removed gone) {
    const quint64 number = ++m_number;
    const Removed &kept = m_removed[number] = std::move(gone);
    Q_EMIT removed(number, kept.name, kept.unfinished);
}

void ModelStore::undo(quint64 number) {
    const auto found = m_removed.find(number);
    if (found == m_removed.end())
        return;
    const Removed gone = found->second;
    m_removed.erase(found);
    onFolders([this, gone](const Back &back) {
        try {
            putBack(gone.aside, gone.from);
        } catch (const engine::Error &) {
            std::error_code unread;
            if (fs::exists(fs::symlink_status(gone.aside, unread)))
                back([this, gone] { offerUndo(gone); }); // for another try, or forget()
            throw;
        }
    });
}

void ModelStore::forget(quint64 number) {
    const auto found = m_removed.find(number);
    if (found == m_removed.end())
        return;
    m_folders->post([aside = found->second.aside] { destroy(aside); });
    m_removed.erase(found);
}

} // namespace app::models

#include "moc_model_store.cpp"
