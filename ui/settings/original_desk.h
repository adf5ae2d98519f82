// Takes over what an ishowtts.toml says besides its voices: settings and rules of reading. Read beside the window; what
// was taken, and what not and why, is in the notice, which can take back what nobody has changed since.
#pragma once

#include <QObject>
#include <QString>

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "app/danmaku/rules_import.h"
#include "app/problem.h"
#include "app/voices/original_settings.h"

namespace app {
class Settings;
}

namespace app::danmaku {
class LiveStage;
}

namespace ui::shared {
class NoticeBar;
}

namespace ui::settings {

class OriginalDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::danmaku::LiveStage &stage;
        shared::NoticeBar &notices;
        std::vector<std::filesystem::path> roots; // of voices and models
        std::function<bool()> serverIsOn;         // then it keeps its address
    };

    OriginalDesk(Uses uses, QObject *parent);

    void take(const QString &file);

private:
    void done(const app::voices::OriginalSettings &original, const std::optional<app::danmaku::RulesImported> &rules);
    void failed(const app::Problem &problem);

    const Uses m_uses;
};

} // namespace ui::settings
