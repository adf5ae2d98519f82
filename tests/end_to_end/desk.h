// A desk of one's own for the real Studio: a virtual screen with a window manager, a sound server with an output that
// only we listen to, a home folder that is thrown away. Every call fails loudly with what was missing.
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <optional>
#include <vector>

namespace end_to_end {

class Desk {
public:
    static constexpr int recordingRate = 48000; // Hz, mono

    Desk() = default;
    ~Desk(); // ends what was started, last first

    // "" = ready; else what is missing.
    QString setUp();
    const QProcessEnvironment &environment() const { return m_environment; }
    QString folder(const QString &name) const { return m_home.filePath(name); }
    // The Studio's, of this person. False when they cannot be written.
    QString settingsFile() const { return folder(QStringLiteral("config/ishowtts-studio/settings.json")); }
    bool writeSettings(const QByteArray &json) const;

    QProcess *start(const QString &program, const QStringList &arguments); // null when it does not start
    // Runs to the end; the standard output, or nothing after an error or the time limit (said on stderr).
    std::optional<QByteArray> run(const QString &program, const QStringList &arguments, int seconds = 240);
    // Waits until it has nothing more to do: none of its threads computes or waits for a disk, and no child of it runs.
    static bool rests(const QProcess &program);
    // Everything that sounds from now on, as it arrives; parec with 16-bit samples. Null when it does not record.
    QProcess *listen();

private:
    QString startScreen();
    QString startSound();

    QTemporaryDir m_home;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
    std::vector<std::unique_ptr<QProcess>> m_running;
};

} // namespace end_to_end
