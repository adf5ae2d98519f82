#include "app/cloning/request_as_set.h"

#include <QRandomGenerator>

#include "app/settings/settings.h"

namespace app::cloning {

engine::Request requestAsSet(const Settings &settings, const QString &text) {
    engine::Request request;
    request.text = text.toStdString();
    request.nfeStep = settings.nfeStep();
    request.schedule = settings.schedule();
    request.cfgStrength = settings.cfgStrength();
    request.swayCoefficient = settings.swayCoefficient();
    request.speed = settings.speed();
    request.crossFadeSeconds = settings.crossFadeSeconds();
    request.durationRule = settings.durationRule();
    request.joining = settings.joining();
    request.seed = settings.seedPinned() ? settings.seed() : QRandomGenerator::global()->generate();
    return request;
}

} // namespace app::cloning
