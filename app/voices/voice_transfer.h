// Voices in and out: lists of other programs (foreign_voices.h) and packs (voice_pack.h), in the background. One at a
// time, in the order asked for. GUI thread; after each import the library is read anew.
#pragma once

#include <QMetaType>
#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>
#include <stop_token>

#include "app/problem.h"
#include "app/storage/file_thread.h"
#include "app/voices/voice_import.h"
#include "app/voices/voice_pack.h"

namespace app::voices {

class VoiceLibrary;

class VoiceTransfer : public QObject {
    Q_OBJECT

public:
    // `decode`: decoding::decodeFile, unless another is given.
    VoiceTransfer(VoiceLibrary &library, Decode decode, QObject *parent = nullptr);
    ~VoiceTransfer() override; // stops what runs, and takes back what it had begun

    // Each gives the number that the signals carry; none comes before it returns.
    quint64 import(const QString &file, Clash clash = Clash::KeepBoth); // a pack, or a list
    quint64 exportPack(const QStringList &ids, const QString &file);
    // Looks into a pack, so that a person can be asked about voices that are there already: inspected() or failed().
    quint64 inspect(const QString &file);
    void cancel(); // all that was asked for
    bool isRunning() const { return m_running > 0; }

    // As the undo of an import: every voice that it took.
    void takeBack(const ImportReport &report);

Q_SIGNALS:
    void progressed(quint64 id, double done); // 0…1, at most ten times a second
    void inspected(quint64 id, const QString &file, const std::vector<app::voices::PackedVoice> &voices);
    void imported(quint64 id, const app::voices::ImportReport &report);
    void exported(quint64 id, const QString &file);
    void failed(quint64 id, const app::Problem &problem);
    void cancelled(quint64 id); // nothing is left of it

private:
    using Tell = std::function<void()>;

    quint64 post(std::function<Tell(quint64 id, const std::stop_token &stop)> work);
    void tell(Tell what);
    TransferProgress progressOf(quint64 id);

    VoiceLibrary &m_library;
    const std::shared_ptr<VoiceFolders> m_folders;
    const Decode m_decode;
    quint64 m_last = 0;
    int m_running = 0;
    std::stop_source m_stop;
    storage::FileThread m_thread{"voices"}; // last: its work uses everything above
};

} // namespace app::voices

Q_DECLARE_METATYPE(app::voices::ImportReport)
