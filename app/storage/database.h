// One SQLite file on a thread of its own, so that the window never waits for a disk. Several programs may use the file
// at once. What is asked for runs in order; answers come back on the thread this object lives on, through its event
// loop. The destructor carries out what was asked for; answers to it are dropped then.
//
// The file is opened in the background. When that fails, what is asked for fails with the same problem, and each new
// question tries again: with room on the disk everything works without a restart.
#pragma once

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

#include "app/storage/checked_opening.h"
#include "app/storage/file_thread.h"

namespace app::storage {

class Database : public QObject {
    Q_OBJECT

public:
    Database(QString file, Schema schema, QObject *parent = nullptr);
    ~Database() override;

    // `work` runs on the storage thread; it must not refer to what may be gone by then. `done` is called with its
    // result unless `context` (an object of this object's thread) was destroyed meanwhile. app::storage::Error and
    // every other exception become the answer's problem. ask: `work` reads one unchanging view of the file. write: in a
    // transaction; the answer comes after it is on the disk. run: `work` makes its own transactions, with files written
    // before or after.
    template <class T>
    void ask(QObject *context, std::function<T(Connection &)> work, std::function<void(const Answer<T> &)> done) {
        start<T>(Mode::Read, context, std::move(work), std::move(done));
    }
    template <class T>
    void write(QObject *context, std::function<T(Connection &)> work, std::function<void(const Answer<T> &)> done) {
        start<T>(Mode::Write, context, std::move(work), std::move(done));
    }
    template <class T>
    void run(QObject *context, std::function<T(Connection &)> work, std::function<void(const Answer<T> &)> done) {
        start<T>(Mode::Own, context, std::move(work), std::move(done));
    }

    // Only inside `work`: when the file was opened (ms since 1970 UTC) if no other program had it open then. What was
    // done before that moment was done by programs that have ended.
    std::optional<qint64> aloneSince() const;

    void flush() { m_thread.flush(); } // returns when everything asked for before has run; for tests and for quitting

Q_SIGNALS:
    void noticed(const app::Problem &notice); // opened, but a person should know: a damaged file was put aside

private:
    enum class Mode { Read, Write, Own };
    struct State; // of the storage thread

    // Gives the trouble, or nothing when all went well.
    std::optional<Error> carryOut(Mode mode, const std::function<void(Connection &)> &work);
    void deliver(std::function<void()> answer);

    template <class T>
    void start(Mode mode, QObject *context, std::function<T(Connection &)> work,
               std::function<void(const Answer<T> &)> done) {
        m_thread.post([this, mode, context = QPointer<QObject>(context), work = std::move(work),
                       done = std::move(done)]() mutable {
            Answer<T> answer;
            const auto error = carryOut(mode, [&](Connection &connection) { answer.value = work(connection); });
            if (error) {
                answer.value.reset();
                answer.trouble = error->trouble();
                answer.problem = error->problem();
            }
            deliver([context = std::move(context), done = std::move(done), answer = std::move(answer)] {
                if (context)
                    done(answer);
            });
        });
    }

    const std::unique_ptr<State> m_state;
    FileThread m_thread{"storage"}; // last: it ends before what it uses
};

} // namespace app::storage
