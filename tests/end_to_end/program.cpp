#include "tests/end_to_end/program.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QtEndian>

#include <cstring>

namespace end_to_end {

namespace {

Run finish(QProcess &process, int seconds) {
    Run run;
    if (!process.waitForFinished(seconds * 1000)) {
        process.kill();
        process.waitForFinished();
        run.messages = QStringLiteral("did not end within %1 s: ").arg(seconds) + process.program();
        return run;
    }
    run.output = process.readAllStandardOutput();
    run.messages = QString::fromUtf8(process.readAllStandardError());
    if (process.exitStatus() == QProcess::NormalExit)
        run.status = process.exitCode();
    return run;
}

QJsonDocument onlyLine(const QByteArray &output) {
    return output.count('\n') == 1 && output.endsWith('\n') ? QJsonDocument::fromJson(output) : QJsonDocument();
}

template <typename Number> QByteArray little(Number value) {
    QByteArray bytes(sizeof value, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

} // namespace

QJsonObject Run::object() const {
    return onlyLine(output).object();
}

QJsonArray Run::array() const {
    return onlyLine(output).array();
}

Program::Program() {
    m_environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_data.filePath(QStringLiteral("config")));
    m_environment.insert(QStringLiteral("XDG_DATA_HOME"), m_data.path());
    m_environment.insert(QStringLiteral("XDG_STATE_HOME"), m_data.filePath(QStringLiteral("state")));
    m_environment.insert(QStringLiteral("ISHOWTTS"), location());
    m_environment.remove(QStringLiteral("ISHOWTTS_DATA"));
    m_environment.remove(QStringLiteral("ISHOWTTS_SHIPPED")); // the program finds its own
}

void Program::start(QProcess &process, const QStringList &arguments) const {
    process.setProcessEnvironment(m_environment);
    process.start(location(), arguments);
}

Run Program::run(const QStringList &arguments, const QByteArray &input, int seconds) const {
    QProcess process;
    start(process, arguments);
    process.write(input);
    process.closeWriteChannel();
    return finish(process, seconds);
}

Run Program::shell(const QString &commands) const {
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(QStringLiteral("bash"), {QStringLiteral("-c"), commands});
    return finish(process, 600);
}

QStringList Program::files() const {
    return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

QString Program::addVoice(const QString &id, const QByteArray &recording) const {
    const QString folder = m_data.filePath(QStringLiteral("ishowtts-studio/voices/") + id);
    if (!QDir().mkpath(folder))
        return {};
    const QByteArray manifest = read(QStringLiteral(SOURCE_FOLDER "/voices/slt/voice.json"));
    QJsonObject voice = QJsonDocument::fromJson(manifest).object();
    voice[QStringLiteral("recording")] = QStringLiteral("recording.wav");
    QFile manifestFile(folder + QStringLiteral("/voice.json"));
    QFile recordingFile(folder + QStringLiteral("/recording.wav"));
    const QByteArray json = QJsonDocument(voice).toJson();
    const bool written = manifestFile.open(QIODevice::WriteOnly) && manifestFile.write(json) == json.size() &&
                         recordingFile.open(QIODevice::WriteOnly) && recordingFile.write(recording) == recording.size();
    return written ? recordingFile.fileName() : QString();
}

bool Program::takeOver(const Program &other) const {
    return QProcess::execute(QStringLiteral("cp"),
                             {QStringLiteral("-r"), other.m_data.filePath(QStringLiteral(".")), m_data.path()}) == 0;
}

QByteArray Program::read(const QString &file) {
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
}

QString Program::tinyModel() {
    return QStringLiteral(TEST_DATA "/tiny/v1");
}

QByteArray wav(const std::vector<qint16> &interleaved, int sampleRate, int channels) {
    QByteArray data;
    for (const qint16 sample : interleaved)
        data += little(sample);
    const quint32 frameBytes = quint32(channels) * 2;
    return "RIFF" + little(quint32(36 + data.size())) + "WAVEfmt " + little(quint32(16)) + little(quint16(1)) +
           little(quint16(channels)) + little(quint32(sampleRate)) + little(quint32(sampleRate) * frameBytes) +
           little(quint16(frameBytes)) + little(quint16(16)) + "data" + little(quint32(data.size())) + data;
}

std::vector<qint16> samplesOf(const QByteArray &file) {
    const qsizetype data = file.indexOf("data");
    if (!file.startsWith("RIFF") || file.mid(8, 4) != "WAVE" || data < 0)
        return {};
    const auto *bytes = reinterpret_cast<const uchar *>(file.constData());
    const qsizetype count = qFromLittleEndian<quint32>(bytes + data + 4) / 2;
    if (data + 8 + 2 * count > file.size())
        return {};
    std::vector<qint16> samples;
    for (qsizetype i = 0; i < count; ++i)
        samples.push_back(qFromLittleEndian<qint16>(bytes + data + 8 + 2 * i));
    return samples;
}

} // namespace end_to_end
