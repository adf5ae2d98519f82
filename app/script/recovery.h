// The session survives the program. GUI thread; the disk is the file thread's.
//
// A second after a change (and then once a second while changes go on) the script with its path, modified flag and
// cursor is written into a folder of this running program (recovery_slot.h), whole or not at all; stored() acknowledges
// it. close() writes it once more as a session that ended in order. start() looks at what earlier programs left:
//   last   the newest session, when it ended in order or held nothing unsaved: to go on where one was
//   lost   unsaved work of programs that were killed, and of sessions before the last, and scripts that were put
//          away (setAside()); newest first
// What belongs to a program that lives is not touched. What is neither adopted nor discarded is found again next time.
// A file that is damaged is kept as <recovery>/<UUID>.broken and said.
#pragma once

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

#include "app/problem.h"
#include "app/script/session.h"

namespace app::storage {
class FileThread;
}

namespace app::script {

class ScriptDocument;
class ScriptFile;

struct Recovered {
    QString key;
    Session session;
    QDateTime savedAt;    // UTC
    bool putAway = false; // see setAside()
};

struct Found {
    std::optional<Recovered> last;
    QList<Recovered> lost;
    QList<Problem> problems;
};

class Recovery : public QObject {
    Q_OBJECT

public:
    // `folder`: <data>/recovery; made when needed.
    Recovery(ScriptDocument &document, ScriptFile &file, storage::FileThread &files, QString folder,
             std::chrono::milliseconds interval = std::chrono::seconds(1), QObject *parent = nullptr);
    ~Recovery() override; // close()

    void start(); // → found(), once
    // Is written with the next change, and by close().
    void setCursor(Place cursor) { m_cursor = cursor; }

    // The document becomes what was found; what it held is gone, so ask the person when it is modified. The found one
    // is removed when this program has stored it as its own. Returns the cursor; none: there is no such key.
    std::optional<Place> adopt(const QString &key);
    void discard(const QString &key); // for good

    Session present() const;                       // what is open now
    bool isDiskFull() const { return m_diskFull; } // that is why it failed()
    // Keeps a script that another one takes the place of, as lost work is kept: until it is adopted or discarded, here
    // or by a later program. Returns what it was kept as; it can be adopted at once.
    Recovered setAside(const Session &session);

    // The session ends in order: stores it and returns when that is done. Nothing is written afterwards.
    void close();

Q_SIGNALS:
    void found(const app::script::Found &found);
    void stored(quint64 revision);            // the state with this ScriptDocument::revision() would survive now
    void failed(const app::Problem &problem); // once, until storing works again

private:
    struct Failure {
        Problem said;
        bool diskFull = false;
    };
    class Shelf;

    void schedule();
    void store(const QString &dropAfterwards = {});

    ScriptDocument &m_document;
    ScriptFile &m_scriptFile;
    storage::FileThread &m_files;
    std::shared_ptr<Shelf> m_shelf; // the file thread's
    QList<Recovered> m_found;
    QTimer m_timer;
    Place m_cursor;
    bool m_storing = false;
    bool m_again = false;
    bool m_failed = false;
    bool m_diskFull = false;
    bool m_closed = false;
};

} // namespace app::script
