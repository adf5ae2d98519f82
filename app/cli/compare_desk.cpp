#include "app/cli/compare_desk.h"

#include <utility>

#include "app/models/licence_gate.h"
#include "app/storage/library_schema.h"
#include "engine/cli/console.h"
#include "engine/cli/preparation.h"
#include "engine/cli/progress_bar.h"
#include "engine/data_folders.h"
#include "engine/model_files.h"
#include "engine/synthesizer.h"

namespace app::cli {

using namespace listening;

namespace {

CellSources sourcesOf(const std::string &model, const std::string &device) {
    CellSources sources;
    sources.modelRoots = engine::dataRoots();
    sources.model = [model] { return model; };
    sources.device = [device] { return device; };
    sources.voice = [](const std::string &address) -> std::optional<engine::Voice> {
        try {
            return engine::findVoice(engine::dataRoots(), address);
        } catch (const engine::Error &) {
            return std::nullopt;
        }
    };
    sources.prepare = [](engine::Request &request) { engine::cli::prepare(request); };
    return sources;
}

QString pathOf(const std::filesystem::path &folder) {
    return QString::fromStdString(storage::libraryFile(folder).string());
}

bool isCalled(const StoredDesign &stored, const std::string &called) {
    return stored.design.name == called || (called.size() >= 4 && stored.id.starts_with(called));
}

} // namespace

CompareDesk::Parts::Parts(const std::filesystem::path &folder, CellSources sources)
    : database(pathOf(folder), storage::librarySchema()),
      maker(queue, database, storage::takesFolder(folder), std::move(sources)), designs(database), sessions(database) {}

CompareDesk::CompareDesk(const engine::cli::Arguments &arguments, const std::filesystem::path &folder)
    : m_model(arguments.text("--model")), m_device(arguments.text("--device")),
      m_parts(std::make_unique<Parts>(folder.empty() ? engine::userDataFolder() : folder,
                                      sourcesOf(m_model, m_device.empty() ? "auto" : m_device))) {
    QObject::connect(&m_parts->database, &storage::Database::noticed, &m_parts->maker, [](const Problem &notice) {
        engine::cli::note(notice.what.toStdString() + "\n  " + notice.remedy.toStdString());
    });
}

CompareDesk::~CompareDesk() = default;

engine::Error CompareDesk::errorOf(storage::Trouble trouble, const Problem &problem) {
    using storage::Trouble;
    const bool asked = trouble == Trouble::Missing || trouble == Trouble::BadInput;
    return {asked ? engine::ErrorKind::BadInput : engine::ErrorKind::Failure, problem.what.toStdString(),
            problem.remedy.toStdString()};
}

void CompareDesk::look(const TestDesign &design) {
    std::optional<Problem> problem;
    QObject waiting;
    QObject::connect(&maker(), &CellMaker::problem, &waiting, [&](const Problem &found) { problem = found; });
    maker().setDesign(design);
    waitFor(&CellMaker::looked, {});
    if (problem)
        throw errorOf(storage::Trouble::Failed, *problem);
}

void CompareDesk::load(const std::string &model, const std::string &device, engine::Precision precision) {
    m_loading = true;
    m_parts->worker.load([model, device, precision](std::stop_token stop) {
        engine::LoadOptions options;
        options.model = models::findUsable(engine::dataRoots(), model);
        options.device = engine::chooseDevice(device);
        options.precision = precision;
        return engine::makeLocalSynthesizer(options, std::move(stop));
    });
}

// Any model serves as the one that is loaded: cells bring along what they need.
bool CompareDesk::make(bool anew, const std::stop_token &stop) {
    const TestDesign &design = *maker().design();
    const bool imported = !design.flags.empty();
    if (!m_loading && !imported && (anew || maker().progress().made < maker().progress().total)) {
        const TestColumn &first = design.columns.front();
        load(!first.model.empty()    ? first.model
             : !design.model.empty() ? design.model
                                     : m_model,
             m_device.empty() ? "auto" : m_device, first.precision);
    }
    engine::cli::ProgressBar bar;
    const auto show = [this, &bar] {
        const CellProgress progress = maker().progress();
        const int over = std::max(1, progress.asked + progress.made + progress.failed);
        engine::Progress shown;
        shown.chunks = over;
        shown.chunk = std::min(over - 1, progress.made + progress.failed);
        shown.secondsLeft = progress.secondsLeft.value_or(0);
        bar.show(shown);
    };
    std::optional<Problem> problem;
    QObject waiting;
    QObject::connect(&maker(), &CellMaker::progressed, &waiting, show);
    QObject::connect(&maker(), &CellMaker::problem, &waiting, [&](const Problem &found) {
        problem = found;
        maker().cancel();
    });
    if (anew) {
        for (int row = 0; row < int(design.rows.size()); ++row) {
            for (const Condition condition : maker().conditions())
                maker().makeAnew(row, condition);
        }
    } else {
        maker().makeMissing();
    }
    const bool whole = maker().progress().asked == 0 || waitFor(&CellMaker::done, stop);
    if (!whole)
        maker().cancel();
    bar.clear();
    if (problem)
        throw errorOf(storage::Trouble::Failed, *problem);
    return whole;
}

std::optional<StoredDesign> CompareDesk::find(const std::string &called) {
    const auto listing = wait<DesignListing>([&](auto *context, auto done) { designs().list(context, done); });
    for (const std::string &problem : listing.problems)
        engine::cli::note(problem);
    std::vector<StoredDesign> found;
    for (const StoredDesign &stored : listing.designs) {
        if (called.empty())
            return stored;
        if (isCalled(stored, called))
            found.push_back(stored);
    }
    if (found.size() > 1)
        throw engine::badInput("More than one listening test is called \"" + called + "\".",
                               "Give its id; `ishowtts compare list` shows them.");
    return found.empty() ? std::nullopt : std::optional(found.front());
}

StoredDesign CompareDesk::design(const std::string &called) {
    if (auto found = find(called))
        return *std::move(found);
    throw engine::badInput(
        called.empty() ? "There is no listening test yet." : "There is no listening test called \"" + called + "\".",
        "`ishowtts compare make` makes one, and `ishowtts compare list` shows those that are there.");
}

std::vector<SessionSummary> CompareDesk::sessionsOf(const TestDesign &design) {
    return wait<std::vector<SessionSummary>>(
        [&](auto *context, auto done) { sessions().sessionsOfDesign(designHash(design), context, done); });
}

std::string CompareDesk::testId(const std::string &called) {
    const auto all =
        wait<std::vector<SessionSummary>>([&](auto *context, auto done) { sessions().sessions({}, context, done); });
    if (called.empty() && !all.empty())
        return all.back().header.test;
    for (const SessionSummary &session : all) {
        if (called.size() >= 4 && session.header.test.starts_with(called))
            return session.header.test;
    }
    // The newest sounds that people heard of it, also when another version of this program made them.
    const StoredDesign stored = design(called);
    if (const std::string heard = testToJudge(sessionsOf(stored.design), {}); !heard.empty())
        return heard;
    throw engine::badInput("Nobody has listened to the test \"" + stored.design.name + "\" yet.",
                           "`ishowtts compare vote` begins a session.");
}

} // namespace app::cli
