#include "app/decoding/refusals.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace app::decoding {

namespace {

QString tr(const char *text) {
    return QCoreApplication::translate("decoding", text);
}

QString nameOf(const QString &file) {
    return QFileInfo(file).fileName();
}

QString chooseAnother() {
    return tr("Choose a sound or video file with clear speech.");
}

QString withFFmpegHint(const QString &remedy) {
#ifdef ISHOWTTS_HAVE_LIBAV
    return remedy;
#else
    return remedy + u' ' +
           tr("This build reads WAV, FLAC, MP3, Ogg and Opus only: FFmpeg's libraries were missing when it was built.");
#endif
}

} // namespace

Problem refusal(const QString &file, wire::Reason reason, const QString &text) {
    const QString name = nameOf(file);
    switch (reason) {
    case wire::Reason::NotSound:
        return {tr("The file '%1' is not a sound or video file that can be read.").arg(name),
                withFFmpegHint(chooseAnother()), text};
    case wire::Reason::Playlist:
        return {tr("The file '%1' is a playlist: it only names other files.").arg(name),
                tr("Choose the sound file itself."), text};
    case wire::Reason::NoSoundTrack:
        return {tr("The file '%1' has no sound.").arg(name), chooseAnother(), text};
    case wire::Reason::UnknownCodec:
        return {tr("The sound in '%1' is of a kind that cannot be read (%2).").arg(name, text),
                tr("Export it as WAV or FLAC with the program it comes from."),
                {}};
    case wire::Reason::Damaged:
        return {tr("The file '%1' is damaged: no sound could be read from it.").arg(name),
                tr("Copy or export the file again, or choose another one."), text};
    case wire::Reason::TooLong:
        return {tr("The sound in '%1' is longer than 3 hours.").arg(name),
                tr("Cut out the part with the voice and choose that."),
                {}};
    case wire::Reason::Unreasonable:
        return {tr("The sound in '%1' has a form that nobody uses (%2).").arg(name, text),
                tr("Save it as a mono or stereo file with 24000 or 48000 Hz."),
                {}};
    case wire::Reason::NotNumbers:
        return {tr("The file '%1' holds samples that are not numbers.").arg(name),
                tr("Export it again as 16-bit WAV, or choose another file."),
                {}};
    case wire::Reason::Memory:
        return {tr("The file '%1' asks for more memory than any sound needs, so reading it was ended.").arg(name),
                tr("Copy or export the file again, or choose another one."),
                {}};
    case wire::Reason::Empty:
        return {tr("The file '%1' holds no sound.").arg(name), chooseAnother(), {}};
    case wire::Reason::NotConfined:
        return {tr("'%1' was not read: this system does not let the reading program give up its rights.").arg(name),
                tr("It needs a Linux kernel with seccomp; some containers forbid that."), text};
    }
    return crashed(file, 0);
}

Problem cannotOpen(const QString &file, int error) {
    const QString name = nameOf(file);
    if (error == ENOENT || error == ENOTDIR)
        return {tr("There is no file '%1' any more.").arg(name), tr("Check the name and the folder."), file};
    if (error == EACCES || error == EPERM)
        return {tr("The file '%1' may not be read by this user.").arg(name),
                tr("Give yourself permission to read it, or choose another file."), file};
    return {tr("The file '%1' cannot be opened.").arg(name), chooseAnother(),
            QString::fromLocal8Bit(std::strerror(error))};
}

Problem noFile(const QString &file, bool isFolder) {
    return {(isFolder ? tr("'%1' is a folder, not a sound file.") : tr("'%1' is a device, not a sound file."))
                .arg(nameOf(file)),
            chooseAnother(), file};
}

Problem tooLarge(const QString &file, qint64 bytes) {
    return {tr("The file '%1' is too large: %2 GB, and 2 GB are read.")
                .arg(nameOf(file), QString::number(double(bytes) / 1e9, 'f', 1)),
            tr("Cut out the part with the voice, or save its sound alone."),
            {}};
}

Problem stuck(const QString &file) {
    return {tr("Reading '%1' was ended: nothing came of it for 30 seconds.").arg(nameOf(file)),
            tr("The file may be damaged, or its disk may be gone; copy it and try again."),
            {}};
}

Problem crashed(const QString &file, int signal) {
    const QString detail = signal == 0 ? tr("The reading program ended without an answer.")
                                       : tr("The reading program was ended by signal %1.").arg(signal);
    if (signal == SIGSYS)
        return {tr("The file '%1' was refused: it made the reading program try what it may not do.").arg(nameOf(file)),
                tr("Do not use this file."), detail};
    if (signal == SIGXCPU)
        return tookTooLong(file);
    if (signal == SIGKILL)
        return {tr("Reading '%1' was ended by the system or by somebody, mostly because memory is short.")
                    .arg(nameOf(file)),
                tr("Close other programs and try again, or export it as WAV or FLAC and choose that."), detail};
    return {tr("The file '%1' is damaged in a way that ended the reading program.").arg(nameOf(file)),
            tr("Copy or export the file again, or choose another one. Nothing else was touched."), detail};
}

Problem cannotStart(const QString &file, int signal, int exitCode) {
    return {tr("'%1' was not read: the program ishowtts-decode cannot start.").arg(nameOf(file)),
            tr("Install the Studio again."),
            signal != 0 ? tr("The reading program was ended by signal %1.").arg(signal)
                        : tr("The reading program ended with status %1 before it said anything.").arg(exitCode)};
}

Problem tookTooLong(const QString &file) {
    return {tr("Reading '%1' took too long and was ended.").arg(nameOf(file)),
            tr("Export it as WAV or FLAC and choose that."),
            {}};
}

Problem noProgram() {
    return {tr("Sound files cannot be read: the program ishowtts-decode is missing beside the Studio."),
            tr("Install the Studio again."),
            {}};
}

} // namespace app::decoding
