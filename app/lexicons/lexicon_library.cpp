#include "app/lexicons/lexicon_library.h"

#include <utility>

#include "app/storage/file_thread.h"
#include "app/voices/voice_library.h"

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

void LexiconLibrary::change(const QString &voice, const std::vector<LexiconChange> &changes) {
    const QString id = voiceOf(voice);
    Book &changing = book(id);
    std::vector<LexiconEntry> entries = changing.entries;
    for (const LexiconChange &each : changes)
        applyChange(entries, each);
    changing.file->change(QList<LexiconChange>(changes.begin(), changes.end()));
    adopt(id, std::move(entries));
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
        Q_EMIT saveFailed({tr("The lexicon could not be saved."), failure.remedy, failure.error});
    };
    ways.saved = [this, voice] {
        const voices::VoiceStanding *standing = m_voices.standing(voice);
        if (standing && standing->kind == voices::VoiceKind::Shipped)
            m_voices.refresh(); // it is the person's own now
        Q_EMIT saved();
    };
    const QString name = QString::fromStdString(m_shelf.fileOf(voice).string());
    book.file = std::make_unique<File>(name, m_files, *this, std::move(ways));
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
