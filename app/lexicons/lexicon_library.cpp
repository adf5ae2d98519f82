#include "app/lexicons/lexicon_library.h"

#include <QFile>
#include <QFileInfo>

#include <span>
#include <utility>

#include "app/lexicons/lexicon_import.h"
#include "app/storage/file_thread.h"
#include "app/voices/voice_library.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace app::lexicons {

using engine::text::Lexicon;
using engine::text::LexiconEntry;

LexiconLibrary::LexiconLibrary(LexiconShelf shelf, voices::VoiceLibrary &voices, storage::FileThread &files,
                               QObject *parent)
    : QObject(parent), m_shelf(std::move(shelf)), m_voices(voices), m_files(files),
      m_empty(std::make_shared<const Lexicon>()) {
    connect(&m_voices, &voices::VoiceLibrary::changed, this, &LexiconLibrary::followVoices);
    book({}).file->refresh();
    followVoices();
}

LexiconLibrary::~LexiconLibrary() = default;

LexiconPtr LexiconLibrary::lexicon(const QString &voice) const {
    const auto found = m_books.find(voiceOf(voice));
    return found == m_books.end() ? m_empty : found->second.lexicon;
}

std::vector<LexiconPtr> LexiconLibrary::lexiconsFor(const QString &voice) const {
    std::vector<LexiconPtr> lexicons;
    if (!voice.isEmpty())
        lexicons.push_back(lexicon(voice));
    lexicons.push_back(lexicon());
    return lexicons;
}

std::vector<LexiconChange> LexiconLibrary::change(const QString &voice, const std::vector<LexiconChange> &changes) {
    const QString id = voiceOf(voice);
    Book &changing = book(id);
    return apply(id, changes, changing.undo, &changing.redo);
}

bool LexiconLibrary::canUndo(const QString &voice) const {
    const auto found = m_books.find(voiceOf(voice));
    return found != m_books.end() && !found->second.undo.empty();
}

bool LexiconLibrary::canRedo(const QString &voice) const {
    const auto found = m_books.find(voiceOf(voice));
    return found != m_books.end() && !found->second.redo.empty();
}

void LexiconLibrary::undo(const QString &voice) {
    step(voice, true);
}

void LexiconLibrary::redo(const QString &voice) {
    step(voice, false);
}

void LexiconLibrary::step(const QString &voice, bool back) {
    const QString id = voiceOf(voice);
    Book &changing = book(id);
    Steps &from = back ? changing.undo : changing.redo;
    if (from.empty())
        return;
    const std::vector<LexiconChange> changes = std::move(from.back());
    from.pop_back();
    apply(id, changes, back ? changing.redo : changing.undo);
}

void LexiconLibrary::takeBack(const QString &voice, const std::vector<LexiconChange> &back) {
    const auto found = m_books.find(voiceOf(voice));
    if (found != m_books.end() && !found->second.undo.empty() && found->second.undo.back() == back) {
        undo(voice);
        return;
    }
    std::vector<LexiconChange> missing = back; // what has come back by other means does not come twice
    if (found != m_books.end()) {
        const std::vector<LexiconEntry> &there = found->second.entries;
        for (LexiconChange &each : missing)
            std::erase_if(each.come, [&](const LexiconEntry &entry) {
                return std::find(there.begin(), there.end(), entry) != there.end();
            });
    }
    change(voice, missing);
}

std::vector<LexiconChange> LexiconLibrary::apply(const QString &id, const std::vector<LexiconChange> &changes,
                                                 Steps &steps, Steps *forget) {
    Book &changing = book(id);
    std::vector<LexiconEntry> entries = changing.entries;
    std::vector<LexiconChange> undo;
    for (const LexiconChange &each : changes) {
        const std::vector<LexiconChange> back = undoOf(each, entries);
        undo.insert(undo.begin(), back.begin(), back.end());
        applyChange(entries, each);
    }
    if (entries != changing.entries) { // who hears of the change finds its step there
        if (forget)
            forget->clear();
        steps.push_back(undo);
        if (steps.size() > kMostSteps)
            steps.erase(steps.begin());
    }
    changing.file->change(QList<LexiconChange>(changes.begin(), changes.end()));
    adopt(id, std::move(entries));
    return undo;
}

void LexiconLibrary::onFileThread(std::function<std::function<void()>()> work) {
    m_files.post([this, work = std::move(work)] { // who goes waits for the file thread
        std::function<void()> then;
        try {
            then = work();
        } catch (const engine::Error &error) {
            then = [this, problem = Problem{QString::fromStdString(error.what()),
                                            QString::fromStdString(error.remedy()),
                                            {}}] { Q_EMIT fileRefused(problem); };
        }
        QMetaObject::invokeMethod(this, then, Qt::QueuedConnection);
    });
}

void LexiconLibrary::importFile(const QString &voice, const QString &file) {
    onFileThread([this, voice, file]() -> std::function<void()> {
        const engine::text::LexiconContent content = engine::text::importLexicon(QFile::encodeName(file).toStdString());
        return [this, voice, file, content] { take(voice, file, content); };
    });
}

void LexiconLibrary::take(const QString &voice, const QString &file, const engine::text::LexiconContent &content) {
    const LexiconImport import = importInto(lexicon(voice)->entries(), content.entries);
    LexiconReport report{QFileInfo(file).fileName(), import.added, import.replaced, import.same, {}, {}};
    for (const auto *reasons : {&content.problems, &import.refused}) {
        for (const std::string &reason : *reasons)
            report.refused << QString::fromStdString(reason);
    }
    if (!import.changes.empty())
        report.undo = change(voice, import.changes);
    Q_EMIT imported(voice, report);
}

void LexiconLibrary::exportTo(const QString &voice, const QString &file) {
    onFileThread([this, file, known = lexicon(voice)]() -> std::function<void()> {
        const std::filesystem::path path = QFile::encodeName(file).toStdString();
        const std::string text = engine::text::exported(known->entries(), engine::text::lexiconFormOf(path));
        engine::replaceFile(path, {std::as_bytes(std::span(text))});
        return [this, file, count = int(known->entries().size())] { Q_EMIT exported(file, count); };
    });
}

void LexiconLibrary::refresh() {
    for (const auto &[voice, book] : m_books)
        book.file->refresh();
}

LexiconLibrary::Book &LexiconLibrary::book(const QString &voice) {
    Book &book = m_books[voice];
    if (book.file)
        return book;
    book.lexicon = m_empty;
    File::Ways ways;
    ways.read = [this, voice](const QString &, const QJsonObject &whole) { return m_shelf.read(voice, whole); };
    ways.write = [this, voice](const QString &, const QList<LexiconChange> &changes, const QJsonObject &whole) {
        return m_shelf.write(voice, changes, whole);
    };
    ways.whole = [known = &book] { return fileOf(known->entries); }; // also while the library goes
    ways.adopt = [this, voice](const KeptLexicon &kept, const QList<LexiconChange> &unsaved) {
        std::vector<LexiconEntry> entries = kept.entries;
        for (const LexiconChange &change : unsaved)
            applyChange(entries, change);
        adopt(voice, std::move(entries));
    };
    ways.problem = [this](const Problem &what) { Q_EMIT problem(what); };
    ways.failed = [this](const ChangedObject &failure) {
        m_diskFull = failure.diskFull;
        Q_EMIT saveFailed({tr("The lexicon could not be saved."), failure.remedy, failure.error});
    };
    ways.saved = [this, voice] {
        const voices::VoiceStanding *standing = m_voices.standing(voice);
        if (standing && standing->kind == voices::VoiceKind::Shipped)
            m_voices.refresh(); // it is the person's own now
        Q_EMIT saved();
    };
    book.file = std::make_unique<File>(voice, m_files, *this, std::move(ways)); // the shelf knows the file
    return book;
}

void LexiconLibrary::adopt(const QString &voice, std::vector<LexiconEntry> entries) {
    Book &changing = m_books[voice];
    if (changing.entries == entries)
        return;
    changing.entries = std::move(entries);
    changing.lexicon = changing.entries.empty() ? m_empty : std::make_shared<const Lexicon>(changing.entries);
    Q_EMIT changed(voice);
}

// Books of voices that are gone stay: the voice may come back, and reading finds out.
void LexiconLibrary::followVoices() {
    for (const engine::Voice &voice : m_voices.voices()->voices)
        book(QString::fromStdString(voice.id));
    for (const auto &[voice, book] : m_books) {
        if (!voice.isEmpty())
            book.file->refresh();
    }
}

} // namespace app::lexicons

#include "moc_lexicon_library.cpp"
