#include "ui/models/model_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <cmath>

#include "engine/licence.h"

namespace ui::models {

using app::models::FetchProgress;
using app::models::ModelItem;
using Kind = ModelItem::Kind;

namespace {

struct Said {
    Q_DECLARE_TR_FUNCTIONS(ui::models::ModelCard)
};

QString joined(QStringList parts) {
    parts.removeAll(QString());
    return parts.join(Said::tr(" · ", "between two facts"));
}

} // namespace

QString sizeWords(std::int64_t bytes) {
    const double value = double(bytes);
    const int digits = bytes >= 1'000'000'000 ? 1 : 0;
    return QLocale().formattedDataSize(qint64(value), bytes < 1000 ? 0 : digits, QLocale::DataSizeSIFormat);
}

QString timeLeft(double seconds) {
    if (seconds < 0 || !std::isfinite(seconds))
        return {};
    if (seconds < 90)
        return Said::tr("%n s left", nullptr, int(std::ceil(seconds)));
    if (seconds < 5400)
        return Said::tr("%n min left", nullptr, int(std::ceil(seconds / 60)));
    return Said::tr("%n h left", nullptr, int(std::ceil(seconds / 3600)));
}

QString progressWords(const FetchProgress &progress) {
    const QString there = Said::tr("%1 of %2").arg(sizeWords(progress.done), sizeWords(progress.total));
    if (!progress.state.isEmpty())
        return joined({there, progress.state});
    const QString rate = progress.bytesPerSecond > 0
                             ? Said::tr("%1/s", "bytes a second").arg(sizeWords(std::int64_t(progress.bytesPerSecond)))
                             : QString();
    return joined({there, rate, timeLeft(progress.secondsLeft)});
}

bool isForbiddenToSell(const QString &licence) {
    return engine::commercialUse(licence.toStdString()) == engine::CommercialUse::Forbidden;
}

QString licenceWords(const ModelItem &item) {
    switch (engine::commercialUse(item.licence.toStdString())) {
    case engine::CommercialUse::Forbidden:
        return Said::tr("%1: not for commercial use").arg(item.licence);
    case engine::CommercialUse::Unknown:
        return Said::tr("Licence unknown: ask who made it");
    case engine::CommercialUse::NotRuledOut:
        break;
    }
    return item.licence;
}

QString troubleWords(const ModelItem &item) {
    if (!item.problem.what.isEmpty())
        return item.problem.remedy.isEmpty()
                   ? item.problem.what
                   : Said::tr("%1 %2", "what happened, what to do").arg(item.problem.what, item.problem.remedy);
    if (item.isToAccept())
        return Said::tr("These are the official weights of %1: read and accept their licence before you use them.")
            .arg(item.terms);
    if (item.reading != ModelItem::Reading::Guessed || !item.isPersons())
        return {};
    return item.readAsV0
               ? Said::tr("Nothing in its folder says how these weights are read: by their name they are of F5-TTS v0 "
                          "(2024). If it mumbles, read them as v1.")
               : Said::tr(
                     "Nothing in its folder says how these weights are read: as F5-TTS v1 now. If it mumbles, they "
                     "are of v0 (2024): read them as that.");
}

QString factWords(const ModelItem &item, std::int64_t inMemory) {
    const bool isHere = item.kind != Kind::Offered;
    const QString disk = isHere ? Said::tr("%1 on disk").arg(sizeWords(item.bytes))
                                : Said::tr("%1 to download").arg(sizeWords(item.bytesWhole));
    const QString memory = inMemory > 0 ? Said::tr("about %1 in memory").arg(sizeWords(inMemory)) : QString();
    const QString folder = QString::fromStdString(item.folder.string());
    const QString place = item.kind == Kind::Linked    ? Said::tr("added from %1").arg(folder)
                          : item.kind == Kind::Shipped ? Said::tr("comes with the program")
                                                       : QString();
    const QString accepted =
        isHere && !item.accepted.isNull()
            ? Said::tr("licence accepted on %1")
                  .arg(QLocale().toString(item.accepted.toLocalTime().date(), QLocale::ShortFormat))
            : QString();
    const QString reading = item.reading != ModelItem::Reading::Chosen ? QString()
                            : item.readAsV0                            ? Said::tr("read as v0, as you chose")
                                                                       : Said::tr("read as v1, as you chose");
    return joined({disk, memory, place, reading, accepted});
}

} // namespace ui::models
