// The folders of voices as they are written: what VoiceEditor and the command line do, at once and on the calling
// thread. Any thread; two programs that change voices wait for each other (voices/.lock).
//
// A version of a voice is built in voices/.new-…, made durable, and put into its place with one rename; what was there
// is moved to voices/.removed/<when>.<why>.<id> and forgotten a week later.
#pragma once

#include <QDateTime>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/voices/voice_change.h"

namespace app::voices {

class VoiceDraft;

struct RemovedVoice {
    QString id;
    QDateTime when; // UTC
    QString kept;   // see VoiceChange
};

// Everything throws storage::Error.
class VoiceFolders {
public:
    explicit VoiceFolders(std::vector<std::filesystem::path> roots); // the first one is written to

    const std::vector<std::filesystem::path> &roots() const { return m_roots; }

    void tidy(const QDateTime &now = QDateTime::currentDateTimeUtc());

    // As VoiceEditor's.
    // `importedAs`: what the program calls it from which it comes (manifest_writer.h).
    VoiceChange create(const VoiceDetails &details, const VoiceReference &reference, const QString &importedAs = {});
    VoiceChange setDetails(const QString &id, const VoiceDetails &details);
    VoiceChange setStyle(const QString &id, const QString &style, const VoiceReference &reference);
    VoiceChange renameStyle(const QString &id, const QString &style, const QString &name);
    VoiceChange removeStyle(const QString &id, const QString &style);
    VoiceChange overrideReference(const QString &id, const VoiceReference &reference);
    VoiceChange restoreBaseline(const QString &id); // but for the voice's lexicon, which stays
    VoiceChange remove(const QString &id);
    VoiceChange undo(const VoiceChange &change); // but for the voice's lexicon, which stays as it is now

    // A shipped voice becomes one of the person's folder, as it is; nothing is done where it is one already.
    void makeOwn(const QString &id);

    // For imports: a voice folder that `fill` makes; put in place as `id`, or as id-2, id-3 … where that is taken. What
    // it made must load as a voice.
    VoiceChange add(const QString &id, const std::function<void(const std::filesystem::path &folder)> &fill);
    // The same, over a voice of the person's folder of that id, or a shipped one; one that is written otherwise only in
    // upper and lower case is that one, and keeps its id.
    VoiceChange replace(const QString &id, const std::function<void(const std::filesystem::path &folder)> &fill);

    // Whether a folder of voices has one of this id, in any writing.
    bool isTaken(const QString &id) const;

    // Runs `look` while no program changes a voice; at once where nothing can be written.
    void atRest(const std::function<void()> &look) const;

    // What remove() took away and undo() can bring back, newest first.
    std::vector<RemovedVoice> removed() const;

private:
    class Turn;

    VoiceChange rewrite(const QString &id, const std::function<void(VoiceDraft &, const engine::Voice &before)> &edit);

    VoiceChange putMade(const QString &id, const std::function<void(const std::filesystem::path &)> &fill,
                        VoiceChange::What what);

    std::vector<std::filesystem::path> m_roots;
};

// Ids of which this is the same are one voice: some disks do not tell upper from lower case.
std::string inOneWriting(std::string id);

// Small letters, digits, - and _ of a name, at most 60; "voice" when nothing of it is left.
QString voiceIdFrom(const QString &name);

} // namespace app::voices
