// What the verbs of `ishowtts compare` share: the library with its designs, sessions and cells, and the queue through
// which cells are made. The same parts as in the Studio. Main thread; at most one at a time.
#pragma once

#include <QEventLoop>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/cli/quiet_application.h"
#include "app/cli/storage_answer.h"
#include "app/listening/cell_maker.h"
#include "app/listening/design_store.h"
#include "app/listening/session_store.h"
#include "app/speech/speech_queue.h"
#include "app/speech/speech_worker.h"
#include "engine/cli/verb.h"
#include "engine/error.h"

namespace app::cli {

class CompareDesk {
public:
    // --model and --device of the arguments count where a test names none. `folder`: of the library; empty: the
    // person's. Reads nothing yet.
    explicit CompareDesk(const engine::cli::Arguments &arguments, const std::filesystem::path &folder = {});
    ~CompareDesk();

    listening::CellMaker &maker() { return m_parts->maker; }
    listening::DesignStore &designs() { return m_parts->designs; }
    listening::SessionStore &sessions() { return m_parts->sessions; }
    speech::SpeechQueue &queue() { return m_parts->queue; }

    // ask(context, done) → the answer; engine::Error when there is none.
    template <class T, class Ask> T wait(Ask ask) { return taken(storageAnswer<T>(std::move(ask))); }

    // Until `signal` of the maker, or `stop`: false then.
    template <class Signal> bool waitFor(Signal signal, const std::stop_token &stop) {
        QEventLoop loop;
        QObject::connect(&maker(), signal, &loop, [&loop] { loop.quit(); });
        const std::stop_callback stopped(
            stop, [&loop] { QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection); });
        if (!stop.stop_requested())
            loop.exec();
        return !stop.stop_requested();
    }

    // Which cells of it are there. engine::Error when the library cannot be read.
    void look(const listening::TestDesign &design);
    // All of its cells that are missing; `anew`: all. False: stopped. What could not be made says its cell.
    bool make(bool anew, const std::stop_token &stop);

    // For what is spoken through queue() beside cells; make() does so by itself. Until it is there jobs wait.
    void load(const std::string &model, const std::string &device, engine::Precision precision);

    // What a person calls a test: the beginning of a design's or a test's id, or a design's name; "": the one that was
    // changed last. Error(BadInput) when there is none, or more than one.
    listening::StoredDesign design(const std::string &called);
    // The same for a test that somebody listened to; "": the one whose session was begun last.
    std::string testId(const std::string &called);
    // Of a design, with whichever sounds it was heard, in the order in which they were begun.
    std::vector<listening::SessionSummary> sessionsOf(const listening::TestDesign &design);

private:
    template <class T> static T taken(std::optional<storage::Answer<T>> answer) {
        if (!answer)
            throw engine::failure("The library gave no answer.", "Try again.");
        if (!*answer)
            throw errorOf(answer->trouble, answer->problem);
        return *std::move(answer->value);
    }
    static engine::Error errorOf(storage::Trouble trouble, const Problem &problem);
    std::optional<listening::StoredDesign> find(const std::string &called);

    struct Parts {
        QuietApplication application;
        storage::Database database;
        speech::SpeechWorker worker;
        speech::SpeechQueue queue{worker};
        listening::CellMaker maker;
        listening::DesignStore designs;
        listening::SessionStore sessions;

        Parts(const std::filesystem::path &folder, listening::CellSources sources);
    };

    std::string m_model, m_device;
    bool m_loading = false; // or loaded
    std::unique_ptr<Parts> m_parts;
};

} // namespace app::cli
