// How loud takes are heard and exported, in the inspector: writes to the settings and follows them.
#pragma once

#include <QWidget>

#include <functional>
#include <optional>

namespace app {
class Settings;
}
namespace ui::shared {
class LoudnessBox;
}

namespace ui::studio {

class LoudnessChoice : public QWidget {
    Q_OBJECT

public:
    explicit LoudnessChoice(app::Settings &settings, QWidget *parent = nullptr);

Q_SIGNALS:
    // The newest take of the current line at both, in LUFS; none = as spoken.
    void differenceWanted(std::optional<double> other, std::optional<double> now);

private:
    app::Settings &m_settings;
    shared::LoudnessBox *m_box;
};

} // namespace ui::studio
