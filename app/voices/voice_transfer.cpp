#include "app/voices/voice_transfer.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <exception>
#include <utility>

#include "app/voices/voice_folders.h"
#include "app/voices/voice_library.h"

namespace app::voices {

namespace {

constexpr int kProgressMs = 100;

Problem problemOf(const std::exception &error) {
    return {QCoreApplication::translate("voices", "The voices could not be moved."),
            QCoreApplication::translate("voices", "Try again; if it stays so, look at the log."),
            QString::fromUtf8(error.what())};
}

} // namespace

VoiceTransfer::VoiceTransfer(VoiceLibrary &library, Decode decode, QObject *parent)
    : QObject(parent), m_library(library), m_folders(std::make_shared<VoiceFolders>(library.roots())),
      m_decode(std::move(decode)) {}

VoiceTransfer::~VoiceTransfer() {
    m_stop.request_stop();
    m_thread.flush();
}

void VoiceTransfer::cancel() {
    m_stop.request_stop();
    m_stop = std::stop_source();
}

void VoiceTransfer::tell(Tell what) {
    QMetaObject::invokeMethod(this, std::move(what), Qt::QueuedConnection);
}

quint64 VoiceTransfer::post(std::function<Tell(quint64, const std::stop_token &)> work) {
    const quint64 id = ++m_last;
    ++m_running;
    m_thread.post([this, id, stop = m_stop.get_token(), work = std::move(work)] {
        Tell what;
        try {
            if (stop.stop_requested())
                throw TransferStopped{};
            what = work(id, stop);
        } catch (const TransferStopped &) {
            what = [this, id] { Q_EMIT cancelled(id); };
        } catch (const storage::Error &error) {
            what = [this, id, problem = error.problem()] { Q_EMIT failed(id, problem); };
        } catch (const std::exception &error) {
            what = [this, id, problem = problemOf(error)] { Q_EMIT failed(id, problem); };
        }
        tell([this, what = std::move(what)] {
            --m_running;
            what();
        });
    });
    return id;
}

TransferProgress VoiceTransfer::progressOf(quint64 id) {
    auto clock = std::make_shared<QElapsedTimer>();
    return [this, id, clock](double done) {
        if (clock->isValid() && clock->elapsed() < kProgressMs)
            return;
        clock->start();
        tell([this, id, done] { Q_EMIT progressed(id, done); });
    };
}

quint64 VoiceTransfer::import(const QString &file, Clash clash) {
    return post([this, file, clash](quint64 id, const std::stop_token &stop) -> Tell {
        ImportReport report = isPack(file) ? importPack(file, clash, *m_folders, m_decode, stop, progressOf(id))
                                           : importForeignVoices(file, *m_folders, m_decode, stop, progressOf(id));
        return [this, id, report = std::move(report)] {
            Q_EMIT imported(id, report);
            m_library.refresh();
        };
    });
}

quint64 VoiceTransfer::exportPack(const QStringList &ids, const QString &file) {
    return post([this, ids, file](quint64 id, const std::stop_token &stop) -> Tell {
        writePack(ids, file, *m_folders, stop, progressOf(id));
        return [this, id, file] { Q_EMIT exported(id, file); };
    });
}

quint64 VoiceTransfer::inspect(const QString &file) {
    return post([this, file](quint64 id, const std::stop_token &) -> Tell {
        std::vector<PackedVoice> voices;
        if (isPack(file))
            voices = packedVoices(file, *m_folders);
        return [this, id, file, voices = std::move(voices)] { Q_EMIT inspected(id, file, voices); };
    });
}

void VoiceTransfer::takeBack(const ImportReport &report) {
    post([this, report](quint64, const std::stop_token &) -> Tell {
        voices::takeBack(report, *m_folders);
        return [this] { m_library.refresh(); };
    });
}

} // namespace app::voices

#include "moc_voice_transfer.cpp"
