#include "app/cloning/model_precisions.h"

#include <utility>

#include "app/models/licence_gate.h"
#include "app/speech/speech_worker.h"

namespace app::cloning {

using speech::SpeechWorker;

ModelPrecisions::ModelPrecisions(std::vector<std::filesystem::path> modelRoots, SpeechWorker &worker)
    : m_roots(std::move(modelRoots)) {
    connect(&worker, &SpeechWorker::loading, this, [this] { m_model.reset(); });
    connect(&worker, &SpeechWorker::loadFailed, this, [this] { m_model.reset(); });
    connect(&worker, &SpeechWorker::loaded, this, [this](const engine::ModelSummary &model) { m_model = model; });
}

std::optional<engine::Precision> ModelPrecisions::now() const {
    return m_model && !m_model->folder.empty() ? std::optional(m_model->precision) : std::nullopt;
}

std::shared_ptr<const speech::OwnModel> ModelPrecisions::in(engine::Precision precision) const {
    if (!now())
        return nullptr;
    auto own = std::make_shared<speech::OwnModel>();
    own->folder = m_model->folder;
    own->precision = precision;
    own->device = m_model->device.kind;
    own->make = [roots = m_roots, folder = m_model->folder, device = m_model->device, precision](std::stop_token stop) {
        engine::LoadOptions options;
        options.model = models::findUsable(roots, folder.string());
        options.device = device;
        options.precision = precision;
        return engine::makeLocalSynthesizer(options, std::move(stop));
    };
    return own;
}

} // namespace app::cloning

#include "moc_model_precisions.cpp"
