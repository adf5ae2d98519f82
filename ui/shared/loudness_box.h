// The loudness that takes are heard and exported at, to be chosen: as spoken, or one of the usual targets.
#pragma once

#include <QComboBox>

#include <optional>

namespace ui::shared {

// In words: "As spoken", "−16 LUFS (podcasts)".
QString loudnessName(std::optional<double> lufs);

class LoudnessBox : public QComboBox {
    Q_OBJECT

public:
    explicit LoudnessBox(QWidget *parent = nullptr); // as spoken

    std::optional<double> loudness() const; // LUFS; none = as spoken
    void setLoudness(std::optional<double> lufs);
};

} // namespace ui::shared
