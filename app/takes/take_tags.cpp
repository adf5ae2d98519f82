#include "app/takes/take_tags.h"

#include <QRegularExpression>

#include <string>

#include "engine/json.h"

namespace app::takes {

namespace {

constexpr qsizetype kMostWords = 48; // characters of the text in a file name

QString withoutAwkward(QString text) {
    static const QRegularExpression awkward(QStringLiteral("[^\\p{L}\\p{M}\\p{N} _-]+"));
    return text.remove(awkward).simplified();
}

// Never within a sign.
QString cut(QString text, qsizetype bytes) {
    while (!text.isEmpty() && (text.back().isHighSurrogate() || text.toUtf8().size() > bytes))
        text.chop(1);
    return text.trimmed();
}

} // namespace

engine::audio::SoundTags tagsOf(const TakeRecord &record) {
    engine::Json::Object settings{
        {"model", record.modelName.toStdString()},       {"voice", record.voiceId.toStdString()},
        {"seed", std::to_string(record.seed)},           {"nfe_step", record.nfeStep},
        {"schedule", engine::toString(record.schedule)}, {"cfg_strength", record.cfgStrength},
        {"sway_sampling_coef", record.swayCoefficient},  {"speed", record.speed},
        {"cross_fade_seconds", record.crossFadeSeconds}, {"precision", record.precision.toStdString()},
        {"device", record.deviceKind.toStdString()},     {"duration_rule", engine::toString(record.durationRule)},
        {"joining", engine::toString(record.joining)}};
    engine::Json::Array others;
    for (const OtherVoice &other : record.otherVoices)
        others.push_back(other.id.toStdString());
    if (!others.empty())
        settings["other_voices"] = others;
    engine::audio::SoundTags tags;
    tags.title = (record.name.isEmpty() ? record.text : record.name).left(300).toStdString();
    tags.artist = record.voiceName.toStdString();
    tags.comment = engine::Json(settings).dump();
    tags.software = "iShowTTS Studio " + record.programVersion.toStdString();
    tags.licence = record.modelLicence.toStdString();
    return tags;
}

QString fileStemOf(const TakeRecord &record) {
    const QString said = record.name.isEmpty() ? record.text : record.name;
    QString words = withoutAwkward(cut(said.left(200), 800));
    if (words.size() > kMostWords) {
        const qsizetype blank = words.lastIndexOf(u' ', kMostWords);
        words.truncate(blank > 0 ? blank : kMostWords); // Chinese has no blanks
    }
    words = cut(words, kLongestStem * 3 / 4);
    const QString between = words.isEmpty() ? QString() : QStringLiteral(" - ");
    const QString voice = cut(withoutAwkward(record.voiceId), kLongestStem - between.size() - words.toUtf8().size());
    if (voice.isEmpty())
        return words.isEmpty() ? QStringLiteral("take") : words;
    return voice + between + words;
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
