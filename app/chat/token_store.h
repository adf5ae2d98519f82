// The token of a login, where only this person's programs read it: in the desktop's keychain (Secret Service, KWallet;
// QtKeychain). Where there is none (a server, a test), ISHOWTTS_TWITCH_TOKEN, or a file that nobody else may read
// (<data folder>/secrets/<key>, 0600, its folder 0700). The file is gone as soon as the keychain has the token, so that
// one that is there is the newest, whatever a keychain still holds that did not take it. Never in settings, logs or
// messages. GUI thread; answers come later, on it, and none when `context` is gone. A keychain that does not answer
// holds up nobody: after a while a token counts as not kept there, until it answers after all.
#pragma once

#include <QHash>
#include <QObject>
#include <QString>

#include <chrono>
#include <functional>

#include "app/problem.h"

namespace app::storage {
class FileThread;
}

namespace app::chat {

class TokenStore : public QObject {
    Q_OBJECT

public:
    enum class Place { None, Environment, Keychain, File };

    // `folder` for the file, which `files` reads and writes; useKeychain false: as if there were none.
    TokenStore(QString folder, storage::FileThread &files, bool useKeychain = true, QObject *parent = nullptr);

    void setPatience(std::chrono::milliseconds patience); // with a keychain, which may ask its owner first. 20 s

    // What to do with the answer of a keychain of which "does not answer" was told already.
    enum class Late { Drop, Tell };

    // `token` empty: none is kept; place: where it was found. A file that others may read is not used: `problem`, with
    // its place.
    using Read = std::function<void(const QString &token, Place place, const Problem &problem)>;
    void read(const QString &key, QObject *context, Read done, Late late = Late::Drop);

    // `problem` empty: it is kept (or gone, with an empty token). A token is 1…4096 printable ASCII characters. Where
    // the keychain answers late, what became of it is told a second time: what it has taken is what is read next time.
    // Not of one that another one has followed since: that one alone decides what is kept.
    using Kept = std::function<void(Place place, const Problem &problem)>;
    void keep(const QString &key, const QString &token, QObject *context, Kept done);

private:
    QString fileOf(const QString &key) const;
    void readKeychain(const QString &key, const Read &answer, Late late);
    void readFile(const QString &key, Read done);
    void keepInFile(const QString &key, const QString &token, Kept done);
    void keepInKeychain(const QString &key, const QString &token, int number, bool isInFile, const Kept &answer);
    void replaceInFile(const QString &key, const QString &token, Kept done); // where there is one

    const QString m_folder;
    storage::FileThread &m_files;
    const bool m_useKeychain;
    std::chrono::milliseconds m_patience = std::chrono::seconds(20);
    QHash<QString, int> m_newest; // keep() by key: how many there were
};

} // namespace app::chat
