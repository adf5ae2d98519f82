#include "app/cloning/spoken_lines.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "app/settings/settings.h"
#include "app/voices/voice_library.h"
#include "engine/text/syllable.h"

namespace app::cloning {

using engine::text::SpeechPart;

namespace {

// UTF-16 units before each of these bytes, which are sorted, of a valid UTF-8 text.
class Units {
public:
    explicit Units(std::string_view text) : m_text(text) {}
    qsizetype before(std::size_t byte) { // quick when the bytes grow
        if (byte < m_byte)
            m_byte = std::size_t(m_units = 0);
        for (; m_byte < std::min(byte, m_text.size()); ++m_byte) {
            const auto c = static_cast<unsigned char>(m_text[m_byte]);
            m_units += (c & 0xC0) == 0x80 ? 0 : c >= 0xF0 ? 2 : 1;
        }
        return m_units;
    }

private:
    std::string_view m_text;
    std::size_t m_byte = 0;
    qsizetype m_units = 0;
};

// What of the written text no part says, white space left out: the tags.
QList<std::pair<std::size_t, std::size_t>> unsaid(const std::string &written, const std::vector<SpeechPart> &parts) {
    QList<std::pair<std::size_t, std::size_t>> gaps;
    std::size_t at = 0;
    const auto gap = [&](std::size_t to) {
        std::size_t from = at;
        while (from < to && static_cast<unsigned char>(written[from]) <= ' ')
            ++from;
        while (to > from && static_cast<unsigned char>(written[to - 1]) <= ' ')
            --to;
        if (to > from)
            gaps << std::pair(from, to);
    };
    for (const SpeechPart &part : parts) {
        for (const engine::text::Stretch &stretch : part.speech.stretches) {
            if (!stretch.same)
                continue; // said for a tag: a syllable, or the blank between words that only a tag keeps apart
            if (stretch.writtenFrom > at)
                gap(stretch.writtenFrom);
            at = std::max(at, stretch.writtenTo);
        }
    }
    gap(written.size());
    return gaps;
}

QList<TextMark> marksOf(const std::string &written, const engine::text::TaggedText &tagged) {
    struct Bytes {
        std::size_t from, to;
        const engine::text::TagWarning *warning;
    };
    std::vector<Bytes> found;
    for (const engine::text::TagWarning &warning : tagged.warnings)
        found.push_back({warning.from, std::max(warning.to, warning.from), &warning});
    for (const auto &[from, to] : unsaid(written, tagged.parts)) {
        const bool wrong = std::any_of(tagged.warnings.begin(), tagged.warnings.end(),
                                       [&](const auto &each) { return each.from < to && from < each.to; });
        if (!wrong)
            found.push_back({from, to, nullptr});
    }
    std::stable_sort(found.begin(), found.end(), [](const Bytes &a, const Bytes &b) { return a.from < b.from; });
    QList<TextMark> marks;
    Units begins(written), ends(written);
    for (const Bytes &each : found) {
        TextMark mark;
        mark.from = begins.before(each.from);
        mark.to = ends.before(each.to);
        if (each.warning) {
            mark.what = QString::fromStdString(each.warning->what);
            mark.remedy = QString::fromStdString(each.warning->remedy);
        }
        marks << mark;
    }
    return marks;
}

// Whether the words that are said are those that stand there, tags and white space apart.
bool saysTheWords(const QString &text, const QList<TextMark> &marks, const std::vector<SpeechPart> &parts) {
    const auto solid = [](QStringView part) {
        QString letters;
        std::copy_if(part.begin(), part.end(), std::back_inserter(letters),
                     [](QChar c) { return !c.isSpace() && c != QChar(char16_t(engine::text::kBareSyllable)); });
        return letters;
    };
    QString written, said;
    qsizetype at = 0;
    for (const TextMark &mark : marks) {
        if (mark.isWarning())
            return false;
        written += solid(QStringView(text).mid(at, std::max<qsizetype>(0, mark.from - at)));
        at = std::max(at, mark.to);
    }
    written += solid(QStringView(text).mid(at));
    for (const SpeechPart &part : parts)
        said += solid(QString::fromStdString(part.speech.text));
    return said == written;
}

} // namespace

Problem voiceNotThere(const QString &voiceId) {
    return {SpokenLines::tr("The voice “%1” is not here.").arg(voiceId),
            SpokenLines::tr("Choose another or import it."),
            {}};
}

QList<Problem> SpokenLine::warnings() const {
    QList<Problem> said;
    if (noVoice)
        said << *noVoice;
    for (const TextMark &mark : marks) {
        if (mark.isWarning())
            said << Problem{mark.what, mark.remedy, {}};
    }
    return said;
}

SpokenLines::SpokenLines(const Settings &settings, const voices::VoiceLibrary &voices,
                         const lexicons::LexiconLibrary &lexicons, QObject *parent)
    : QObject(parent), m_settings(settings), m_voices(voices), m_lexicons(lexicons) {
    connect(&voices, &voices::VoiceLibrary::changed, this, &SpokenLines::forget);
    connect(&lexicons, &lexicons::LexiconLibrary::changed, this, &SpokenLines::forget);
    connect(&settings, &Settings::changed, this, [this](const QString &key) {
        if (key == u"voice" || key == u"readNumbers" || key == u"dayFirst")
            forget();
    });
}

SpokenLines::~SpokenLines() = default;

void SpokenLines::forget() {
    m_known.clear();
    m_preparation.reset();
    Q_EMIT changed();
}

void SpokenLines::prepareSettings() const {
    m_preparation.emplace();
    m_preparation->lexicon = m_lexicons.lexicon();
    for (const engine::Voice &voice : m_voices.voices()->voices) {
        engine::text::SpeakerNames::Speaker speaker{voice.id, voice.name, {}};
        for (const engine::VoiceStyle &style : voice.styles)
            speaker.styles.push_back(style.name);
        m_preparation->names.speakers.push_back(std::move(speaker));
        m_preparation->voiceLexicons.emplace(voice.id, m_lexicons.lexicon(QString::fromStdString(voice.id)));
    }
    m_preparation->normalizer.reset();
    if (m_settings.readNumbers()) {
        m_preparation->normalizer.emplace();
        m_preparation->normalizer->dayFirst = m_settings.dayFirst();
    }
}

SpokenLinePtr SpokenLines::of(const QString &text, const QString &voiceId) const {
    const QString voice = voiceId.isEmpty() ? m_settings.voiceId() : voiceId;
    const QString key = (voiceId.isEmpty() ? QStringLiteral("\n") : QString()) + voice + u'\n' +
                        text; // neither holds a line break; only a voice of the line's own is missed
    if (const SpokenLinePtr *known = m_known.object(key))
        return *known;
    const SpokenLinePtr made = prepare(text, voice, !voiceId.isEmpty());
    m_known.insert(key, new SpokenLinePtr(made), 3 * text.size() + 100);
    return made;
}

SpokenLinePtr SpokenLines::prepare(const QString &text, const QString &voiceId, bool ofItsOwn) const {
    if (!m_preparation)
        prepareSettings();
    m_preparation->names.current = voiceId.toStdString();
    if (m_preparation->normalizer) {
        const engine::Voice *voice = m_voices.find(voiceId);
        m_preparation->normalizer->language = voice && voice->language.starts_with("zh")
                                                  ? engine::text::SpokenLanguage::chinese
                                                  : engine::text::SpokenLanguage::english;
    }
    const std::string written = text.toStdString();
    const engine::text::PreparedLine prepared = engine::text::prepareLine(written, *m_preparation);
    auto line = std::make_shared<SpokenLine>();
    line->changed = prepared.changed;
    line->silent = prepared.parts.empty();
    line->canonical = prepared.spoken;
    if (prepared.changed)
        line->shown = QString::fromStdString(prepared.shown.text);
    if (prepared.changed || !prepared.warnings.empty())
        line->marks = marksOf(written, engine::text::readTags(written, m_preparation->names));
    line->reworded = prepared.changed && (line->silent || !saysTheWords(text, line->marks, prepared.parts));
    if (ofItsOwn && m_voices.isRead() && !m_voices.find(voiceId))
        line->noVoice = voiceNotThere(voiceId);
    for (const SpeechPart &part : prepared.parts) {
        const QString voice = QString::fromStdString(part.voice);
        if (!voice.isEmpty() && !line->voices.contains(voice))
            line->voices << voice;
    }
    return line;
}

void SpokenLines::fillStrangers(engine::Request &request, const QString &voiceId) const {
    engine::text::PreparationSettings settings = settingsFor(voiceId.isEmpty() ? m_settings.voiceId() : voiceId);
    settings.tags = false;
    const engine::text::PreparedLine line = engine::text::prepareLine(request.text, settings);
    request.spoken = line.changed ? line.spoken : std::string();
    if (line.parts.empty())
        request.text.clear();
}

engine::text::PreparedLine SpokenLines::tried(const QString &text, const QString &voiceId) const {
    return engine::text::prepareLine(text.toStdString(), settingsFor(voiceId));
}

engine::text::PreparationSettings SpokenLines::settingsFor(const QString &voiceId) const {
    if (!m_preparation)
        prepareSettings();
    engine::text::PreparationSettings settings = *m_preparation;
    const QString voice = voiceId.isEmpty() ? m_settings.voiceId() : voiceId;
    settings.names.current = voice.toStdString();
    if (voiceId.isEmpty())
        settings.voiceLexicons.erase(lexicons::voiceOf(voice).toStdString());
    const engine::Voice *known = m_voices.find(voice);
    if (settings.normalizer)
        settings.normalizer->language = known && known->language.starts_with("zh")
                                            ? engine::text::SpokenLanguage::chinese
                                            : engine::text::SpokenLanguage::english;
    return settings;
}

void SpokenLines::fill(engine::Request &request, const QString &voiceId) const {
    const SpokenLinePtr line = of(QString::fromStdString(request.text), voiceId);
    request.spoken = line->changed ? line->canonical : std::string(); // what is said as it stands is kept so
    if (line->silent)
        request.text.clear(); // it is tags alone, which are never read
    request.otherVoices.clear();
    for (const QString &id : line->voices) {
        if (const engine::Voice *voice = m_voices.find(id))
            request.otherVoices.push_back(*voice);
    }
}

QString SpokenLines::withoutTags(const QString &text, const QString &voiceId) const {
    QString words = text;
    const QList<TextMark> &marks = of(text, voiceId)->marks;
    for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark)
        words.remove(mark->from, mark->to - mark->from);
    return words.size() == text.size() ? text : words.simplified();
}

bool SpokenLines::says(const QString &takeText, const QString &takeSpoken, const QString &text,
                       const QString &voiceId) const {
    const SpokenLinePtr line = of(text, voiceId);
    return takeSpoken.isEmpty() ? !line->changed && takeText == text : line->canonical == takeSpoken.toStdString();
}

} // namespace app::cloning

#include "moc_spoken_lines.cpp"
