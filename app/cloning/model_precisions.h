// The model that lines are spoken with, in each precision: for takes that tell what the precision does. It is loaded
// once more, beside the one that is there, by the first job that brings it along, and let go when none waits that does.
// GUI thread.
#pragma once

#include <QObject>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "app/speech/job.h"

namespace app::speech {
class SpeechWorker;
}

namespace app::cloning {

class ModelPrecisions : public QObject {
    Q_OBJECT

public:
    ModelPrecisions(std::vector<std::filesystem::path> modelRoots, speech::SpeechWorker &worker);

    // Of the model that is loaded, or whose memory was given back; none while another one is on its way.
    std::optional<engine::Precision> now() const;
    // Null where now() says none. `precision` is not Auto. A licence that was withdrawn is said by the job.
    std::shared_ptr<const speech::OwnModel> in(engine::Precision precision) const;

private:
    const std::vector<std::filesystem::path> m_roots;
    std::optional<engine::ModelSummary> m_model;
};

} // namespace app::cloning
