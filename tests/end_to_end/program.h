// `ishowtts` as a person at a shell runs it: the built program, with a data folder of its own that is thrown away.
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <vector>

namespace end_to_end {

struct Run {
    int status = -1; // -1: it crashed, did not start, or did not end in time
    QByteArray output;
    QString messages; // stderr

    QJsonObject object() const; // of output, which must be exactly one JSON object on one line; else empty
    QJsonArray array() const;
};

class Program {
public:
    Program();

    Run run(const QStringList &arguments, const QByteArray &input = {}, int seconds = 600) const;
    // A command line for bash; $ISHOWTTS is the program.
    Run shell(const QString &commands) const;
    void start(QProcess &process, const QStringList &arguments) const;

    void setVariable(const QString &name, const QString &value) { m_environment.insert(name, value); }
    QString path(const QString &name) const { return m_folder.filePath(name); } // in the folder that is thrown away
    QStringList files() const;                                                  // in that folder, hidden ones too
    // Makes <data>/voices/<id>/ with this recording and the transcript of the shipped voice "slt".
    QString addVoice(const QString &id, const QByteArray &recording) const;

    // Another one's data folder, of which no program runs now, in the place of this one's, which is new.
    bool takeOver(const Program &other) const;

    static QString location() { return QStringLiteral(PROGRAM_FOLDER "/ishowtts"); }
    static QByteArray read(const QString &file); // empty when it does not exist
    static QString tinyModel(); // upstream's architecture with random weights: fast, and as loud as it likes

private:
    QTemporaryDir m_folder;
    QTemporaryDir m_data;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

// A 16-bit PCM WAV file.
QByteArray wav(const std::vector<qint16> &interleaved, int sampleRate, int channels);
// The samples of a 16-bit WAV file as written by the program; empty when it is something else.
std::vector<qint16> samplesOf(const QByteArray &wav);

} // namespace end_to_end
