#include "app/cli/narrated_lines.h"

#include <QFileInfo>

#include <map>
#include <utility>

#include "app/script/imported_script.h"
#include "app/script/script_format.h"
#include "app/script/whole_file.h"
#include "engine/error.h"
#include "engine/text/tags.h"

namespace app::cli {

namespace {

using engine::text::SpeechPart;

constexpr qsizetype kMostTagNotes = 20;

bool hasTags(const engine::text::TaggedText &text) {
    if (text.parts.size() != 1 || !text.warnings.empty())
        return true;
    const SpeechPart &part = text.parts.front();
    return part.isPause() || !part.voice.empty() || part.speed || part.seed;
}

class LineList {
public:
    LineList(QString file, const NarrationChoices &choices) : m_name(QFileInfo(file).fileName()), m_choices(choices) {}

    // `newParagraph`: not the first one.
    void add(const script::Line &line, bool newParagraph) {
        ++m_number;
        const engine::Voice &voice = voiceOf(line);
        const auto &settings = preparationOf(voice);
        const std::string written = line.text.toStdString();
        engine::text::PreparedLine prepared = engine::text::prepareLine(written, settings);
        noteWarnings(prepared.warnings);
        if (newParagraph && !m_pause)
            m_paragraph = true;
        std::vector<SpeechPart> &parts = prepared.parts;
        m_silent += parts.empty() && prepared.warnings.empty();
        while (!parts.empty() && parts.front().isPause()) {
            m_pause = m_pause.value_or(0) + parts.front().pauseSeconds;
            parts.erase(parts.begin());
        }
        if (parts.empty())
            return;
        double behind = 0;
        for (; parts.back().isPause(); parts.pop_back())
            behind += parts.back().pauseSeconds;

        NarratedLine &made = m_result.lines.emplace_back();
        made.number = m_number;
        made.pause = std::exchange(m_pause, std::nullopt);
        if (!made.pause && m_paragraph && m_result.lines.size() > 1)
            made.pause = m_choices.paragraphPause;
        m_paragraph = false;
        if (behind > 0)
            m_pause = behind;
        made.cue = line.cue;
        m_result.timed |= line.cue.has_value();
        for (const SpeechPart &part : engine::text::readTags(written, settings.names).parts)
            made.words += QString::fromStdString(part.speech.text) + u' ';
        made.words = made.words.simplified();
        made.request = m_choices.request;
        made.request.text = written;
        made.request.spoken = engine::text::canonical(parts);
        made.request.voice = voice;
        made.request.otherVoices.clear();
        for (const std::string &address : prepared.otherVoices())
            made.request.otherVoices.push_back(m_choices.voiceFor(address));
        made.request.speed = line.speed.value_or(made.request.speed);
        made.request.seed = line.seed.value_or(made.request.seed);
        engine::validate(made.request);
    }

    NarratedLines take() {
        if (m_result.lines.empty())
            throw engine::badInput("'" + m_name.toStdString() + "' holds nothing that could be said.",
                                   "Put words into it, or choose another file.");
        if (m_silent > 0)
            m_result.notes << QStringLiteral("Lines without a word that were left out: %1.").arg(m_silent);
        if (m_unnamed > 0)
            m_result.notes << QStringLiteral("More tags are wrong: %1.").arg(m_unnamed);
        return std::move(m_result);
    }

private:
    const engine::Voice &voiceOf(const script::Line &line) {
        if (line.voiceId.isEmpty())
            return m_choices.request.voice;
        auto known = m_voices.find(line.voiceId);
        if (known == m_voices.end()) {
            try {
                known = m_voices.emplace(line.voiceId, m_choices.voiceFor(line.voiceId.toStdString())).first;
            } catch (const engine::Error &error) {
                throw engine::badInput("Line " + std::to_string(m_number) + " of '" + m_name.toStdString() +
                                           "': " + error.what(),
                                       error.remedy());
            }
        }
        return known->second;
    }

    const engine::text::PreparationSettings &preparationOf(const engine::Voice &voice) {
        const auto known = m_preparations.find(voice.id);
        if (known != m_preparations.end())
            return known->second;
        return m_preparations.emplace(voice.id, m_choices.preparationFor(voice)).first->second;
    }

    void noteWarnings(const std::vector<engine::text::TagWarning> &warnings) {
        for (const engine::text::TagWarning &warning : warnings) {
            if (m_result.notes.size() < kMostTagNotes)
                m_result.notes << QStringLiteral("Line %1: %2 %3")
                                      .arg(QString::number(m_number), QString::fromStdString(warning.what),
                                           QString::fromStdString(warning.remedy));
            else
                ++m_unnamed;
        }
    }

    const QString m_name;
    const NarrationChoices &m_choices;
    NarratedLines m_result;
    std::map<QString, engine::Voice> m_voices;
    std::map<std::string, engine::text::PreparationSettings> m_preparations;
    std::optional<double> m_pause; // that was asked for before the next line
    bool m_paragraph = false;      // the next line begins one
    int m_number = 0;
    int m_silent = 0;
    int m_unnamed = 0; // warnings
};

} // namespace

NarratedLines narratedLines(const QString &file, const NarrationChoices &choices) {
    script::ImportOptions options;
    for (auto voice = choices.voices.rbegin(); voice != choices.voices.rend(); ++voice)
        options.voices.insert(QString::fromStdString(voice->name).toLower(), QString::fromStdString(voice->id));
    for (const engine::Voice &voice : choices.voices)
        options.voices.insert(QString::fromStdString(voice.id).toLower(), QString::fromStdString(voice.id));
    const QByteArray bytes = script::readWhole(file, script::kLargestFile);
    const QString name = QFileInfo(file).fileName();
    script::ImportedScript imported = script::importScript(bytes, name, options);
    const bool plain = !script::isOnlyImported(file) && !script::looksLikeScript(bytes);
    const auto names = choices.preparationFor(choices.request.voice).names;

    LineList list(file, choices);
    bool first = true;
    for (const script::Line &line : std::as_const(imported.lines)) {
        if (script::isBlank(line))
            continue;
        QList<script::Line> lines{line};
        if (plain && choices.sentences && !hasTags(engine::text::readTags(line.text.toStdString(), names)))
            lines = script::importText(line.text.toUtf8(), name, script::TextCut::Sentences).lines;
        bool paragraph = plain && !std::exchange(first, false);
        for (const script::Line &each : std::as_const(lines))
            list.add(each, std::exchange(paragraph, false));
    }
    NarratedLines result = list.take();
    result.notes = imported.notes + result.notes;
    return result;
}

} // namespace app::cli
