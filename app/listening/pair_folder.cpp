#include "app/listening/pair_folder.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <span>
#include <variant>

#include "app/decoding/decoding_job.h"
#include "app/listening/cell_key.h"
#include "app/listening/listening_words.h"
#include "app/listening/pair_files.h"
#include "app/storage/audio_store.h"
#include "app/storage/sha256.h"
#include "engine/audio/loudness.h"
#include "engine/error.h"
#include "engine/quality/artifacts.h"

namespace app::listening {

namespace {

constexpr double kLongestSound = 300;     // seconds
constexpr double kLongestFolder = 3600.0; // of all sounds
constexpr qsizetype kMostNames = 100;

// Pearson's, of the samples that both have; 0 where one is silent.
double correlation(const engine::Clip &one, const engine::Clip &other) {
    const std::size_t n = std::min(one.samples.size(), other.samples.size());
    double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double x = double(one.samples[i]), y = double(other.samples[i]);
        a += x;
        b += y;
        aa += x * x;
        bb += y * y;
        ab += x * y;
    }
    const double count = double(n);
    const double spread = (aa - a * a / count) * (bb - b * b / count);
    return n > 0 && spread > 0 ? (ab - a * b / count) / std::sqrt(spread) : 0;
}

std::string categoryOf(const std::string &id) {
    const std::size_t line = id.find_last_of("_-");
    const bool numbered = line != std::string::npos && line > 0 && line + 1 < id.size() &&
                          id.find_first_not_of("0123456789", line + 1) == std::string::npos;
    return numbered ? id.substr(0, line) : "own";
}

std::string nameOfFolder(const QString &folder) {
    QString name = QFileInfo(QDir(folder).absolutePath()).fileName();
    name.removeIf([](QChar c) { return !c.isPrint(); });
    while (name.toUtf8().size() > 200)
        name.chop(1);
    return name.toStdString();
}

class Import {
public:
    Import(const QString &folder, const PairOptions &options)
        : m_folder(folder), m_options(options), m_files(findPairFiles(folder)) {
        for (const PairFiles::Row &row : m_files.rows)
            m_all += int(row.files.size());
        for (const QString &refused : m_files.refused)
            flag("refused-file", refused);
    }

    std::optional<ImportedPairs> run(const std::stop_token &stop, const std::function<void(int, int)> &progress) {
        for (const PairFiles::Row &row : m_files.rows) {
            std::vector<ImportedCell> cells;
            for (const auto &[steps, file] : row.files) {
                if (stop.stop_requested())
                    return std::nullopt;
                if (auto cell = read(file, steps, stop))
                    cells.push_back(std::move(*cell));
                if (progress)
                    progress(++m_done, m_all);
            }
            if (stop.stop_requested())
                return std::nullopt;
            if (cells.size() == m_files.steps.size())
                take(row, std::move(cells));
            else
                flag("incomplete", qt(row.id));
        }
        if (m_pairs.design.rows.empty())
            throw engine::badInput(say("No sentence in “%1” can be heard in every column.").arg(m_folder).toStdString(),
                                   sayPlain("Choose a folder whose columns have sounds of the same names."));
        return finish();
    }

private:
    void flag(const std::string &word, const QString &name) {
        const auto known = std::find_if(m_pairs.flags.begin(), m_pairs.flags.end(),
                                        [&](const PairFlag &each) { return each.word == word; });
        PairFlag &one = known == m_pairs.flags.end() ? m_pairs.flags.emplace_back() : *known;
        one.word = word;
        ++one.count;
        if (one.names.size() < kMostNames)
            one.names << name;
    }

    std::optional<ImportedCell> read(const QString &file, int steps, const std::stop_token &stop) {
        const QString name = QDir(QFileInfo(m_folder).canonicalFilePath()).relativeFilePath(file);
        const decoding::Outcome outcome = decoding::decodeFile(file, stop, {}, m_options.decoder);
        const auto *sound = std::get_if<decoding::DecodedSound>(&outcome);
        if (!sound) {
            if (const auto *problem = std::get_if<Problem>(&outcome))
                flag("refused-file", say("%1: %2").arg(name, problem->what));
            return std::nullopt;
        }
        if (!sound->notice.isEmpty())
            flag("refused-file", say("%1: %2").arg(name, sound->notice));
        if (sound->clip->seconds() > kLongestSound || sound->clip->samples.size() < engine::kSampleRate / 100 ||
            !sound->notice.isEmpty()) {
            if (sound->notice.isEmpty())
                flag("refused-file", say("%1: it is shorter than 10 ms or longer than 5 minutes").arg(name));
            return std::nullopt;
        }
        m_seconds += sound->clip->seconds();
        if (m_seconds > kLongestFolder)
            throw engine::badInput(say("“%1” holds more than an hour of sound.").arg(m_folder).toStdString(),
                                   sayPlain("Choose a folder with less."));
        ImportedCell cell;
        cell.clip = sound->clip;
        cell.file = name;
        cell.sha256 = sound->sha256.toStdString();
        const auto column = std::find(m_files.steps.begin(), m_files.steps.end(), steps) - m_files.steps.begin();
        cell.stimulus.condition = Condition(column);
        cell.stimulus.hash = storage::AudioStore::hashOf(*cell.clip).toStdString();
        cell.stimulus.lengthMs = std::max(1, int(std::lround(1000 * cell.clip->seconds())));
        return cell;
    }

    void take(const PairFiles::Row &files, std::vector<ImportedCell> cells) {
        TestRow row;
        row.id = files.id;
        row.category = categoryOf(files.id);
        row.text = files.text;
        const int number = int(m_pairs.design.rows.size());
        double quietest = 1e9, loudest = -1e9;
        bool sameLength = true;
        for (ImportedCell &cell : cells) {
            cell.stimulus.row = number;
            look(cell, m_files.hasTexts ? row.text : std::string());
            sameLength = sameLength && cell.clip->samples.size() == cells.front().clip->samples.size();
            if (const auto level = engine::audio::measureLoudness(*cell.clip).integrated) {
                quietest = std::min(quietest, *level);
                loudest = std::max(loudest, *level);
            }
            for (const ImportedCell &other : cells) {
                if (&other != &cell)
                    m_pairs.largestCorrelation =
                        std::max(m_pairs.largestCorrelation, std::abs(correlation(*cell.clip, *other.clip)));
            }
        }
        if (loudest - quietest > m_options.levelLu)
            flag("level-difference", qt(row.id));
        if (!sameLength)
            flag("unequal-length", qt(row.id));
        m_pairs.design.rows.push_back(std::move(row));
        std::move(cells.begin(), cells.end(), std::back_inserter(m_pairs.cells));
    }

    void look(const ImportedCell &cell, const std::string &text) {
        const auto &samples = cell.clip->samples;
        if (std::any_of(samples.begin(), samples.end(), [](float sample) { return std::abs(sample) > 1.0F; }))
            flag("over-full-scale", cell.file);
        const engine::quality::Artifacts artifacts = engine::quality::measureArtifacts(*cell.clip, text);
        if (artifacts.endLevel && *artifacts.endLevel > engine::quality::ArtifactLimits().endLevel)
            flag("abrupt-end", cell.file);
    }

    ImportedPairs finish() {
        TestDesign &design = m_pairs.design;
        design.name = nameOfFolder(m_folder);
        design.voice = "imported";
        for (const int steps : m_files.steps) {
            TestColumn column;
            column.nfeStep = steps;
            design.columns.push_back(column);
        }
        design.baseline = int(design.columns.size()) - 1; // the one with most steps
        design.checks.gold = 0;                           // there is no reference
        if (m_pairs.largestCorrelation < m_options.sameSeed)
            flag("not-seed-matched", {});
        design.flags = {"imported"};
        for (PairFlag &each : m_pairs.flags) {
            design.flags.push_back(each.word);
            tell(each);
        }
        std::sort(design.flags.begin() + 1, design.flags.end());
        design.imported = cameFrom();
        validate(design);
        return std::move(m_pairs);
    }

    // Of the design and of all sounds: other sounds of the same names take nobody's place.
    ImportedFrom cameFrom() const {
        storage::Sha256 hash;
        std::string text = designHash(m_pairs.design);
        for (const ImportedCell &cell : m_pairs.cells)
            text += "\n" + cell.stimulus.hash;
        hash.add(std::as_bytes(std::span(text)));
        ImportedFrom from{hash.take(), {}};
        for (Condition column = 0; column < Condition(m_pairs.design.columns.size()); ++column)
            from.columns.push_back(keyOf(m_pairs.design, column));
        return from;
    }

    void tell(PairFlag &each) const {
        const int rows = int(m_pairs.design.rows.size());
        const bool ofFiles = each.word == "over-full-scale" || each.word == "abrupt-end" || each.word == "refused-file";
        if (each.word == "not-seed-matched") {
            each.count = each.of = 0;
            each.names.clear();
            each.sentence = say("The sounds of a row were not made with one seed: they are unlike each other (largest "
                                "correlation %1), so what is heard need not come from the settings.")
                                .arg(m_pairs.largestCorrelation, 0, 'f', 3);
            return;
        }
        each.of = each.word == "incomplete"     ? int(m_files.rows.size())
                  : each.word == "refused-file" ? m_all
                  : ofFiles                     ? int(m_pairs.cells.size())
                                                : rows;
        if (each.word == "over-full-scale")
            each.sentence = say("%1 of %2 files go beyond full scale.");
        else if (each.word == "abrupt-end")
            each.sentence = say("%1 of %2 files end abruptly, within 40 dB of their loudest moment.");
        else if (each.word == "refused-file")
            each.sentence = say("%1 of %2 files could not be used.");
        else if (each.word == "incomplete")
            each.sentence = say("%1 of %2 sentences are not there in every column and were left out.");
        else if (each.word == "level-difference")
            each.sentence = say("In %1 of %2 sentences the sounds differ in loudness by more than %3 LU.")
                                .arg(QStringLiteral("%1"), QStringLiteral("%2"), QString::number(m_options.levelLu));
        else
            each.sentence = say("In %1 of %2 sentences the sounds are not equally long.");
        each.sentence = each.sentence.arg(each.count).arg(each.of);
    }

    const QString m_folder;
    const PairOptions &m_options;
    const PairFiles m_files;
    ImportedPairs m_pairs;
    double m_seconds = 0;
    int m_done = 0, m_all = 0;
};

} // namespace

std::optional<ImportedPairs> importPairs(const QString &folder, const std::stop_token &stop,
                                         const std::function<void(int, int)> &progress, const PairOptions &options) {
    return Import(folder, options).run(stop, progress);
}

} // namespace app::listening
