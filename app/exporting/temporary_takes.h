// Takes as WAV files with their settings in the tags, in a folder of their own under the system's temporary folder:
// what another program is handed when they are dragged out. GUI thread; reading and writing happen elsewhere. One set
// at a time.
#pragma once

#include <QObject>
#include <QStringList>

#include <optional>

#include "app/problem.h"
#include "app/storage/file_thread.h"
#include "app/takes/take_record.h"
#include "engine/clip.h"

namespace app::takes {
class TakeLibrary;
}

namespace app::exporting {

class TemporaryTakes : public QObject {
    Q_OBJECT

public:
    explicit TemporaryTakes(takes::TakeLibrary &library, QObject *parent = nullptr);
    ~TemporaryTakes() override; // what nobody took is deleted

    // ready() or failed() follows; nothing happens while a set is made (isBusy). A set that is there counts as not
    // taken and goes.
    // `loudness`: in LUFS, each take for itself; none = as spoken.
    void make(const QList<takes::TakeRecord> &takes, std::optional<double> loudness = {});
    bool isBusy() const { return m_left > 0; }
    // Another program has the files of the last set: they stay. It may read them later, or for as long as a project
    // lives that was made with them in place; what is older than a week is deleted when the next set is made.
    void taken();

Q_SIGNALS:
    void ready(const QStringList &files);
    void failed(const app::Problem &problem);

private:
    struct Wanted {
        takes::TakeRecord take;
        QString file; // its name
        std::optional<double> loudness;
    };

    void write(const Wanted &wanted, const engine::ClipPtr &clip);
    void fail(const Problem &problem);
    void discard();

    takes::TakeLibrary &m_library;
    quint64 m_set = 0; // answers for earlier ones are dropped
    qsizetype m_left = 0;
    QString m_folder;
    QStringList m_files;
    storage::FileThread m_thread{"dragged"}; // last: its work uses everything above
};

} // namespace app::exporting
