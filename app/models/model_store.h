// The models of this person as the window shows them: shipped ones, their own, folders that were added, and what can be
// fetched. Folders are looked at and changed on a thread of their own, because those that were added may lie on a disk
// that does not answer: then nothing else waits for it, and it is left behind at the end. So do each fetch, and the
// list of licences, which lies with what is the person's own: a licence can be accepted, and its model be fetched,
// whatever disk does not answer. Everything comes back as immutable lists. GUI thread.
#pragma once

#include <QMetaType>
#include <QObject>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "app/models/model_list.h"

class QFileSystemWatcher;

namespace app {
class Settings;
}
namespace app::storage {
class FileThread;
}

namespace app::models {

using ModelItems = std::shared_ptr<const std::vector<ModelItem>>; // never null

class ModelStore : public QObject {
    Q_OBJECT

public:
    struct Places {
        std::vector<std::filesystem::path> roots; // as engine::dataRoots()
        std::filesystem::path dataFolder;         // the person's; its "models" is written to
        std::filesystem::path catalogue;
        FetchRules rules = {};
    };

    ModelStore(Places places, Settings &settings, QObject *parent = nullptr);
    ~ModelStore() override; // stops what is fetched; it can be gone on with

    void refresh(); // looks at the folders, then changed()
    bool isRead() const { return m_read; }
    ModelItems items() const { return m_items; }
    const ModelItem *find(const QString &id) const; // by id or name; null when it is not there
    // Of the list of what can be fetched: the model itself or what it is, and for one that lacks a vocoder, that.
    const CatalogueEntry *offered(const QString &id) const;
    bool isFetching() const { return !m_fetches.empty(); }

    // The words that the person saw, by their licenceHash(). False, and nothing is accepted, when they are others now.
    bool accept(const QString &id, const QString &shownWords);
    void withdraw(const QString &id); // nothing is done with it any more until it is accepted again, nor fetched on
    void fetch(const QString &id);    // what is offered() and accepted; also goes on
    void pause(const QString &id);    // at once; what came stays
    void cancel(const QString &id);   // and throws away what came; can be undone
    void addFolder(const QString &folder);
    void chooseVocoder(const QString &id, const QString &folder); // for one that lacks it
    void readAs(const QString &id, bool v0);                      // where nobody says how its weights are read; both
                                                                  // Own and Linked
    void remove(const QString &id);                               // Own and Linked; can be undone

    // What cancel() and remove() took away; the number came with removed().
    void undo(quint64 number);
    void forget(quint64 number); // nobody will undo it: the disk gets its room back

Q_SIGNALS:
    void changed(const app::models::ModelItems &items);
    void progressed(const QString &id, const app::models::FetchProgress &progress); // ten times a second at most
    void fetched(const QString &id);
    void added(const QString &id);     // it is in the list by then
    void rewritten(const QString &id); // it is to be read in another way: who has it in memory loads it again
    void removed(quint64 number, const QString &name, bool unfinished);
    void licencesChanged();                    // which ones are accepted may be others now, also by another program
    void problem(const app::Problem &problem); // of anything but a fetch: those are in the list

private:
    struct Fetch {
        FetchProgress progress;
        std::jthread thread; // its stop token is the fetch's
        bool cancelled = false;
    };
    struct Removed {
        std::filesystem::path aside;
        std::filesystem::path from;
        QString name = {};
        bool unfinished = false;
    };
    struct Accepted {  // just now, and perhaps not in the listing yet
        QString words; // their licenceHash()
        QDateTime when;
        quint64 listing; // the newest that had begun: a later one knows better
    };                   // by the name of what is offered
    struct Mailbox;      // where other threads leave what is to be done here; they may outlive this object
    using Then = std::function<void()>;
    using Back = std::function<void(Then)>;

    void offerUndo(Removed gone);
    void take(std::shared_ptr<const ModelListing> listing);
    void publish();
    void watchLicences();
    void lookAtLicences();
    std::filesystem::path fetchFolder(const QString &id) const; // where what is offered() comes to
    bool isAccepted(const QString &id) const;
    void endFetch(const QString &id, const Problem &problem, bool arrived);
    void setAsideLater(const QString &name, bool unfinished, std::function<Removed()> work);
    // Off this thread, with problems told; then everything is looked at again. `work` may use nothing of this object.
    void on(storage::FileThread &thread, std::function<void(const Back &back)> work);
    void onFolders(std::function<void(const Back &back)> work) { on(*m_folders, std::move(work)); }
    Back back() const;

    const Places m_places;
    Settings &m_settings;
    std::shared_ptr<Mailbox> m_mailbox;
    std::unique_ptr<storage::FileThread> m_folders;
    std::unique_ptr<storage::FileThread> m_licences;
    std::shared_ptr<const ModelListing> m_listing;
    ModelItems m_items;
    std::map<QString, Fetch> m_fetches;
    std::map<QString, Problem> m_failures;
    std::map<QString, Accepted> m_accepted;
    std::map<quint64, Removed> m_removed;
    QStringList m_added; // and not in the listing yet
    quint64 m_number = 0;
    bool m_read = false;
    bool m_reading = false;
    bool m_again = false;
    quint64 m_listings = 0;                                      // begun
    QFileSystemWatcher *m_watcher = nullptr;                     // of the folder with the list of licences
    std::optional<std::filesystem::file_time_type> m_licencesOf; // when that list was written; none = there is none
    bool m_licencesSeen = false;
};

} // namespace app::models

Q_DECLARE_METATYPE(app::models::ModelItems)
Q_DECLARE_METATYPE(app::models::FetchProgress)
