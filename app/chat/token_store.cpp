#include "app/chat/token_store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QSaveFile>
#include <QTimer>

#include <algorithm>
#include <type_traits>
#include <utility>

#include "app/storage/file_thread.h"

#ifdef ISHOWTTS_KEYCHAIN
#include <qt6keychain/keychain.h>

#include <QThread>

#include <atomic>
#include <memory>
#include <mutex>
#endif

namespace app::chat {

namespace {

bool isFine(const QString &token) {
    return token.size() <= 4096 &&
           std::all_of(token.begin(), token.end(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

struct Secret {
    QString token;
    TokenStore::Place place = TokenStore::Place::None;
    Problem problem;
};

Secret readSecret(const QString &name) {
    constexpr auto others =
        QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    QFile file(name);
    if (!QFileInfo(name).isFile())
        return {};
    if ((file.permissions() & others) != 0)
        return {{},
                TokenStore::Place::File,
                {TokenStore::tr("The file with the token can be read by others and is not used."),
                 TokenStore::tr("Sign in again; then remove the old token at Twitch, under Connections."), name}};
    const QString token = file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.read(8192)).trimmed() : QString();
    if (token.isEmpty() || !isFine(token))
        return {{},
                TokenStore::Place::File,
                {TokenStore::tr("The token that is kept cannot be read."), TokenStore::tr("Sign in again."), name}};
    return {token, TokenStore::Place::File, {}};
}

Secret writeSecret(const QString &name, const QString &token) {
    if (token.isEmpty()) {
        QFile file(name);
        if (!file.exists() || file.remove())
            return {};
        return {{},
                TokenStore::Place::File,
                {TokenStore::tr("The file with the token could not be removed."),
                 TokenStore::tr("Remove it yourself: it is read before anything else."),
                 name + QLatin1String(": ") + file.errorString()}};
    }
    const QString folder = QFileInfo(name).path();
    QDir().mkpath(folder);
    QFile::setPermissions(folder, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    QSaveFile file(name);
    const QByteArray bytes = token.toLatin1() + '\n';
    if (file.open(QIODevice::WriteOnly) && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
        file.write(bytes) == bytes.size() && file.commit())
        return {{}, TokenStore::Place::File, {}};
    return {{},
            TokenStore::Place::None,
            {TokenStore::tr("The token could not be kept."),
             TokenStore::tr("Make room on the disk, and sign in again."),
             name + QLatin1String(": ") + file.errorString()}};
}

#ifdef ISHOWTTS_KEYCHAIN
// A keychain, or the desktop's bus, that does not answer holds up its caller. So that is one thread of the program's,
// as QtKeychain has one queue for it; it is never waited for, and may have an answer when the program is gone.
class KeychainThread {
public:
    static KeychainThread &there() {
        static auto *const one = new KeychainThread;
        return *one;
    }

    void ask(std::function<void()> job) {
        const std::lock_guard lock(m_mutex);
        if (!m_home) {
            m_home = new QObject(QCoreApplication::instance());
            QObject::connect(
                m_home, &QObject::destroyed, m_home,
                [this] {
                    const std::lock_guard gone(m_mutex);
                    m_home = nullptr;
                },
                Qt::DirectConnection);
        }
        QMetaObject::invokeMethod(m_worker, std::move(job), Qt::QueuedConnection);
    }

    // From the thread: on that of the application, while there is one.
    void answer(std::function<void()> told) {
        const std::lock_guard lock(m_mutex);
        if (m_home)
            QMetaObject::invokeMethod(m_home, std::move(told), Qt::QueuedConnection);
    }

private:
    KeychainThread() : m_worker(new QObject) {
        auto *thread = new QThread;
        m_worker->moveToThread(thread);
        thread->setObjectName(QStringLiteral("keychain"));
        thread->start();
    }

    std::mutex m_mutex;
    QObject *m_home = nullptr; // lives as long as the application
    QObject *const m_worker;
};

Problem doesNotAnswer() {
    return {
        TokenStore::tr("The desktop's keychain does not answer."), TokenStore::tr("Unlock it, then try again."), {}};
}

struct Done {
    QKeychain::Error error = QKeychain::OtherError;
    QString text;
    bool late = false; // nobody answered
};

// `set` there; `done` here, if `context` still is: twice where it is told late. What nobody waits for any more when its
// turn comes is not begun.
template <class Job, class Set>
void ask(const QString &key, Set set, std::chrono::milliseconds patience, TokenStore::Late late, QObject *context,
         std::function<void(const Done &)> done) {
    const auto waits = std::make_shared<std::atomic<bool>>(true);
    const bool tellsLate = late == TokenStore::Late::Tell;
    const auto tell = [asker = QPointer<QObject>(context), waits, done = std::move(done)](const Done &answer,
                                                                                          bool anyway) {
        if (asker && (waits->exchange(false) || anyway))
            done(answer);
    };
    QTimer::singleShot(patience, context, [tell] { tell({QKeychain::OtherError, {}, true}, false); });
    KeychainThread::there().ask([key, set, tell, waits, tellsLate] {
        if (!*waits && !tellsLate)
            return;
        auto *job = new Job(QStringLiteral("ishowtts-studio"));
        job->setKey(key);
        set(*job);
        QObject::connect(job, &QKeychain::Job::finished, job, [job, tell, tellsLate] {
            Done answer{job->error(), {}};
            if constexpr (std::is_same_v<Job, QKeychain::ReadPasswordJob>)
                answer.text = job->textData();
            KeychainThread::there().answer([tell, tellsLate, answer] { tell(answer, tellsLate); });
        });
        job->start();
    });
}
#endif

} // namespace

void TokenStore::setPatience(std::chrono::milliseconds patience) {
    m_patience = patience;
}

TokenStore::TokenStore(QString folder, storage::FileThread &files, bool useKeychain, QObject *parent)
    : QObject(parent), m_folder(std::move(folder)), m_files(files), m_useKeychain(useKeychain) {}

QString TokenStore::fileOf(const QString &key) const {
    return m_folder + QLatin1String("/secrets/") + QString::fromLatin1(key.toUtf8().toPercentEncoding());
}

void TokenStore::read(const QString &key, QObject *context, Read done, [[maybe_unused]] Late late) {
    const Read answer = [asker = QPointer<QObject>(context), done = std::move(done)](const QString &token, Place place,
                                                                                     const Problem &problem) {
        if (asker)
            done(token, place, problem);
    };
    const QString given = qEnvironmentVariable("ISHOWTTS_TWITCH_TOKEN").trimmed();
    if (key.startsWith(QLatin1String("twitch/")) && !given.isEmpty() && isFine(given)) {
        QTimer::singleShot(0, this, [answer, given] { answer(given, Place::Environment, {}); });
        return;
    }
#ifdef ISHOWTTS_KEYCHAIN
    if (m_useKeychain) {
        readFile(key, [store = QPointer(this), key, answer, late](const QString &token, Place place,
                                                                  const Problem &problem) {
            if (!token.isEmpty())
                answer(token, place, problem);
            else if (store)
                store->readKeychain(key, answer, late);
        });
        return;
    }
#endif
    readFile(key, answer);
}

#ifdef ISHOWTTS_KEYCHAIN
// What it did not take while it was asked lies in the file.
void TokenStore::readKeychain(const QString &key, const Read &answer, Late late) {
    const auto settled = std::make_shared<bool>(false); // it was found, or it is known why not
    ask<QKeychain::ReadPasswordJob>(
        key, [](auto &) {}, m_patience, late, this,
        [this, key, answer, settled](const Done &found) {
            if (*settled)
                return;
            if (found.error == QKeychain::NoError && isFine(found.text) && !found.text.isEmpty()) {
                *settled = true;
                answer(found.text, Place::Keychain, {});
                return;
            }
            readFile(key,
                     [answer, settled, late = found.late](const QString &token, Place place, const Problem &problem) {
                         if (*settled)
                             return;
                         const bool unknown = late && token.isEmpty() && problem.what.isEmpty();
                         *settled = !unknown;
                         answer(token, place, unknown ? doesNotAnswer() : problem);
                     });
        });
}
#endif

void TokenStore::readFile(const QString &key, Read done) {
    m_files.post([name = fileOf(key), done = std::move(done)] {
        const Secret kept = readSecret(name);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(), [done, kept] { done(kept.token, kept.place, kept.problem); },
            Qt::QueuedConnection);
    });
}

void TokenStore::keep(const QString &key, const QString &typed, QObject *context, Kept done) {
    const QString token = typed.trimmed();
    const Kept answer = [asker = QPointer<QObject>(context), done = std::move(done)](Place place,
                                                                                     const Problem &problem) {
        if (asker)
            done(place, problem);
    };
    if (!isFine(token)) {
        QTimer::singleShot(0, this, [answer] {
            answer(Place::None, {tr("This is no token."), tr("Copy it again, without spaces in it."), {}});
        });
        return;
    }
#ifdef ISHOWTTS_KEYCHAIN
    if (m_useKeychain) {
        replaceInFile(key, token,
                      [store = QPointer(this), key, token, number = ++m_newest[key], answer](Place place,
                                                                                             const Problem &problem) {
                          if (!token.isEmpty() && !problem.what.isEmpty())
                              answer(Place::None, problem); // the old one would be read, whatever the keychain has
                          else if (store)
                              store->keepInKeychain(key, token, number, place == Place::File, answer);
                      });
        return;
    }
#endif
    keepInFile(key, token, answer);
}

#ifdef ISHOWTTS_KEYCHAIN
// `isInFile`: there was a file, which has this one by now.
void TokenStore::keepInKeychain(const QString &key, const QString &token, int number, bool isInFile,
                                const Kept &answer) {
    const auto written = [this, key, token, number, isInFile, answer,
                          told = std::make_shared<bool>(false)](const Done &what) {
        const QKeychain::Error error = what.error;
        const bool forgets = token.isEmpty();
        const bool isFirst = !std::exchange(*told, true);
        if (number != m_newest.value(key)) { // the file is the newer one's, and the keychain takes that one next
            if (isFirst)
                answer(Place::None, {tr("Another token has taken its place meanwhile."), {}, {}});
        } else if (what.late && forgets)
            keepInFile(key, {}, [answer](Place, const Problem &problem) {
                answer(Place::None, problem.what.isEmpty() ? doesNotAnswer() : problem);
            });
        else if (forgets || (!what.late && (error == QKeychain::NoBackendAvailable ||
                                            error == QKeychain::NotImplemented || error == QKeychain::OtherError)))
            keepInFile(key, token, answer); // forgotten wherever it was; or no service answers
        else if (!what.late && error == QKeychain::NoError)
            keepInFile(key, {}, [answer](Place, const Problem &problem) { // else it has this token, too
                answer(problem.what.isEmpty() ? Place::Keychain : Place::File, {});
            });
        else if (isInFile)
            keepInFile(key, token, answer);
        else if (what.late)
            answer(Place::None, doesNotAnswer());
        else
            answer(Place::None, {tr("The keychain did not take the token."),
                                 tr("Unlock the desktop's keychain and sign in again."),
                                 {}});
    };
    if (token.isEmpty())
        ask<QKeychain::DeletePasswordJob>(
            key, [](auto &) {}, m_patience, Late::Tell, this, written);
    else
        ask<QKeychain::WritePasswordJob>(
            key, [token](auto &job) { job.setTextData(token); }, m_patience, Late::Tell, this, written);
}

// Before the keychain is told: the file is read first, and a program may end at any time.
void TokenStore::replaceInFile(const QString &key, const QString &token, Kept done) {
    m_files.post([name = fileOf(key), token, done = std::move(done)] {
        const Secret kept = QFileInfo::exists(name) ? writeSecret(name, token) : Secret();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(), [done, kept] { done(kept.place, kept.problem); }, Qt::QueuedConnection);
    });
}
#endif

void TokenStore::keepInFile(const QString &key, const QString &token, Kept done) {
    m_files.post([name = fileOf(key), token, done = std::move(done)] {
        const Secret kept = writeSecret(name, token);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(), [done, kept] { done(kept.place, kept.problem); }, Qt::QueuedConnection);
    });
}

} // namespace app::chat

#include "moc_token_store.cpp"
