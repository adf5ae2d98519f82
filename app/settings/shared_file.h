// A small file that several Studios change while they run (presets, shortcuts), as its owner on the GUI thread sees it:
// the disk is the file thread's, a change is written at once, and what could not be written is tried again with the
// next change and at the end. How it is read and written: json_file.h.
#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <utility>

#include "app/problem.h"
#include "app/storage/file_thread.h"

namespace app {

// Content has `bool read` (false: damaged or unreadable) and `std::optional<Problem> problem`.
template <class Content, class Change> class SharedFile {
public:
    struct Ways {
        std::function<Content(const QString &file)> read;                                // on the file thread
        std::function<QString(const QString &file, const QList<Change> &changes)> write; // there too; "" = done
        std::function<void(const Content &content, const QList<Change> &unsaved)> adopt;
        std::function<void(const Problem &problem)> problem; // while reading; each once
        std::function<void(const QString &error)> failed;    // once, until writing works again
        std::function<void()> saved;
    };

    // `owner` hears of it, and has this as its member.
    SharedFile(QString file, storage::FileThread &files, QObject &owner, Ways ways)
        : m_file(std::move(file)), m_files(files), m_owner(owner), m_ways(std::move(ways)) {}

    ~SharedFile() {
        if (m_failed)
            change({});
        m_files.flush(); // what is read and written refers to this object
    }
    SharedFile(const SharedFile &) = delete;
    SharedFile &operator=(const SharedFile &) = delete;

    const QString &file() const { return m_file; }

    void refresh() {
        m_files.post([this, question = ++m_question] {
            const Content content = m_ways.read(m_file);
            answer([this, question, content] { adopt(question, content); });
        });
    }

    void change(const QList<Change> &changes) {
        m_files.post([this, all = std::exchange(m_unsaved, {}) + changes, question = ++m_question] {
            const QString error = m_ways.write(m_file, all);
            const Content content = error.isEmpty() ? m_ways.read(m_file) : Content();
            answer([this, error, all, question, content] {
                note(error, all);
                adopt(question, content);
            });
        });
    }

private:
    void answer(std::function<void()> work) {
        QMetaObject::invokeMethod(&m_owner, std::move(work), Qt::QueuedConnection);
    }

    void note(const QString &error, const QList<Change> &changes) {
        if (error.isEmpty()) {
            m_failed = false;
            m_ways.saved();
            return;
        }
        m_unsaved = changes + m_unsaved;
        if (!std::exchange(m_failed, true))
            m_ways.failed(error);
    }

    void adopt(quint64 question, const Content &content) {
        const QString now = content.problem ? content.problem->what + content.problem->detail : QString();
        if (std::exchange(m_said, now) != now && content.problem)
            m_ways.problem(*content.problem);
        if (question == m_question && content.read)
            m_ways.adopt(content, m_unsaved);
    }

    const QString m_file;
    storage::FileThread &m_files;
    QObject &m_owner;
    const Ways m_ways;
    QList<Change> m_unsaved;
    QString m_said;         // the last problem
    quint64 m_question = 0; // answers to earlier ones are dropped
    bool m_failed = false;
};

} // namespace app
