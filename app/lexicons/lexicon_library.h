// The lexicons of the Studio: the one for all voices, and each voice's own. A change counts at once and is written at
// once; what another program wrote is there after the next change, refresh(), or when the voices were read anew. What
// is handed out never changes, so that any thread may use it. GUI thread; the disk is the file thread's.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "app/lexicons/lexicon_change.h"
#include "app/lexicons/lexicon_shelf.h"
#include "app/problem.h"
#include "app/settings/shared_file.h"
#include "engine/text/lexicon.h"
#include "engine/text/lexicon_file.h"

namespace app::voices {
class VoiceLibrary;
}

namespace app::lexicons {

using LexiconPtr = std::shared_ptr<const engine::text::Lexicon>; // never null

struct LexiconReport { // of an import
    QString file;      // its name, without folders
    int added = 0;
    int replaced = 0;
    int same = 0;        // were there already
    QStringList refused; // a sentence for each
    std::vector<LexiconChange> undo;
};

class LexiconLibrary : public QObject {
    Q_OBJECT

public:
    LexiconLibrary(LexiconShelf shelf, voices::VoiceLibrary &voices, storage::FileThread &files,
                   QObject *parent = nullptr);
    ~LexiconLibrary() override;

    // `voice`: its id, a style behind it changes nothing; empty: the lexicon for all voices. Empty until it was read.
    LexiconPtr lexicon(const QString &voice = {}) const;
    // What counts when this voice speaks, in order: for engine::text::applied().
    std::vector<LexiconPtr> lexiconsFor(const QString &voice) const;

    // One after another; gives what brings back what was there. Each call is a step of undo of this lexicon.
    std::vector<LexiconChange> change(const QString &voice, const std::vector<LexiconChange> &changes);
    // Each lexicon has its own steps, kMostSteps of them; they end with the program. What others wrote meanwhile stays.
    bool canUndo(const QString &voice) const;
    bool canRedo(const QString &voice) const;
    void undo(const QString &voice);
    void redo(const QString &voice);
    // `back`: what change() gave. A step of undo when it was the last change, else a change of its own.
    void takeBack(const QString &voice, const std::vector<LexiconChange> &back);
    static constexpr std::size_t kMostSteps = 100;

    // JSON, CSV or TSV (engine/text/lexicon_file.h). imported() or exported(), else fileRefused().
    void importFile(const QString &voice, const QString &file);
    void exportTo(const QString &voice, const QString &file);

    void refresh();                                // reads the files again
    bool isDiskFull() const { return m_diskFull; } // that is why it saveFailed()

Q_SIGNALS:
    void changed(const QString &voice);           // lexicon(voice)
    void problem(const app::Problem &problem);    // of a file; what makes sense in it is there
    void saveFailed(const app::Problem &problem); // once, until saving works again
    void saved();
    void imported(const QString &voice, const app::lexicons::LexiconReport &report);
    void exported(const QString &file, int entries);
    void fileRefused(const app::Problem &problem);

private:
    using File = SharedFile<KeptLexicon, LexiconChange>;
    using Steps = std::vector<std::vector<LexiconChange>>; // the last one first to be gone
    struct Book {
        std::vector<engine::text::LexiconEntry> entries;
        LexiconPtr lexicon;
        Steps undo;
        Steps redo;
        std::unique_ptr<File> file;
    };

    Book &book(const QString &voice);
    // Gives what undoes it. When it changes anything, that is a step, and those to `forget` are none any more.
    std::vector<LexiconChange> apply(const QString &id, const std::vector<LexiconChange> &changes, Steps &steps,
                                     Steps *forget = nullptr);
    void step(const QString &voice, bool back);
    void adopt(const QString &voice, std::vector<engine::text::LexiconEntry> entries);
    void followVoices();
    void take(const QString &voice, const QString &file, const engine::text::LexiconContent &content);
    void onFileThread(std::function<std::function<void()>()> work); // what it gives runs here

    const LexiconShelf m_shelf;
    voices::VoiceLibrary &m_voices;
    storage::FileThread &m_files;
    const LexiconPtr m_empty;
    bool m_diskFull = false;
    std::map<QString, Book> m_books; // by voice
};

} // namespace app::lexicons

Q_DECLARE_METATYPE(app::lexicons::LexiconReport)
