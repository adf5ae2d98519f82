#include "app/cli/take_shelf.h"

#include <exception>
#include <utility>

#include "app/cli/quiet_application.h"
#include "app/cli/storage_answer.h"
#include "app/storage/library_schema.h"
#include "app/takes/take_library.h"
#include "engine/cli/console.h"
#include "engine/data_folders.h"
#include "engine/error.h"

namespace app::cli {

namespace {

engine::Error errorOf(storage::Trouble trouble, const Problem &problem) {
    const auto kind = trouble == storage::Trouble::Missing ? engine::ErrorKind::BadInput : engine::ErrorKind::Failure;
    return {kind, problem.what.toStdString(), problem.remedy.toStdString()};
}

} // namespace

struct TakeShelf::Parts {
    QuietApplication application;
    storage::Database database;
    takes::TakeLibrary library;

    explicit Parts(const std::filesystem::path &folder)
        : database(QString::fromStdString(storage::libraryFile(folder).string()), storage::librarySchema()),
          library(database, storage::takesFolder(folder)) {}
};

TakeShelf::TakeShelf() : m_parts(std::make_unique<Parts>(engine::userDataFolder())) {
    QObject::connect(&m_parts->database, &storage::Database::noticed, &m_parts->library, [this](const Problem &notice) {
        m_notices.push_back(notice.what.toStdString() + "\n  " + notice.remedy.toStdString());
    });
}

TakeShelf::~TakeShelf() = default;

template <class T, class Ask> T TakeShelf::wait(Ask ask) {
    auto answer = storageAnswer<T>(std::move(ask));
    if (!answer || !*answer)
        throw answer ? errorOf(answer->trouble, answer->problem)
                     : engine::failure("The library of takes gave no answer.", "Try again.");
    return *std::move(answer->value);
}

takes::TakeRecord TakeShelf::keep(const engine::cli::SpokenTake &spoken) {
    constexpr quint64 job = 1;
    return wait<takes::TakeRecord>([&](QObject *waiting, auto done) {
        QObject::connect(&m_parts->library, &takes::TakeLibrary::kept, waiting,
                         [done](quint64, const takes::TakeRecord &record) {
                             done({record, {}, {}});
                         });
        QObject::connect(&m_parts->library, &takes::TakeLibrary::notKept, waiting,
                         [done](quint64, const Problem &problem) {
                             done({std::nullopt, storage::Trouble::Failed, problem});
                         });
        m_parts->library.keep({job, spoken.request, spoken.clip, spoken.timings, spoken.model});
    });
}

takes::TakePage TakeShelf::find(const takes::TakeQuery &query) {
    return wait<takes::TakePage>(
        [&](QObject *waiting, auto done) { m_parts->library.find(query, waiting, std::move(done)); });
}

takes::TakeRecord TakeShelf::byId(qint64 id) {
    const std::string remedy = "`ishowtts takes` lists those that are there.";
    const std::string number = std::to_string(id);
    std::optional<takes::TakeRecord> record;
    try {
        record = wait<takes::TakeRecord>(
            [&](QObject *waiting, auto done) { m_parts->library.byId(id, waiting, std::move(done)); });
    } catch (const engine::Error &error) {
        if (error.kind() != engine::ErrorKind::BadInput)
            throw;
        throw engine::badInput("There is no take " + number + " in the library.", remedy);
    }
    if (record->removed.isValid())
        throw engine::badInput("The take " + number + " was removed from the library.", remedy);
    return *record;
}

engine::ClipPtr TakeShelf::audio(const takes::TakeRecord &take) {
    return wait<engine::ClipPtr>(
        [&](QObject *waiting, auto done) { m_parts->library.audio(take.audioHash, waiting, std::move(done)); });
}

std::optional<std::int64_t> keepInLibrary(const engine::cli::SpokenTake &take) {
    const auto warn = [](const std::string &what, const std::string &remedy) {
        engine::cli::note("The take is not kept in the library: " + what + (remedy.empty() ? "" : "\n  " + remedy));
    };
    try {
        TakeShelf shelf;
        const takes::TakeRecord record = shelf.keep(take);
        for (const std::string &notice : shelf.notices())
            engine::cli::note(notice);
        return record.id;
    } catch (const engine::Error &error) {
        warn(error.what(), error.remedy());
    } catch (const std::exception &error) {
        warn(error.what(), {});
    }
    return std::nullopt;
}

} // namespace app::cli
