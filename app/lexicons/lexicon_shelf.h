// Where lexicons are kept: <data folder>/lexicon.json for all voices, and lexicon.json in the folder of a voice for
// that voice, so that it goes where the voice goes. Read and written as the Studio's other small files are
// (app/settings/json_file.h). Any thread.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include <filesystem>
#include <optional>
#include <vector>

#include "app/lexicons/lexicon_change.h"
#include "app/problem.h"
#include "app/settings/json_file.h"
#include "engine/text/lexicon_entry.h"

namespace app::lexicons {

struct KeptLexicon {
    bool read = false;                               // false: damaged, or it cannot be read; see problem
    std::vector<engine::text::LexiconEntry> entries; // not looked at (engine/text/lexicon.h does that)
    std::optional<Problem> problem;                  // also names entries that are not understood; they stay
};

class LexiconShelf {
public:
    // `roots` as the voices' library has them; the first one is the person's.
    LexiconShelf(std::filesystem::path dataFolder, std::vector<std::filesystem::path> roots);

    // `voice`: its id, without a style; empty: the lexicon for all voices.
    std::filesystem::path fileOf(const QString &voice) const; // which is read; it need not be there

    // A file that is no lexicon at all is moved aside to lexicon.json.broken; `whole` takes its place.
    KeptLexicon read(const QString &voice, const QJsonObject &whole = {}) const;
    // A shipped voice is first made one of the person's own (VoiceFolders::makeOwn()). What other versions wrote stays.
    ChangedObject write(const QString &voice, const QList<LexiconChange> &changes, const QJsonObject &whole = {}) const;

private:
    ChangedObject writeFile(const std::filesystem::path &file, const QList<LexiconChange> &changes,
                            const QJsonObject &whole) const;

    std::filesystem::path m_dataFolder;
    std::vector<std::filesystem::path> m_roots;
};

QString voiceOf(const QString &address);                                    // "ada:happy" → "ada"
QJsonObject fileOf(const std::vector<engine::text::LexiconEntry> &entries); // empty when there are none

} // namespace app::lexicons
