// What a window of a recording is worth, and what the model would hear of it, found out in the background. What was
// asked last counts: answers to older questions never come. GUI thread.
#pragma once

#include <QMetaType>
#include <QObject>

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "app/decoding/decoded_sound.h"
#include "app/problem.h"
#include "app/storage/file_thread.h"
#include "engine/quality/reference_check.h"
#include "ui/shared/time_view.h"

namespace ui::voices {

struct WindowFacts {
    std::optional<engine::quality::ReferenceCheck> check;
    engine::ClipPtr before;                                    // the window as it was recorded
    engine::ClipPtr after;                                     // as the model hears it; null when it cannot be prepared
    std::optional<engine::quality::Preparation> preparation;   // its clip is `after`, and empty here
    std::optional<engine::quality::ReferenceCheck> checkAfter; // of `after`, clipped as before; none: no `after`
    app::Problem problem;                                      // why not
};
using WindowFactsPtr = std::shared_ptr<const WindowFacts>;

class WindowAnalysis : public QObject {
    Q_OBJECT

public:
    explicit WindowAnalysis(QObject *parent = nullptr);
    ~WindowAnalysis() override;

    void suggest(const app::decoding::DecodedSound &sound);
    void look(const app::decoding::DecodedSound &sound, const shared::Span &window, const std::string &transcript,
              const std::string &language);
    void forget(); // no answer comes

Q_SIGNALS:
    void suggested(double from, double to, bool inPauses); // to is 0: there is no speech
    void looked(const ui::voices::WindowFactsPtr &facts);

private:
    std::atomic<quint64> m_suggest = 0;
    std::atomic<quint64> m_look = 0;
    app::storage::FileThread m_thread{"voice clinic"}; // last: its work uses everything above
};

} // namespace ui::voices

Q_DECLARE_METATYPE(ui::voices::WindowFactsPtr)
