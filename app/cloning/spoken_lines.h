// What is said for what stands in a line: tags are read, and with the settings, the lexicons and the voices that are
// there it becomes the form that a request is made of. GUI thread; what was asked for is remembered, so that a line
// that is looked at again costs nothing.
#pragma once

#include <QCache>
#include <QList>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/lexicons/lexicon_library.h"
#include "app/problem.h"
#include "engine/request.h"
#include "engine/text/line_preparation.h"

namespace app {
class Settings;
}
namespace app::voices {
class VoiceLibrary;
}

namespace app::cloning {

// A part of the written text, in UTF-16 units.
struct TextMark {
    qsizetype from = 0;
    qsizetype to = 0;
    QString what = {};   // "" = a tag that is known; else a sentence: what is wrong with it
    QString remedy = {}; // a sentence: what to do

    bool isWarning() const { return !what.isEmpty(); }
    bool operator==(const TextMark &) const = default;
};

Problem voiceNotThere(const QString &voiceId); // of a line

struct SpokenLine {
    bool changed = false;                // something else is said, or in another way, than stands there
    bool reworded = false;               // other words are, or nothing is; known tags alone do not count
    bool silent = false;                 // nothing is: tags alone
    std::string canonical;               // what is said, for engine::Request::spoken
    QString shown;                       // for people, with the tags that count; when it is changed
    QList<TextMark> marks;               // sorted
    QStringList voices;                  // ids of other voices that tags name
    std::optional<Problem> noVoice = {}; // the voice of its own is not there

    QList<Problem> warnings() const; // each with what to do; that of the voice first
};
using SpokenLinePtr = std::shared_ptr<const SpokenLine>; // never null

class SpokenLines : public QObject {
    Q_OBJECT

public:
    SpokenLines(const Settings &settings, const voices::VoiceLibrary &voices, const lexicons::LexiconLibrary &lexicons,
                QObject *parent = nullptr);
    ~SpokenLines() override;

    // `voiceId`: of the line, "" = that of the settings.
    SpokenLinePtr of(const QString &text, const QString &voiceId) const;
    // Fills what is said of request.text, and the other voices that say parts of it. A voice that is not there is none
    // that a tag could name: that tag is a warning, and the voice of the line goes on.
    void fill(engine::Request &request, const QString &voiceId) const;

    // For a text that a stranger wrote: brackets are text, and nothing is remembered. Lexicons and numbers count.
    void fillStrangers(engine::Request &request, const QString &voiceId) const;

    // The same with nothing left out, and not remembered. "": in the voice of the settings, without its own lexicon.
    engine::text::PreparedLine tried(const QString &text, const QString &voiceId) const;

    // What is read of it, e.g. in captions: the written words without tags.
    QString withoutTags(const QString &text, const QString &voiceId) const;

    // Whether a take with these says what stands in the line.
    bool says(const QString &takeText, const QString &takeSpoken, const QString &text, const QString &voiceId) const;

Q_SIGNALS:
    void changed(); // what is said of any line: a voice, a lexicon or a setting is another one

private:
    void prepareSettings() const;
    engine::text::PreparationSettings settingsFor(const QString &voiceId) const; // a copy, for one text
    SpokenLinePtr prepare(const QString &text, const QString &voiceId, bool ofItsOwn) const;
    void forget();

    const Settings &m_settings;
    const voices::VoiceLibrary &m_voices;
    const lexicons::LexiconLibrary &m_lexicons;
    mutable std::optional<engine::text::PreparationSettings> m_preparation; // none: to be made anew
    mutable QCache<QString, SpokenLinePtr> m_known{4'000'000};              // by voice and text; cost: UTF-16 units
};

} // namespace app::cloning
