#include "ui/shared/loudness_box.h"

#include "app/settings/setting_table.h"
#include "ui/shared/figures.h"

namespace ui::shared {

using app::lufsOf;

QString loudnessName(std::optional<double> value) {
    if (!value) {
        return LoudnessBox::tr("As spoken");
    }
    const QString name = lufs(*value);
    switch (int(*value)) {
    case -14:
        return LoudnessBox::tr("%1 (streaming)", "a loudness").arg(name);
    case -16:
        return LoudnessBox::tr("%1 (podcasts)", "a loudness").arg(name);
    case -23:
        return LoudnessBox::tr("%1 (broadcast)", "a loudness").arg(name);
    default:
        return name;
    }
}

LoudnessBox::LoudnessBox(QWidget *parent) : QComboBox(parent) {
    setAccessibleName(tr("Loudness"));
    for (const QString &choice : app::findSetting(QStringLiteral("loudness"))->choices) {
        addItem(loudnessName(lufsOf(choice)), choice);
    }
}

std::optional<double> LoudnessBox::loudness() const {
    return lufsOf(currentData().toString());
}

void LoudnessBox::setLoudness(std::optional<double> value) {
    for (int i = 0; i < count(); ++i) {
        if (lufsOf(itemData(i).toString()) == value) {
            setCurrentIndex(i);
        }
    }
}

} // namespace ui::shared

#include "moc_loudness_box.cpp"
