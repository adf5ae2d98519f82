// Each setting by its type: setting_table.h says what there is and what it may be.
#include <QJsonArray>

#include <algorithm>

#include "app/settings/setting_table.h"
#include "app/settings/settings.h"

namespace app {

namespace {

const QString kVoice = QStringLiteral("voice");
const QString kModel = QStringLiteral("model");
const QString kModelMirror = QStringLiteral("modelMirror");
const QString kDevice = QStringLiteral("device");
const QString kPrecision = QStringLiteral("precision");
const QString kNfe = QStringLiteral("nfe");
const QString kSchedule = QStringLiteral("schedule");
const QString kCfg = QStringLiteral("cfg");
const QString kSway = QStringLiteral("sway");
const QString kSpeed = QStringLiteral("speed");
const QString kCrossFade = QStringLiteral("crossFade");
const QString kLoudness = QStringLiteral("loudness");
const QString kSeedPinned = QStringLiteral("seedPinned");
const QString kSeed = QStringLiteral("seed");
const QString kTheme = QStringLiteral("theme");
const QString kSpectrogram = QStringLiteral("spectrogram");
const QString kLineCard = QStringLiteral("lineCard");
const QString kVolume = QStringLiteral("volume");
const QString kMuted = QStringLiteral("muted");
const QString kLoop = QStringLiteral("loop");
const QString kOutputDevice = QStringLiteral("outputDevice");
const QString kProgramDevice = QStringLiteral("programDevice");
const QString kProgramLevel = QStringLiteral("programLevel");
const QString kCompareLevelled = QStringLiteral("compareLevelled");
const QString kExportPerLine = QStringLiteral("exportPerLine");
const QString kExportFormat = QStringLiteral("exportFormat");
const QString kExportPause = QStringLiteral("exportPause");
const QString kReadNumbers = QStringLiteral("readNumbers");
const QString kDayFirst = QStringLiteral("dayFirst");
const QString kDurationRule = QStringLiteral("durationRule");
const QString kJoining = QStringLiteral("joining");
const QString kCheckTakes = QStringLiteral("checkTakes");
const QString kSpokenForm = QStringLiteral("spokenForm");
const QString kImportCut = QStringLiteral("importCut");
const QString kExportTimed = QStringLiteral("exportTimed");
const QString kExportSrt = QStringLiteral("exportSrt");
const QString kExportVtt = QStringLiteral("exportVtt");
const QString kExportFolder = QStringLiteral("exportFolder");
const QString kLastText = QStringLiteral("lastText");
const QString kTwitchChannel = QStringLiteral("twitchChannel"); // of a version that read one
const QString kTwitchChannels = QStringLiteral("twitchChannels");
const QString kKeysElsewhere = QStringLiteral("keysElsewhere");
const QString kWorkspace = QStringLiteral("workspace");
const QString kGeometry = QStringLiteral("geometry.");
const QString kState = QStringLiteral("state.");
const QString kApart = QStringLiteral("apart");
const QString kAppliedChanges = QStringLiteral("appliedChanges");

template <typename Value> QString nameOf(Value value) {
    return QString::fromStdString(engine::toString(value));
}

QString nameOf(Theme theme) {
    const QString names[] = {QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")};
    return names[int(theme)];
}

QString nameOf(LineCardState state) {
    const QString names[] = {QStringLiteral("auto"), QStringLiteral("open"), QStringLiteral("folded")};
    return names[int(state)];
}

// What the window's own buttons may ask for is always in range.
double within(const QString &id, double value) {
    const Setting &setting = *findSetting(id);
    return std::clamp(value, setting.low, setting.high);
}

QByteArray fromText(const QJsonValue &value) {
    return QByteArray::fromBase64(value.toString().toLatin1());
}

} // namespace

QString Settings::voiceId() const {
    return value(kVoice).toString();
}
void Settings::setVoiceId(const QString &id) {
    setValue(kVoice, id);
}

QString Settings::model() const {
    return value(kModel).toString();
}
void Settings::setModel(const QString &nameOrFolder) {
    setValue(kModel, nameOrFolder);
}

QString Settings::device() const {
    return value(kDevice).toString();
}
void Settings::setDevice(const QString &device) {
    setValue(kDevice, device);
}

engine::Precision Settings::precision() const {
    return engine::precisionFromString(value(kPrecision).toString().toStdString());
}
void Settings::setPrecision(engine::Precision precision) {
    setValue(kPrecision, nameOf(precision));
}

int Settings::nfeStep() const {
    return value(kNfe).toInt();
}
void Settings::setNfeStep(int steps) {
    setValue(kNfe, within(kNfe, steps));
}

engine::Schedule Settings::schedule() const {
    return engine::scheduleFromString(value(kSchedule).toString().toStdString());
}
void Settings::setSchedule(engine::Schedule schedule) {
    setValue(kSchedule, nameOf(schedule));
}

double Settings::cfgStrength() const {
    return value(kCfg).toDouble();
}
void Settings::setCfgStrength(double strength) {
    setValue(kCfg, within(kCfg, strength));
}

double Settings::swayCoefficient() const {
    return value(kSway).toDouble();
}
void Settings::setSwayCoefficient(double sway) {
    setValue(kSway, within(kSway, sway));
}

double Settings::speed() const {
    return value(kSpeed).toDouble();
}
void Settings::setSpeed(double speed) {
    setValue(kSpeed, within(kSpeed, speed));
}

double Settings::crossFadeSeconds() const {
    return value(kCrossFade).toDouble();
}
void Settings::setCrossFadeSeconds(double seconds) {
    setValue(kCrossFade, within(kCrossFade, seconds));
}

std::optional<double> Settings::loudness() const {
    return lufsOf(value(kLoudness).toString());
}
void Settings::setLoudness(std::optional<double> lufs) {
    setValue(kLoudness, lufs ? QString::number(*lufs) : findSetting(kLoudness)->fallback.toString());
}

bool Settings::readNumbers() const {
    return value(kReadNumbers).toBool();
}
void Settings::setReadNumbers(bool read) {
    setValue(kReadNumbers, read);
}

bool Settings::dayFirst() const {
    return value(kDayFirst).toBool();
}
void Settings::setDayFirst(bool first) {
    setValue(kDayFirst, first);
}

engine::DurationRule Settings::durationRule() const {
    return engine::durationRuleFromString(value(kDurationRule).toString().toStdString());
}
void Settings::setDurationRule(engine::DurationRule rule) {
    setValue(kDurationRule, QString::fromStdString(engine::toString(rule)));
}

engine::Joining Settings::joining() const {
    return engine::joiningFromString(value(kJoining).toString().toStdString());
}
void Settings::setJoining(engine::Joining joining) {
    setValue(kJoining, QString::fromStdString(engine::toString(joining)));
}

bool Settings::checkTakes() const {
    return value(kCheckTakes).toBool();
}
void Settings::setCheckTakes(bool check) {
    setValue(kCheckTakes, check);
}

bool Settings::spokenForm() const {
    return value(kSpokenForm).toBool();
}
void Settings::setSpokenForm(bool shown) {
    setValue(kSpokenForm, shown);
}

bool Settings::seedPinned() const {
    return value(kSeedPinned).toBool();
}
void Settings::setSeedPinned(bool pinned) {
    setValue(kSeedPinned, pinned);
}

// As text, because a JSON number keeps 53 bits only.
quint64 Settings::seed() const {
    return value(kSeed).toString().toULongLong();
}
void Settings::setSeed(quint64 seed) {
    setValue(kSeed, QString::number(seed));
}

Theme Settings::theme() const {
    const QString theme = value(kTheme).toString();
    if (theme == u"light")
        return Theme::Light;
    return theme == u"dark" ? Theme::Dark : Theme::System;
}
void Settings::setTheme(Theme theme) {
    setValue(kTheme, nameOf(theme));
}

double Settings::volume() const {
    return value(kVolume).toDouble();
}
void Settings::setVolume(double linear) {
    setValue(kVolume, within(kVolume, linear));
}

bool Settings::muted() const {
    return value(kMuted).toBool();
}
void Settings::setMuted(bool muted) {
    setValue(kMuted, muted);
}

QByteArray Settings::outputDevice() const {
    return value(kOutputDevice).toString().toUtf8();
}
void Settings::setOutputDevice(const QByteArray &id) {
    setValue(kOutputDevice, QString::fromUtf8(id));
}

QByteArray Settings::programDevice() const {
    return value(kProgramDevice).toString().toUtf8();
}
void Settings::setProgramDevice(const QByteArray &id) {
    setValue(kProgramDevice, QString::fromUtf8(id));
}

double Settings::programLevel() const {
    return value(kProgramLevel).toDouble();
}
void Settings::setProgramLevel(double linear) {
    setValue(kProgramLevel, within(kProgramLevel, linear));
}

bool Settings::loop() const {
    return value(kLoop).toBool();
}
void Settings::setLoop(bool loop) {
    setValue(kLoop, loop);
}

bool Settings::spectrogram() const {
    return value(kSpectrogram).toBool();
}
void Settings::setSpectrogram(bool shown) {
    setValue(kSpectrogram, shown);
}

LineCardState Settings::lineCard() const {
    const QString state = value(kLineCard).toString();
    return state == u"open" ? LineCardState::Open : state == u"folded" ? LineCardState::Folded : LineCardState::Auto;
}
void Settings::setLineCard(LineCardState state) {
    setValue(kLineCard, nameOf(state));
}

bool Settings::compareLevelled() const {
    return value(kCompareLevelled).toBool();
}
void Settings::setCompareLevelled(bool levelled) {
    setValue(kCompareLevelled, levelled);
}

bool Settings::exportPerLine() const {
    return value(kExportPerLine).toBool();
}
void Settings::setExportPerLine(bool perLine) {
    setValue(kExportPerLine, perLine);
}

QString Settings::exportFormat() const {
    return value(kExportFormat).toString();
}
void Settings::setExportFormat(const QString &format) {
    setValue(kExportFormat, format);
}

double Settings::exportPause() const {
    return value(kExportPause).toDouble();
}
void Settings::setExportPause(double seconds) {
    setValue(kExportPause, seconds);
}

QString Settings::importCut() const {
    return value(kImportCut).toString();
}
void Settings::setImportCut(const QString &cut) {
    setValue(kImportCut, cut);
}

bool Settings::exportTimed() const {
    return value(kExportTimed).toBool();
}
void Settings::setExportTimed(bool timed) {
    setValue(kExportTimed, timed);
}

bool Settings::exportSrt() const {
    return value(kExportSrt).toBool();
}
void Settings::setExportSrt(bool wanted) {
    setValue(kExportSrt, wanted);
}

bool Settings::exportVtt() const {
    return value(kExportVtt).toBool();
}
void Settings::setExportVtt(bool wanted) {
    setValue(kExportVtt, wanted);
}

QString Settings::exportFolder() const {
    return value(kExportFolder).toString();
}
void Settings::setExportFolder(const QString &folder) {
    setValue(kExportFolder, folder);
}

QString Settings::modelMirror() const {
    return value(kModelMirror).toString();
}
void Settings::setModelMirror(const QString &address) {
    setValue(kModelMirror, address);
}

QString Settings::lastText() const {
    return windowValue(kLastText).toString();
}

QStringList Settings::twitchChannels() const {
    const QJsonValue kept = windowValue(kTwitchChannels);
    QStringList channels;
    if (kept.isArray())
        for (const QJsonValue &each : kept.toArray())
            channels << each.toString();
    else
        channels << windowValue(kTwitchChannel).toString();
    channels.removeAll(QString());
    return channels;
}
void Settings::setTwitchChannels(const QStringList &channels) {
    putWindow(kTwitchChannels, QJsonArray::fromStringList(channels));
}

bool Settings::keysElsewhere() const {
    return windowValue(kKeysElsewhere).toBool();
}
void Settings::setKeysElsewhere(bool wanted) {
    putWindow(kKeysElsewhere, wanted);
}

QString Settings::workspace() const {
    return value(kWorkspace).toString();
}
void Settings::setWorkspace(const QString &workspace) {
    setValue(kWorkspace, workspace);
}

QJsonObject Settings::apart() const {
    return raw(QStringLiteral("speech"), kApart).toObject();
}
void Settings::setApart(const QJsonObject &apart) {
    putObject(QStringLiteral("speech"), kApart, apart);
}

QJsonObject Settings::appliedChanges() const {
    return raw(QStringLiteral("listening"), kAppliedChanges).toObject();
}
void Settings::setAppliedChanges(const QJsonObject &changes) {
    putObject(QStringLiteral("listening"), kAppliedChanges, changes);
}

QByteArray Settings::windowGeometry(const QString &workspace) const {
    return fromText(windowValue(kGeometry + workspace));
}
void Settings::setWindowGeometry(const QString &workspace, const QByteArray &geometry) {
    putWindow(kGeometry + workspace, QString::fromLatin1(geometry.toBase64()));
}

QByteArray Settings::windowState(const QString &workspace) const {
    return fromText(windowValue(kState + workspace));
}
void Settings::setWindowState(const QString &workspace, const QByteArray &state) {
    putWindow(kState + workspace, QString::fromLatin1(state.toBase64()));
}

} // namespace app
