#include "ui/studio/loudness_choice.h"

#include <QVBoxLayout>

#include "app/settings/settings.h"
#include "ui/shared/controls.h"
#include "ui/shared/explanation.h"
#include "ui/shared/loudness_box.h"
#include "ui/shared/setting_explanation.h"

namespace ui::studio {

namespace {

constexpr double kTelling = -16; // LUFS; spoken is usually quieter

}

LoudnessChoice::LoudnessChoice(app::Settings &settings, QWidget *parent)
    : QWidget(parent), m_settings(settings), m_box(new shared::LoudnessBox(this)) {
    const auto offer = [this] {
        const std::optional<double> now = m_settings.loudness();
        const std::optional<double> other = now ? std::nullopt : std::optional(kTelling);
        return shared::Offer{tr("Plays the newest take of the current line twice at the same time: A at “%1”, B at "
                                "“%2” as now.")
                                 .arg(shared::loudnessName(other), shared::loudnessName(now)),
                             tr("&Hear the difference"), [this, other, now] { Q_EMIT differenceWanted(other, now); }};
    };
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // a long entry makes nothing wider
    shared::letWheelPass(m_box);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(
        shared::makeCaption(tr("Loudness"), m_box, shared::explanationOf(QStringLiteral("loudness")), this, offer));
    layout->addWidget(m_box);
    connect(m_box, &QComboBox::activated, this, [this] { m_settings.setLoudness(m_box->loudness()); });
    connect(&m_settings, &app::Settings::changed, this, [this] { m_box->setLoudness(m_settings.loudness()); });
    m_box->setLoudness(m_settings.loudness());
}

} // namespace ui::studio

#include "moc_loudness_choice.cpp"
