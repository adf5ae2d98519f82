// The newest utterances, and a file that keeps them for the next start: JSON lines that never take more than 60 MB
// (engine/performance/monitor_log.h), figures alone, never what was said or why it failed. A line for each utterance,
// and one more when its take is known; `run` and `job` say which belong together. Several programs may append at once.
// GUI thread; the file thread reads and writes.
#pragma once

#include <QObject>

#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "app/performance/utterance.h"
#include "engine/json.h"

namespace app::storage {
class FileThread;
}
namespace engine::performance {
class MonitorLog;
}

namespace app::performance {

class UtteranceLog : public QObject {
    Q_OBJECT

public:
    static constexpr std::size_t kMost = 10'000;

    // `run`: what tells the lines of this start from those of others, ms since 1970. Without a file nothing is kept.
    UtteranceLog(std::filesystem::path file, qint64 run, storage::FileThread &files, QObject *parent = nullptr);
    ~UtteranceLog() override;

    const std::deque<Utterance> &all() const { return m_all; } // newest last
    const Utterance &add(Utterance utterance);                 // gives it its number
    // Its number, when that job's utterance is there; it has the take then, and the line it is of.
    std::optional<quint64> setTake(quint64 job, qint64 take, const QString &lineId);

    // Adds those of other starts that ended from `since` to `until`, before those of this one; read() follows.
    void readBack(qint64 since, qint64 until);

Q_SIGNALS:
    void read(int added);

private:
    void write(engine::Json::Object line);
    void take(const std::vector<Utterance> &before);

    const std::filesystem::path m_file;
    const qint64 m_run;
    storage::FileThread &m_files;
    std::shared_ptr<engine::performance::MonitorLog> m_log; // of the file thread
    std::deque<Utterance> m_all;
    quint64 m_numbers = kMost; // those of before are numbered below
};

engine::Json::Object toJson(const Utterance &utterance, qint64 run);
// Lines of other runs than `run`, each that ended from `since` to `until` with the take that a later line gives it.
// Lines that hold no utterance are left out, and so are those of a clock that was ahead.
std::vector<Utterance> utterancesIn(const std::string &text, qint64 since, qint64 until, qint64 run);
// The newest that was spoken, of any start; none: there is none among the last lines. Any thread.
std::optional<Utterance> lastUtterance(const std::filesystem::path &file);

} // namespace app::performance
