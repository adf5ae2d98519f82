#include "ui/studio/difference_offer.h"

#include <QCoreApplication>
#include <QLocale>

#include <utility>

#include "ui/studio/line_problems.h"

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
    case Varied::Schedule:
        return say(QT_TRANSLATE_NOOP("ui::studio::DifferenceOffer",
                                     "Makes the current line twice with one seed: A with %1, B with %2 as now."));
    case Varied::Seed:
        return say(QT_TRANSLATE_NOOP("ui::studio::DifferenceOffer",
                                     "Makes the current line twice: A with a new seed, B with the one that it has now. "
                                     "Everything else is the same."));
    case Varied::Precision:
        return say(QT_TRANSLATE_NOOP("ui::studio::DifferenceOffer",
                                     "Makes the current line twice with one seed: A in %1, B in %2 as now. For A the "
                                     "model is loaded a second time, which takes a moment and as much memory again."));
    }
    return {};
}

QString shown(Varied what, double value) {
    if (what == Varied::Precision)
        return QString::fromStdString(engine::toString(engine::Precision(int(value))));
    if (what != Varied::Schedule)
        return QLocale().toString(value, 'g', 4);
    return engine::Schedule(int(value)) == engine::Schedule::Epss
               ? say(QT_TRANSLATE_NOOP("ui::studio::DifferenceOffer", "tuned times (EPSS)"))
               : say(QT_TRANSLATE_NOOP("ui::studio::DifferenceOffer", "uniform times"));
}

QString sentenceOf(const Difference &difference) {
    const QString words = sentence(difference.what);
    return difference.what == Varied::Seed
               ? words
               : words.arg(shown(difference.what, difference.other), shown(difference.what, difference.now));
}

} // namespace

shared::MakeOffer offerDifference(Varied what, Present present, HearDifference hear) {
    return [what, present = std::move(present), hear = std::move(hear)] {
        const engine::Request now = present();
        if (!app::cloning::canBeTold(now, what)) {
            const app::Problem why = noScheduleToHear(now.nfeStep);
            return shared::Offer{why.what + u' ' + why.remedy, {}, {}};
        }
        const Difference difference = app::cloning::tellingDifference(what, app::cloning::valueOf(now, what));
        return shared::Offer{sentenceOf(difference),
                             say(QT_TRANSLATE_NOOP("ui::studio::DifferenceOffer", "&Hear the difference")),
                             [difference, hear] { hear(difference); }};
    };
}

shared::MakeOffer offerPrecisions(PresentPrecision present, HearDifference hear) {
    return [present = std::move(present), hear = std::move(hear)] {
        const std::optional<engine::Precision> now = present();
        if (!now) {
            const app::Problem why = noModelToHear();
            return shared::Offer{why.what + u' ' + why.remedy, {}, {}};
        }
        const Difference difference = app::cloning::tellingDifference(Varied::Precision, double(*now));
        return shared::Offer{sentenceOf(difference),
                             say(QT_TRANSLATE_NOOP("ui::studio::DifferenceOffer", "&Hear the difference")),
                             [difference, hear] { hear(difference); }};
    };
}

} // namespace ui::studio
