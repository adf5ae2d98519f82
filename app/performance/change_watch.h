// What is new on this machine since its speed was last measured (`ishowtts bench`): said once for each state, and only
// where somebody measures at all. GUI thread; the file thread reads and writes.
#pragma once

#include <QObject>
#include <QStringList>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/performance/performance_notice.h"
#include "engine/performance/speed_record.h"

namespace app::storage {
class FileThread;
}

namespace app::performance {

// What speed depends on besides the conditions of a measurement. Empty: not known, and never a change.
struct MachineFacts {
    std::string program; // version
    std::string torch;
    std::string driver; // of the GPU
    std::string model;  // name
    bool operator==(const MachineFacts &) const = default;
};
MachineFacts ownFacts(); // of this program: version and LibTorch's

struct FactChange {
    std::string what; // "program", "torch", "driver", "model"
    std::string before;
    std::string now;
};
// Against the newest record that was measured here with this model; where there is none, the model is what is new.
// Nothing without any record.
std::vector<FactChange> changesSince(const std::vector<engine::performance::SpeedRecord> &records,
                                     const MachineFacts &now);
// What a person types to measure this model: a name, or a folder; empty is the one that is measured without being
// named.
std::string benchCommand(const std::string &model);
// Id "changed"; its remedy measures `model`.
std::optional<PerformanceNotice> inWords(const std::vector<FactChange> &changes, const std::string &model, qint64 at);

class ChangeWatch : public QObject {
    Q_OBJECT

public:
    // `told`: a file that remembers what was said; both may be absent, empty names mean that nothing is looked for.
    ChangeWatch(std::filesystem::path history, std::filesystem::path told, storage::FileThread &files,
                QObject *parent = nullptr);

    // One of the signals follows, unless all is as at the last look().
    void look(const MachineFacts &now);
    void lookAgain(); // as before: something was measured meanwhile

Q_SIGNALS:
    void changed(const std::vector<app::performance::FactChange> &changes); // for the first time
    void known();     // something changed, and that was said before
    void unchanged(); // all is as it was measured

private:
    void ask(const MachineFacts &now);

    const std::filesystem::path m_history;
    const std::filesystem::path m_told;
    storage::FileThread &m_files;
    std::optional<MachineFacts> m_seen;
};

} // namespace app::performance
