#include "app/script/recovery.h"

#include <QDir>
#include <QFile>
#include <QUuid>

#include <algorithm>
#include <exception>
#include <map>
#include <utility>

#include "app/script/recovery_slot.h"
#include "app/script/script_document.h"
#include "app/script/script_file.h"
#include "app/script/script_format.h"
#include "app/script/whole_file.h"
#include "app/storage/file_thread.h"
#include "engine/replacing_file.h"

namespace app::script {

namespace {

constexpr int kMostFound = 100; // the others wait for the next start

QString freshName() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

// Everything on the disk: the slot of this program, and those it took over. Used on the file thread only.
class Recovery::Shelf {
public:
    explicit Shelf(QString folder) : m_folder(std::move(folder)) {}

    Found look();
    std::optional<Failure> store(const Session &session, bool closed);
    std::optional<Failure> setAside(const Recovered &recovered);
    void drop(const QString &key);
    void letGo() {
        m_own.reset();
        m_claimed.clear();
    }

private:
    struct Entry {
        RecoverySlot slot;
        KeptSession kept;
    };
    std::optional<KeptSession> read(RecoverySlot &slot, QList<Problem> &problems) const;
    Failure notKept(const std::exception &error) const;
    void storePutAway();

    const QString m_folder;
    std::optional<RecoverySlot> m_own;
    std::map<QString, RecoverySlot> m_claimed;
    QList<Recovered> m_putAway; // that are not on the disk yet
};

std::optional<KeptSession> Recovery::Shelf::read(RecoverySlot &slot, QList<Problem> &problems) const {
    slot.removeParts();
    if (!isRegularFile(slot.sessionFile())) {
        slot.remove();
        return {};
    }
    try {
        return sessionFromJson(readWhole(slot.sessionFile(), kLargestFile), slot.sessionFile());
    } catch (const NewerFormat &error) {
        problems << toProblem(error, slot.sessionFile());
    } catch (const std::exception &error) {
        const QString aside = QStringLiteral("%1/%2.broken").arg(m_folder, slot.name());
        if (QFile::rename(slot.sessionFile(), aside))
            slot.remove();
        problems << Problem{Recovery::tr("A session that was kept is damaged and cannot be restored."),
                            Recovery::tr("It lies in “%1”; its lines can be read there with a text editor.").arg(aside),
                            QString::fromUtf8(error.what())};
    }
    return {};
}

Found Recovery::Shelf::look() {
    Found found;
    std::vector<Entry> entries;
    for (const QString &folder : RecoverySlot::foldersIn(m_folder)) {
        if ((m_own && folder.endsWith(m_own->name())) || entries.size() == kMostFound)
            continue;
        std::optional<RecoverySlot> slot = RecoverySlot::claim(folder);
        if (!slot)
            continue;
        if (const auto kept = read(*slot, found.problems))
            entries.push_back({std::move(*slot), *kept});
    }
    std::sort(entries.begin(), entries.end(),
              [](const Entry &a, const Entry &b) { return a.kept.savedAt > b.kept.savedAt; });
    bool isLast = true;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const KeptSession &kept = entries[i].kept;
        const Recovered recovered{entries[i].slot.name(), kept.session, kept.savedAt, kept.putAway};
        if (!kept.putAway && std::exchange(isLast, false) && (kept.closed || !kept.session.modified)) {
            found.last = recovered;
        } else if (kept.session.modified) {
            found.lost << recovered;
        } else {
            entries[i].slot.remove();
            continue;
        }
        m_claimed.emplace(recovered.key, std::move(entries[i].slot));
    }
    return found;
}

std::optional<Recovery::Failure> Recovery::Shelf::store(const Session &session, bool closed) {
    try {
        if (session.isWorthKeeping()) {
            if (!m_own)
                m_own = RecoverySlot::make(m_folder, freshName());
            replaceWhole(m_own->sessionFile(), toJson({session, closed, QDateTime::currentDateTimeUtc()}));
        } else if (m_own) {
            std::exchange(m_own, std::nullopt)->remove();
        }
        storePutAway();
        return {};
    } catch (const std::exception &error) {
        return notKept(error);
    }
}

std::optional<Recovery::Failure> Recovery::Shelf::setAside(const Recovered &recovered) {
    m_putAway << recovered;
    try {
        storePutAway();
        return {};
    } catch (const std::exception &error) {
        return notKept(error);
    }
}

void Recovery::Shelf::storePutAway() {
    while (!m_putAway.isEmpty()) {
        const Recovered &next = m_putAway.first();
        auto place = m_claimed.find(next.key);
        if (place == m_claimed.end())
            place = m_claimed.emplace(next.key, RecoverySlot::make(m_folder, next.key)).first;
        replaceWhole(place->second.sessionFile(), toJson({next.session, false, next.savedAt, true}));
        m_putAway.removeFirst();
    }
}

Recovery::Failure Recovery::Shelf::notKept(const std::exception &error) const {
    const Problem problem = toProblem(error, m_folder);
    return {{Recovery::tr("Your work could not be kept for the case of a crash."),
             Recovery::tr("Save the script, and check that the disk is not full."),
             problem.what + u' ' + problem.remedy},
            dynamic_cast<const engine::NoRoom *>(&error) != nullptr};
}

void Recovery::Shelf::drop(const QString &key) {
    m_putAway.removeIf([&](const Recovered &each) { return each.key == key; });
    const auto found = m_claimed.find(key);
    if (found == m_claimed.end())
        return;
    found->second.remove();
    m_claimed.erase(found);
}

Recovery::Recovery(ScriptDocument &document, ScriptFile &file, storage::FileThread &files, QString folder,
                   std::chrono::milliseconds interval, QObject *parent)
    : QObject(parent), m_document(document), m_scriptFile(file), m_files(files),
      m_shelf(std::make_shared<Shelf>(std::move(folder))) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, [this] { store(); });
    connect(&m_document, &ScriptDocument::changed, this, &Recovery::schedule);
    connect(&m_document, &ScriptDocument::modifiedChanged, this, &Recovery::schedule);
    connect(&m_document, &ScriptDocument::pathChanged, this, &Recovery::schedule);
}

Recovery::~Recovery() {
    close();
}

void Recovery::start() {
    m_files.post([this, shelf = m_shelf] {
        const Found found = shelf->look();
        QMetaObject::invokeMethod(
            this,
            [this, found] {
                m_found << found.lost;
                if (found.last)
                    m_found << *found.last;
                Q_EMIT this->found(found);
            },
            Qt::QueuedConnection);
    });
}

// Not put off by further changes: somebody who types without a pause is kept up with too.
void Recovery::schedule() {
    if (!m_closed && !m_timer.isActive())
        m_timer.start();
}

Session Recovery::present() const {
    return {m_document.script(), m_document.path(), m_document.isModified(), m_cursor, m_scriptFile.fingerprint()};
}

void Recovery::store(const QString &dropAfterwards) {
    if (m_storing && dropAfterwards.isEmpty()) {
        m_again = true;
        return;
    }
    m_timer.stop();
    m_storing = true;
    m_files.post([this, shelf = m_shelf, session = present(), revision = m_document.revision(), dropAfterwards] {
        const std::optional<Failure> problem = shelf->store(session, false);
        if (!problem && !dropAfterwards.isEmpty())
            shelf->drop(dropAfterwards);
        QMetaObject::invokeMethod(
            this,
            [this, problem, revision] {
                m_storing = false;
                const bool again = std::exchange(m_again, false) || problem;
                const bool failedBefore = std::exchange(m_failed, problem.has_value());
                const bool full = problem && problem->diskFull;
                const bool other = std::exchange(m_diskFull, full) != full;
                if (!problem)
                    Q_EMIT stored(revision);
                else if (!failedBefore || other)
                    Q_EMIT failed(problem->said);
                if (again)
                    schedule();
            },
            Qt::QueuedConnection);
    });
}

std::optional<Place> Recovery::adopt(const QString &key) {
    const auto found =
        std::find_if(m_found.begin(), m_found.end(), [&](const Recovered &each) { return each.key == key; });
    if (found == m_found.end())
        return {};
    const Session session = found->session;
    m_found.erase(found);
    m_cursor = session.cursor;
    m_scriptFile.restore(session.script, session.path, session.modified, session.fingerprint);
    store(key);
    m_scriptFile.look();
    return session.cursor;
}

void Recovery::discard(const QString &key) {
    m_found.removeIf([&](const Recovered &each) { return each.key == key; });
    m_files.post([shelf = m_shelf, key] { shelf->drop(key); });
}

Recovered Recovery::setAside(const Session &session) {
    const Recovered recovered{freshName(), session, QDateTime::currentDateTimeUtc(), true};
    m_found << recovered;
    m_files.post([this, shelf = m_shelf, recovered] {
        if (const auto problem = shelf->setAside(recovered))
            QMetaObject::invokeMethod(
                this,
                [this, problem] {
                    m_diskFull = problem->diskFull;
                    if (!std::exchange(m_failed, true))
                        Q_EMIT failed(problem->said);
                    schedule(); // it is tried again
                },
                Qt::QueuedConnection);
    });
    return recovered;
}

void Recovery::close() {
    if (std::exchange(m_closed, true))
        return;
    m_timer.stop();
    m_files.post([shelf = m_shelf, session = present()] {
        if (const auto problem = shelf->store(session, true))
            qWarning("recovery: %s", qUtf8Printable(problem->said.detail));
        shelf->letGo();
    });
    m_files.flush(); // what was posted refers to this object
}

} // namespace app::script

#include "moc_recovery.cpp"
