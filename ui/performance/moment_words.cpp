#include "ui/performance/moment_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include "ui/performance/time_ruler.h"
#include "ui/shared/figures.h"

namespace ui::performance {

using app::performance::Moment;
using app::performance::Series;
using app::performance::SeriesFacts;
using app::performance::seriesFacts;
using app::performance::Utterance;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::performance::MomentWords)
};

QString withUnit(const QString &value, const QString &unit) {
    return unit.isEmpty() ? value : Words::tr("%1 %2", "a number and its unit").arg(value, unit);
}

} // namespace

QString number(double value, Series series) {
    return QLocale().toString(value, 'f', seriesFacts(series).digits);
}

QString valueInWords(const Moment &moment, Series series) {
    const auto &point = moment[series];
    if (!point)
        return {};
    const SeriesFacts &facts = seriesFacts(series);
    return withUnit(number(double(facts.event ? point->high : point->mean), series), facts.unit);
}

QString inWords(const Utterance &utterance) {
    if (utterance.failed)
        return Words::tr("%1 failed: %2", "who spoke, what went wrong")
            .arg(app::performance::nameOf(utterance.origin), utterance.problem.what);
    return Words::tr("%1, %n characters, NFE %2, %3 of speech: RTF %4, first audio %5", nullptr, utterance.characters)
        .arg(app::performance::nameOf(utterance.origin))
        .arg(utterance.nfe)
        .arg(shared::seconds(utterance.timings.audioSeconds), number(utterance.rtf(), Series::Rtf),
             shared::seconds(utterance.timings.firstAudioSeconds));
}

QString inWords(const Moment &moment) {
    QStringList words{clockOf(moment.at, true)};
    if (moment.utterance)
        words << inWords(*moment.utterance);
    for (const SeriesFacts &facts : app::performance::allSeries()) {
        if (facts.flag || facts.event)
            continue;
        if (const QString value = valueInWords(moment, facts.series); !value.isEmpty())
            words << Words::tr("%1 %2", "a quantity and its value").arg(facts.name, value);
    }
    const auto &locked = moment[Series::ClocksLocked]; // where they are is a value of its own
    if (locked && (locked->low <= 0 || !moment[Series::GpuLockedClock]))
        words << (locked->low <= 0 ? Words::tr("clocks not locked") : Words::tr("clocks locked"));
    if (!moment.throttles.isEmpty())
        words << Words::tr("held back by %1").arg(moment.throttles.join(Words::tr(", ", "between listed words")));
    return words.join(QStringLiteral(" · "));
}

} // namespace ui::performance
