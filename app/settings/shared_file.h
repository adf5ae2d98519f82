// A small file that several Studios change while they run (presets, shortcuts), as its owner on the GUI thread sees it:
// the disk is the file thread's, a change is written at once (pending_writes.h), and a file that is damaged meanwhile
// takes nothing of what is known away. How it is read and written: json_file.h.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <utility>

#include "app/problem.h"
#include "app/settings/json_file.h"
#include "app/settings/pending_writes.h"
#include "app/storage/file_thread.h"

namespace app {

// Content has `bool read` (false: damaged or unreadable) and `std::optional<Problem> problem`.
template <class Content, class Change> class SharedFile {
public:
    struct Ways {
        // On the file thread. `whole` takes the place of a damaged file.
        std::function<Content(const QString &file, const QJsonObject &whole)> read;
        std::function<ChangedObject(const QString &file, const QList<Change> &changes, const QJsonObject &whole)> write;
        // On the owner's.
        std::function<QJsonObject()> whole; // the file as the owner knows it; empty when it has nothing to lose
        std::function<void(const Content &content, const QList<Change> &unsaved)> adopt;
        std::function<void(const Problem &problem)> problem; // of what is in the file; each once
        std::function<void(const ChangedObject &failure)>
            failed;                  // once, until writing works again; and when a disk is full now, or not
        std::function<void()> saved; // the file holds every change
    };

    // `owner` hears of it, and has this as its member, after all that `ways` use.
    SharedFile(QString file, storage::FileThread &files, QObject &owner, Ways ways)
        : m_file(std::move(file)), m_files(files), m_owner(owner), m_ways(std::move(ways)),
          m_writes(files, owner,
                   {m_ways.whole,
                    [this](const QList<Change> &changes, const QJsonObject &whole) { return write(changes, whole); },
                    [this](const Written &written) { note(written); }}) {}

    const QString &file() const { return m_file; }

    void refresh() { // and tries again what could not be written
        if (m_failed)
            m_writes.write();
        m_files.post([this, whole = m_ways.whole()] {
            const Content content = m_ways.read(m_file, whole);
            QMetaObject::invokeMethod(
                &m_owner, [this, content] { adopt(content); }, Qt::QueuedConnection);
        });
    }

    void change(const QList<Change> &changes) {
        m_writes.add(changes);
        m_writes.write();
    }

private:
    struct Written : ChangedObject {
        Content content; // of the file after it
    };

    Written write(const QList<Change> &changes, const QJsonObject &whole) {
        Written written{m_ways.write(m_file, changes, whole), {}};
        if (written.error.isEmpty())
            written.content = m_ways.read(m_file, whole);
        return written;
    }

    void note(const Written &written) {
        if (written.damage)
            m_ways.problem(*written.damage);
        if (written.error.isEmpty())
            adopt(written.content);
        else if (!std::exchange(m_failed, true) || m_full != written.diskFull)
            m_ways.failed(written);
        m_full = written.diskFull;
        if (m_writes.isEmpty()) {
            m_failed = false;
            m_ways.saved();
        }
    }

    // What is read may be older than what was changed since.
    void adopt(const Content &content) {
        const QString now = content.problem ? content.problem->what + content.problem->detail : QString();
        if (std::exchange(m_said, now) != now && content.problem)
            m_ways.problem(*content.problem);
        if (content.read)
            m_ways.adopt(content, m_writes.all());
    }

    const QString m_file;
    storage::FileThread &m_files;
    QObject &m_owner;
    const Ways m_ways;
    QString m_said; // the last problem
    bool m_failed = false;
    bool m_full = false;                     // that is why
    PendingWrites<Change, Written> m_writes; // last: it uses everything above until it is gone
};

} // namespace app
