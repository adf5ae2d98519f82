#include "app/takes/take_tags.h"

#include <QRegularExpression>

#include <string>

#include "engine/json.h"

namespace app::takes {

namespace {

constexpr qsizetype kLongestStem = 48; // characters of the text in a file name

}

engine::audio::SoundTags tagsOf(const TakeRecord &record) {
    const engine::Json settings = engine::Json::Object{
        {"model", record.modelName.toStdString()},       {"voice", record.voiceId.toStdString()},
        {"seed", std::to_string(record.seed)},           {"nfe_step", record.nfeStep},
        {"schedule", engine::toString(record.schedule)}, {"cfg_strength", record.cfgStrength},
        {"sway_coefficient", record.swayCoefficient},    {"speed", record.speed},
        {"precision", record.precision.toStdString()},   {"device", record.deviceKind.toStdString()}};
    engine::audio::SoundTags tags;
    tags.title = (record.name.isEmpty() ? record.text : record.name).left(300).toStdString();
    tags.artist = record.voiceName.toStdString();
    tags.comment = settings.dump();
    tags.software = "iShowTTS Studio " + record.programVersion.toStdString();
    tags.licence = record.modelLicence.toStdString();
    return tags;
}

QString fileStemOf(const TakeRecord &record) {
    static const QRegularExpression awkward(QStringLiteral("[^\\p{L}\\p{N} _-]+"));
    const QString said = record.name.isEmpty() ? record.text : record.name;
    QString words = said.left(200).remove(awkward).simplified();
    if (words.size() > kLongestStem) {
        const qsizetype blank = words.lastIndexOf(u' ', kLongestStem);
        words.truncate(blank > 0 ? blank : kLongestStem); // Chinese has no blanks
        if (words.back().isHighSurrogate())
            words.chop(1);
    }
    return record.voiceId + QStringLiteral(" - ") + words;
}

QStringList fileNamesOf(const QList<TakeRecord> &takes, const QString &suffix) {
    const int digits = int(QString::number(takes.size()).size());
    QStringList names;
    for (qsizetype i = 0; i < takes.size(); ++i) {
        const QString number =
            takes.size() == 1 ? QString() : QStringLiteral("%1 ").arg(i + 1, digits, 10, QLatin1Char('0'));
        names << number + fileStemOf(takes[i]) + u'.' + suffix;
    }
    return names;
}

} // namespace app::takes
