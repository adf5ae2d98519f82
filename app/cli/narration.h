// Lines of a file as one sound: what is missing is made, kept beside the result and joined. Memory holds one line,
// however many there are. Main thread.
#pragma once

#include <QStringList>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "app/cli/narrated_lines.h"
#include "app/cli/narration_parts.h"
#include "app/exporting/export_plan.h"
#include "app/exporting/exported_files.h"
#include "engine/model_files.h"
#include "engine/quality/take_check.h"
#include "engine/synthesizer.h"

namespace app::cli {

struct DoubtedLine {
    int number = 0;
    std::vector<engine::quality::Doubt> doubts; // at least one
};

struct NarrationReport {
    QStringList files; // the sound; empty: stopped before it was there
    int lines = 0;
    int made = 0; // in this call
    double audioSeconds = 0;
    double synthesisSeconds = 0;    // of this call
    std::optional<double> loudness; // LUFS, that the lines were brought to
    int belowTarget = 0;            // lines whose peaks did not allow it
    QList<exporting::Overrun> overruns;
    std::vector<DoubtedLine> doubted; // where that was asked for, top down
};

class Narration {
public:
    // Told before each line is made and at every step of it: how many lines are done, how many there are to be done.
    using Told = std::function<void(const engine::Progress &)>;

    // `parts` and `synthesizer` outlive this.
    Narration(NarratedLines lines, NarrationParts &parts, engine::Synthesizer &synthesizer,
              const engine::ModelFiles &model);

    // Has run() look for what may be wrong with each line, also with those that were kept: with these not whether their
    // end is cut off, as what is not heard there is no longer kept.
    void checkLines() { m_checks = true; }
    // Makes these lines once more with another seed, if what is kept of them is there.
    void makeOtherwise(const std::set<int> &numbers);
    int kept() const; // lines that need not be made

    // Throws what the engine and exporting::ExportedFiles throw. What was made stays among the parts.
    NarrationReport run(const exporting::ExportShape &shape, const std::stop_token &stop, const Told &told);
    std::set<std::string> partNames() const; // of all lines, as they were made last

private:
    struct Part {
        std::string name;
        std::uint64_t seed = 0; // that it is made with
        double seconds = 0;     // 0: not looked at yet
        engine::audio::Loudness loudness = {};
        std::vector<engine::quality::Doubt> doubts = {};
    };

    std::string nameOf(const engine::Request &request);
    engine::Request requestOf(std::size_t line) const;
    void nameAll();
    void describe();
    bool makeMissing(const std::stop_token &stop, const Told &told);                    // false: stopped
    engine::Clip make(std::size_t line, const std::stop_token &stop, const Told &told); // and looks at it
    void look(std::size_t line, engine::Clip clip, std::vector<double> joins);
    bool fitToCues(); // whether lines are to be made again, faster
    exporting::ExportPlan planned() const;
    void join(const exporting::ExportShape &shape, const std::stop_token &stop);

    NarratedLines m_lines;
    NarrationParts &m_parts;
    engine::Synthesizer &m_synthesizer;
    const std::string m_model;                    // what tells it from others
    std::vector<Part> m_made;                     // one for each line
    std::map<std::string, engine::Json> m_voices; // what tells them from others, by their id
    bool m_checks = false;
    NarrationReport m_report;
};

} // namespace app::cli
