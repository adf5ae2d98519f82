#include "app/settings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "app/storage/file_thread.h"
#include "engine/error.h"

namespace app {

namespace {

constexpr qint64 kLongestFile = 16 << 20; // bytes; ours has some kilobytes and the last text
constexpr qsizetype kLongestText = 1'000'000;
constexpr auto kQuietTime = std::chrono::milliseconds(500);

const QString kVoice = QStringLiteral("voice");
const QString kModel = QStringLiteral("model");
const QString kDevice = QStringLiteral("device");
const QString kPrecision = QStringLiteral("precision");
const QString kNfe = QStringLiteral("nfe");
const QString kSchedule = QStringLiteral("schedule");
const QString kCfg = QStringLiteral("cfg");
const QString kSway = QStringLiteral("sway");
const QString kSpeed = QStringLiteral("speed");
const QString kSeedPinned = QStringLiteral("seedPinned");
const QString kSeed = QStringLiteral("seed");
const QString kTheme = QStringLiteral("theme");
const QString kVolume = QStringLiteral("volume");
const QString kMuted = QStringLiteral("muted");
const QString kLoop = QStringLiteral("loop");
const QString kOutputDevice = QStringLiteral("outputDevice");
const QString kCompareLevelled = QStringLiteral("compareLevelled");
const QString kExportPerLine = QStringLiteral("exportPerLine");
const QString kExportFormat = QStringLiteral("exportFormat");
const QString kExportPause = QStringLiteral("exportPause");
const QString kExportSrt = QStringLiteral("exportSrt");
const QString kExportVtt = QStringLiteral("exportVtt");
const QString kExportFolder = QStringLiteral("exportFolder");
const QString kLastText = QStringLiteral("lastText");
const QString kWorkspace = QStringLiteral("workspace");
const QString kGeometry = QStringLiteral("geometry.");
const QString kState = QStringLiteral("state.");

template <typename Value> QString nameOf(Value value) {
    return QString::fromStdString(engine::toString(value));
}

QString nameOf(Theme theme) {
    const QString names[] = {QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")};
    return names[int(theme)];
}

// Beside the file, with a number when earlier broken ones are still there: nothing a person wrote is overwritten.
QString nameForBroken(const QString &file) {
    QString name = file + QStringLiteral(".broken");
    for (int number = 2; QFile::exists(name); ++number)
        name = file + QStringLiteral(".broken-%1").arg(number);
    return name;
}

// Runs on the file thread. Empty when it worked, else what the system said.
QString write(const QString &file, const QByteArray &text) {
    const QFileInfo info(file);
    if (!QDir().mkpath(info.path()))
        return Settings::tr("The folder “%1” cannot be made.").arg(info.path());
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && out.write(text) == text.size() && out.commit())
        return {};
    qWarning("settings: %s: %s", qUtf8Printable(file), qUtf8Printable(out.errorString()));
    return out.errorString();
}

} // namespace

QString Settings::standardFile() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/ishowtts-studio/settings.json");
}

Settings::Settings(QString file, storage::FileThread &files, QObject *parent)
    : QObject(parent), m_file(std::move(file)), m_files(files) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kQuietTime);
    connect(&m_timer, &QTimer::timeout, this, &Settings::save);
    read();
}

Settings::~Settings() {
    if (m_timer.isActive() || m_saveFailed)
        save();
    m_files.flush(); // what is written refers to this object
}

void Settings::read() {
    QFile in(m_file);
    if (!in.exists())
        return;
    const auto keepOut = [this](const QString &what, const QString &remedy, const QString &detail) {
        m_mayWrite = false;
        m_startProblem = Problem{what, remedy, detail};
    };
    if (!in.open(QIODevice::ReadOnly)) {
        keepOut(tr("The settings could not be read, so the defaults are used."),
                tr("Make the file “%1” readable and start the Studio again; until then nothing is saved.").arg(m_file),
                in.errorString());
        return;
    }
    QJsonParseError error{};
    const QByteArray text = in.read(kLongestFile + 1);
    const QJsonDocument document =
        text.size() <= kLongestFile ? QJsonDocument::fromJson(text, &error) : QJsonDocument();
    in.close();
    if (document.isObject()) {
        m_values = document.object();
        return;
    }
    const QString detail =
        error.error != QJsonParseError::NoError
            ? tr("%1, at byte %2").arg(error.errorString()).arg(error.offset)
            : (text.size() > kLongestFile ? tr("the file is longer than 16 MiB") : tr("the file holds no JSON object"));
    const QString aside = nameForBroken(m_file);
    if (QFile::rename(m_file, aside)) {
        m_startProblem =
            Problem{tr("The settings file was damaged, so the defaults are used."),
                    tr("It was kept as “%1”: repair it and move it back, or leave it.").arg(aside), detail};
    } else {
        keepOut(tr("The settings file is damaged and cannot be moved aside, so the defaults are used."),
                tr("Repair or remove “%1”; until then nothing is saved.").arg(m_file), detail);
    }
}

void Settings::save() {
    m_timer.stop();
    if (!m_mayWrite)
        return;
    m_files.post([this, file = m_file, text = QJsonDocument(m_values).toJson()] {
        const QString error = write(file, text);
        QMetaObject::invokeMethod(
            this,
            [this, file, error] {
                if (!error.isEmpty() && !m_saveFailed) {
                    Q_EMIT saveFailed({tr("The settings could not be saved."),
                                       tr("Check that “%1” is writable and the disk is not full.").arg(file), error});
                }
                m_saveFailed = !error.isEmpty();
                if (!m_saveFailed)
                    Q_EMIT saved();
            },
            Qt::QueuedConnection);
    });
}

void Settings::put(const QString &key, const QJsonValue &value, const QJsonValue &current) {
    if (value == current)
        return;
    m_values.insert(key, value);
    m_timer.start();
    Q_EMIT changed(key);
}

double Settings::number(const QString &key, double low, double high, double fallback) const {
    const double value = m_values.value(key).toDouble(std::nan(""));
    return value >= low && value <= high ? value : fallback;
}

QString Settings::text(const QString &key, const QString &fallback) const {
    return m_values.value(key).toString(fallback);
}

bool Settings::flag(const QString &key, bool fallback) const {
    return m_values.value(key).toBool(fallback);
}

QByteArray Settings::bytes(const QString &key) const {
    return QByteArray::fromBase64(m_values.value(key).toString().toLatin1());
}

QString Settings::voiceId() const {
    return text(kVoice, QStringLiteral("slt"));
}
void Settings::setVoiceId(const QString &id) {
    put(kVoice, id, voiceId());
}

QString Settings::model() const {
    return text(kModel, QString());
}
void Settings::setModel(const QString &nameOrFolder) {
    put(kModel, nameOrFolder, model());
}

QString Settings::device() const {
    const QString device = text(kDevice, QString());
    const bool known = device == u"cpu" || device == u"cuda";
    return known ? device : QStringLiteral("auto");
}
void Settings::setDevice(const QString &device) {
    put(kDevice, device, this->device());
}

engine::Precision Settings::precision() const {
    try {
        return engine::precisionFromString(text(kPrecision, QStringLiteral("auto")).toStdString());
    } catch (const engine::Error &) {
        return engine::Precision::Auto;
    }
}
void Settings::setPrecision(engine::Precision precision) {
    put(kPrecision, nameOf(precision), nameOf(this->precision()));
}

int Settings::nfeStep() const {
    return int(std::lround(number(kNfe, 1, 128, 7)));
}
void Settings::setNfeStep(int steps) {
    put(kNfe, std::clamp(steps, 1, 128), nfeStep());
}

engine::Schedule Settings::schedule() const {
    return text(kSchedule, QString()) == u"uniform" ? engine::Schedule::Uniform : engine::Schedule::Epss;
}
void Settings::setSchedule(engine::Schedule schedule) {
    put(kSchedule, nameOf(schedule), nameOf(this->schedule()));
}

double Settings::cfgStrength() const {
    return number(kCfg, 0, 10, 2);
}
void Settings::setCfgStrength(double strength) {
    put(kCfg, std::clamp(strength, 0.0, 10.0), cfgStrength());
}

double Settings::swayCoefficient() const {
    return number(kSway, -1, 1, -1);
}
void Settings::setSwayCoefficient(double sway) {
    put(kSway, std::clamp(sway, -1.0, 1.0), swayCoefficient());
}

double Settings::speed() const {
    return number(kSpeed, 0.3, 3, 1);
}
void Settings::setSpeed(double speed) {
    put(kSpeed, std::clamp(speed, 0.3, 3.0), this->speed());
}

bool Settings::seedPinned() const {
    return flag(kSeedPinned, false);
}
void Settings::setSeedPinned(bool pinned) {
    put(kSeedPinned, pinned, seedPinned());
}

// As text, because a JSON number keeps 53 bits only.
quint64 Settings::seed() const {
    bool isNumber = false;
    const quint64 seed = text(kSeed, QString()).toULongLong(&isNumber);
    return isNumber ? seed : 1;
}
void Settings::setSeed(quint64 seed) {
    put(kSeed, QString::number(seed), QString::number(this->seed()));
}

Theme Settings::theme() const {
    const QString theme = text(kTheme, QString());
    if (theme == u"light")
        return Theme::Light;
    return theme == u"dark" ? Theme::Dark : Theme::System;
}
void Settings::setTheme(Theme theme) {
    put(kTheme, nameOf(theme), nameOf(this->theme()));
}

double Settings::volume() const {
    return number(kVolume, 0, 1, 1);
}
void Settings::setVolume(double linear) {
    put(kVolume, std::clamp(linear, 0.0, 1.0), volume());
}

bool Settings::muted() const {
    return flag(kMuted, false);
}
void Settings::setMuted(bool muted) {
    put(kMuted, muted, this->muted());
}

QByteArray Settings::outputDevice() const {
    return text(kOutputDevice, QString()).toUtf8();
}
void Settings::setOutputDevice(const QByteArray &id) {
    put(kOutputDevice, QString::fromUtf8(id), text(kOutputDevice, QString()));
}

bool Settings::loop() const {
    return flag(kLoop, false);
}
void Settings::setLoop(bool loop) {
    put(kLoop, loop, this->loop());
}

bool Settings::compareLevelled() const {
    return flag(kCompareLevelled, true);
}
void Settings::setCompareLevelled(bool levelled) {
    put(kCompareLevelled, levelled, compareLevelled());
}

bool Settings::exportPerLine() const {
    return flag(kExportPerLine, false);
}
void Settings::setExportPerLine(bool perLine) {
    put(kExportPerLine, perLine, exportPerLine());
}

QString Settings::exportFormat() const {
    return text(kExportFormat, QStringLiteral("wav16"));
}
void Settings::setExportFormat(const QString &format) {
    put(kExportFormat, format, exportFormat());
}

double Settings::exportPause() const {
    return number(kExportPause, 0, 10, 0.4);
}
void Settings::setExportPause(double seconds) {
    put(kExportPause, seconds, exportPause());
}

bool Settings::exportSrt() const {
    return flag(kExportSrt, false);
}
void Settings::setExportSrt(bool wanted) {
    put(kExportSrt, wanted, exportSrt());
}

bool Settings::exportVtt() const {
    return flag(kExportVtt, false);
}
void Settings::setExportVtt(bool wanted) {
    put(kExportVtt, wanted, exportVtt());
}

QString Settings::exportFolder() const {
    return text(kExportFolder, QString());
}
void Settings::setExportFolder(const QString &folder) {
    put(kExportFolder, folder, exportFolder());
}

QString Settings::lastText() const {
    return text(kLastText, QString());
}
void Settings::setLastText(const QString &text) {
    put(kLastText, text.left(kLongestText), lastText());
}

QString Settings::workspace() const {
    return text(kWorkspace, QStringLiteral("clone"));
}
void Settings::setWorkspace(const QString &workspace) {
    put(kWorkspace, workspace, this->workspace());
}

QByteArray Settings::windowGeometry(const QString &workspace) const {
    return bytes(kGeometry + workspace);
}
void Settings::setWindowGeometry(const QString &workspace, const QByteArray &geometry) {
    put(kGeometry + workspace, QString::fromLatin1(geometry.toBase64()), text(kGeometry + workspace, QString()));
}

QByteArray Settings::windowState(const QString &workspace) const {
    return bytes(kState + workspace);
}
void Settings::setWindowState(const QString &workspace, const QByteArray &state) {
    put(kState + workspace, QString::fromLatin1(state.toBase64()), text(kState + workspace, QString()));
}

} // namespace app
