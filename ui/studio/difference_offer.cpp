#include "ui/studio/difference_offer.h"

#include <QCoreApplication>
#include <QLocale>

#include <utility>

namespace ui::studio {

using app::cloning::Difference;
using app::cloning::Varied;

namespace {

QString say(const char *words) {
    return QCoreApplication::translate("ui::studio::DifferenceOffer", words);
}

QString sentence(Varied what) {
    switch (what) {
    case Varied::Steps:
        return say(QT_TRANSLATE_NOOP("ui::studio::DifferenceOffer",
                                     "Makes the current line twice with one seed: A with %1 steps, B with %2 as now."));
    case Varied::Guidance:
        return say(QT_TRANSLATE_NOOP(
            "ui::studio::DifferenceOffer",
            "Makes the current line twice with one seed: A with guidance %1, B with guidance %2 as now."));
    case Varied::Sway:
        return say(
            QT_TRANSLATE_NOOP("ui::studio::DifferenceOffer",
                              "Makes the current line twice with one seed: A with sway %1, B with sway %2 as now."));
    case Varied::Speed:
        return say(
            QT_TRANSLATE_NOOP("ui::studio::DifferenceOffer",
                              "Makes the current line twice with one seed: A at speed %1 ×, B at speed %2 × as now."));
    case Varied::CrossFade:
        return say(QT_TRANSLATE_NOOP(
            "ui::studio::DifferenceOffer",
            "Makes the current line twice with one seed: A with a cross-fade of %1 s, B with %2 s as now. Both are the "
            "same where the line is short enough to be made in one piece."));
    }
    return {};
}

} // namespace

shared::MakeOffer offerDifference(Varied what, Present present, HearDifference hear) {
    return [what, present = std::move(present), hear = std::move(hear)] {
        const Difference difference = app::cloning::tellingDifference(what, app::cloning::valueOf(present(), what));
        const auto shown = [](double value) { return QLocale().toString(value, 'g', 4); };
        return shared::Offer{sentence(what).arg(shown(difference.other), shown(difference.now)),
                             say(QT_TRANSLATE_NOOP("ui::studio::DifferenceOffer", "&Hear the difference")),
                             [difference, hear] { hear(difference); }};
    };
}

} // namespace ui::studio
