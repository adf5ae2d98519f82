#include "app/models/model_store.h"

#include <QFile>

#include <algorithm>
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

Problem problemOf(const engine::Error &error) {
    return {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
}

} // namespace

ModelStore::ModelStore(Places places, Settings &settings, storage::FileThread &files, QObject *parent)
    : QObject(parent), m_places(std::move(places)), m_settings(settings), m_files(files),
      m_listing(std::make_shared<const ModelListing>()), m_items(std::make_shared<const std::vector<ModelItem>>()) {}

ModelStore::~ModelStore() {
    for (auto &[id, fetch] : m_fetches)
        fetch.thread.request_stop();
    m_fetches.clear(); // joins
    for (const auto &[number, removed] : m_removed)
        m_files.post([aside = removed.aside] { destroy(aside); });
    m_files.flush(); // what runs there refers to this object
}

// On the GUI thread, later, unless this object is gone by then.
template <class Then> void ModelStore::back(Then then) {
    QMetaObject::invokeMethod(this, std::move(then), Qt::QueuedConnection);
}

void ModelStore::onFiles(std::function<void()> work) {
    m_files.post([this, work = std::move(work)] {
        try {
            work();
        } catch (const engine::Error &error) {
            back([this, told = problemOf(error)] { Q_EMIT problem(told); });
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
    m_files.post([this] {
        auto listing =
            std::make_shared<const ModelListing>(listModels(m_places.roots, m_places.dataFolder, m_places.catalogue));
        back([this, listing = std::move(listing)] { take(listing); });
    });
}

void ModelStore::take(std::shared_ptr<const ModelListing> listing) {
    m_reading = false;
    m_read = true;
    if (!listing->problem.what.isEmpty() && listing->problem.what != m_listing->problem.what)
        Q_EMIT problem(listing->problem);
    m_listing = std::move(listing);
    for (const ModelItem &item : m_listing->items) {
        if (item.kind != ModelItem::Kind::Offered)
            m_failures.erase(item.id); // it came by other means
    }
    publish();
    if (std::exchange(m_again, false))
        refresh();
}

void ModelStore::publish() {
    auto items = std::make_shared<std::vector<ModelItem>>(m_listing->items);
    for (ModelItem &item : *items) {
        if (item.kind != ModelItem::Kind::Offered)
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
    return m_listing->catalogue.find(id.toStdString());
}

bool ModelStore::accept(const QString &id, const QString &shownWords) {
    const CatalogueEntry *entry = offered(id);
    if (!entry || entry->licenceHash() != shownWords)
        return false;
    onFiles([this, entry = *entry] { LicenceBook(m_places.dataFolder).accept(entry); });
    return true;
}

void ModelStore::fetch(const QString &id) {
    const CatalogueEntry *entry = offered(id);
    const ModelItem *item = find(id);
    if (!entry || !item || item->accepted.isNull() || m_fetches.count(id) != 0)
        return;
    m_failures.erase(id);
    Fetch &fetch = m_fetches[id];
    fetch.progress.total = entry->bytes();
    fetch.progress.done = item->bytes;
    fetch.thread = std::jthread([this, id, entry = *entry, origin = m_listing->catalogue.origin,
                                 mirror = m_settings.modelMirror()](const std::stop_token &stop) {
        Problem problem;
        bool arrived = false;
        try {
            const FetchPlan plan{m_places.dataFolder / "models", chosenOrigin(origin, mirror), m_places.rules};
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
            problem = problemOf(error);
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
    const fs::path models = m_places.dataFolder / "models";
    setAsideLater(id, true, [models, id = id.toStdString()] {
        return Removed{setPartAside(models, id), partFolder(models, id)};
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
    onFiles([this, folder = fs::path(QFile::encodeName(folder).toStdString())] {
        const std::string id = models::addFolder(m_places.dataFolder / "models", folder,
                                                 namesOfModels(m_places.roots, m_places.catalogue));
        back([this, id] { Q_EMIT added(QString::fromStdString(id)); });
    });
}

void ModelStore::remove(const QString &id) {
    const ModelItem *item = find(id);
    if (!item || (item->kind != ModelItem::Kind::Own && item->kind != ModelItem::Kind::Linked))
        return;
    const fs::path place = m_places.dataFolder / "models" / item->id.toStdString();
    setAsideLater(item->name, false, [place] { return Removed{setAside(place), place}; });
}

void ModelStore::setAsideLater(const QString &name, bool unfinished, std::function<Removed()> work) {
    onFiles([this, name, unfinished, work = std::move(work)] {
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
    onFiles([this, gone] {
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
    m_files.post([aside = found->second.aside] { destroy(aside); });
    m_removed.erase(found);
}

} // namespace app::models

#include "moc_model_store.cpp"
