// Names for files that replace nothing, looked for on a thread of its own: a folder on a network that does not answer
// holds up neither the window nor the end of the program, which leaves it behind. GUI thread.
#pragma once

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>

namespace app::storage {
class FileThread;
}

namespace app::exporting {

class FreeNames : public QObject {
    Q_OBJECT

public:
    using IsThere = std::function<bool(const QString &file)>; // on the thread; the file, or a link of that name
    using Then = std::function<void(const QStringList &files)>;

    explicit FreeNames(QObject *parent = nullptr, IsThere isThere = {}); // by default it asks the disk
    ~FreeNames() override; // waits a moment for a folder that does not answer

    // A file in `folder` for each of `names` ("take.wav"), in this order: "take (2).wav" where one is there or is among
    // `busy` or those before. `then` comes through the event loop, and not any more when this object is gone.
    void find(const QString &folder, const QStringList &names, const QStringList &busy, Then then);

private:
    const IsThere m_isThere;
    std::unique_ptr<storage::FileThread> m_thread;
};

} // namespace app::exporting
