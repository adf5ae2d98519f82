// Changes of the voices in the person's folder (the first data root). The work is done on the file thread, in order;
// answers come through the event loop of the thread that asked, and not at all when `context` is gone by then. After
// each change the library is read anew. Whatever kills the program at whatever moment, a voice is the old or the new
// one.
//
// A shipped voice is never changed itself: what is done to it makes a folder of the same id in the person's folder, the
// override, and restoreBaseline() takes that away again. The person's own voices are simply changed; only
// overrideReference() keeps the version that was there before it inside the folder, as the baseline that
// restoreBaseline() brings back.
#pragma once

#include <QObject>

#include <filesystem>
#include <memory>
#include <vector>

#include "app/voices/voice_change.h"

namespace app::storage {
class FileThread;
}

namespace app::voices {

class VoiceFolders;
class VoiceLibrary;

class VoiceEditor : public QObject {
    Q_OBJECT

public:
    // `roots` as the library has them. Nothing is written before the first change.
    VoiceEditor(std::vector<std::filesystem::path> roots, VoiceLibrary &library, storage::FileThread &files,
                QObject *parent = nullptr);
    ~VoiceEditor() override;

    // Removes what a killed program left unfinished, and forgets what was removed more than a week ago. Once, at start.
    void tidy();

    // A new voice. Its id is made of the name; -2, -3 … is put behind it where a voice is called so.
    void create(const VoiceDetails &details, const VoiceReference &reference, QObject *context, ChangeAnswered done);
    void setDetails(const QString &id, const VoiceDetails &details, QObject *context, ChangeAnswered done);
    // Adds the style or replaces it; "" and "default" are the voice's own reference. Without a clip only the transcript
    // is changed.
    void setStyle(const QString &id, const QString &style, const VoiceReference &reference, QObject *context,
                  ChangeAnswered done);
    void renameStyle(const QString &id, const QString &style, const QString &name, QObject *context,
                     ChangeAnswered done);
    void removeStyle(const QString &id, const QString &style, QObject *context, ChangeAnswered done);
    // The voice's own reference until restoreBaseline(): with the clip, the transcript or both. Licence, source and
    // consent are of a recording and stay behind with it where a clip takes its place. An empty transcript
    // leaves the one that is there.
    void overrideReference(const QString &id, const VoiceReference &reference, QObject *context, ChangeAnswered done);
    // Error(Missing) when there is no baseline, or nothing that hides it.
    void restoreBaseline(const QString &id, QObject *context, ChangeAnswered done);
    // Of the person's folder; what is removed of an override shows the shipped voice again. Error(Missing) for a
    // shipped voice without one.
    void remove(const QString &id, QObject *context, ChangeAnswered done);
    // Error(Missing) when what was there is forgotten, or when the voice was changed again since. The answer undoes the
    // undoing.
    void undo(const VoiceChange &change, QObject *context, ChangeAnswered done);

Q_SIGNALS:
    void changed(const app::voices::VoiceChange &change); // whoever asked for it, before the library's changed()

private:
    void post(std::function<VoiceChange(VoiceFolders &)> work, QObject *context, ChangeAnswered done);

    std::shared_ptr<VoiceFolders> m_folders;
    VoiceLibrary &m_library;
    storage::FileThread &m_files;
    int m_waiting = 0;
};

} // namespace app::voices
