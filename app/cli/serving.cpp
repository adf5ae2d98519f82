#include "app/cli/serving.h"

#include <QEventLoop>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stop_token>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/cli/danmaku_verbs.h"
#include "app/cloning/request_as_set.h"
#include "app/models/licence_gate.h"
#include "app/server/guard.h"
#include "app/storage/library_schema.h"
#include "engine/cli/console.h"
#include "engine/data_folders.h"
#include "engine/device.h"
#include "engine/error.h"
#include "engine/synthesizer.h"

namespace app::cli {

namespace fs = std::filesystem;

namespace {

constexpr int kLooksForVoicesEvery = 2000; // ms
constexpr int kTriesAgainAfter = 30'000;   // ms

void noteProblem(const Problem &problem) {
    engine::cli::note(plainText(problem.what) + "\n  " + plainText(problem.remedy));
}

// Another one when a voice came, went or was written.
std::string stampOf(const std::vector<fs::path> &roots) {
    std::string stamp;
    std::error_code error;
    for (const fs::path &root : roots) {
        for (fs::directory_iterator entry(root / "voices", error), end; !error && entry != end;
             entry.increment(error)) {
            struct stat status {};
            if (::stat((entry->path() / "voice.json").c_str(), &status) == 0)
                stamp += entry->path().string() + '|' + std::to_string(status.st_ino) + '|' +
                         std::to_string(status.st_mtim.tv_sec) + '.' + std::to_string(status.st_mtim.tv_nsec) + '\n';
        }
    }
    return stamp;
}

engine::Error unusable(const std::string &file, const char *why) {
    return engine::badInput("The token file " + file + " cannot be used: " + why + ".",
                            "Give one that only you can read, with at least 32 characters, or one that does not exist: "
                            "it is made.");
}

} // namespace

std::string standardTokenFile() {
    const char *runtime = std::getenv("XDG_RUNTIME_DIR");
    const char *kept = std::getenv("ISHOWTTS_KEEP_TOKEN");
    const bool passing = runtime && *runtime == '/' && !(kept && *kept);
    return passing ? (fs::path(runtime) / "ishowtts/server-token").string() : keptTokenFile();
}

std::string keptTokenFile() {
    return (engine::userStateFolder() / "server-token").string();
}

std::string tokenIn(const std::string &file) {
    std::error_code error;
    fs::create_directories(fs::path(file).parent_path(), error);
    if (fs::exists(fs::symlink_status(file, error)))
        return tokenThere(file);
    // Whole or not at all: it is written beside, and gets its name when it is on the disk.
    const std::string beside = file + "." + std::to_string(::getpid()) + ".new";
    ::unlink(beside.c_str()); // of one that was killed here
    const int made = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (made < 0)
        throw unusable(file, std::strerror(errno));
    const std::string token = server::generateToken();
    const bool written = ::write(made, token.data(), token.size()) == ssize_t(token.size()) && ::fsync(made) == 0;
    ::close(made);
    const bool named = written && ::link(beside.c_str(), file.c_str()) == 0;
    const int why = errno;
    ::unlink(beside.c_str());
    if (named)
        return token;
    if (written && why == EEXIST) // of another server, which was faster
        return tokenThere(file);
    throw unusable(file, std::strerror(why));
}

std::string tokenThere(const std::string &file) {
    const int there = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat status {};
    char text[1024] = {};
    const bool known = there >= 0 && ::fstat(there, &status) == 0;
    const ssize_t count = known && S_ISREG(status.st_mode) ? ::read(there, text, sizeof text) : -1;
    if (there >= 0)
        ::close(there);
    if (count < 0)
        throw unusable(file, "it cannot be read");
    if (status.st_uid != ::geteuid() || (status.st_mode & 077) != 0)
        throw unusable(file, "others may read it");
    std::string token(text, std::size_t(count));
    while (!token.empty() && (token.back() == '\n' || token.back() == '\r' || token.back() == ' '))
        token.pop_back();
    if (!server::isToken(token))
        throw unusable(file, "it holds no token");
    return token;
}

Serving::Serving(std::string model)
    : m_model(std::move(model)), m_settings(Settings::standardFile(), m_files), m_voices(engine::dataRoots(), m_files),
      m_voiceEditor(engine::dataRoots(), m_voices, m_files),
      m_lexicons({engine::userDataFolder(), engine::dataRoots()}, m_voices, m_files),
      m_lines(m_settings, m_voices, m_lexicons), m_queue(m_worker), m_tokens(m_folder.path(), m_files, false),
      m_database(m_folder.path() + QStringLiteral("/library.sqlite"), storage::librarySchema()),
      m_danmaku(danmakuUses()),
      m_server({m_settings, m_voices, m_voiceEditor, m_worker, m_queue, m_files,
                [this](const QString &text, const QString &voiceId) { return request(text, voiceId); }, &m_danmaku},
               nullptr) {
    if (!m_folder.isFirst())
        engine::cli::note("Another server of yours runs; the chat of this one is kept in " +
                          m_folder.path().toStdString() + ".");
    m_danmaku.setSilent(true);
    connect(&m_danmaku, &danmaku::LiveStage::problem, this, noteProblem);
    connect(&m_danmaku, &danmaku::LiveStage::changed, this, &Serving::goOnByItself);
    connect(&m_danmaku, &danmaku::LiveStage::event, this, &Serving::tellOfReview);
    m_again.setSingleShot(true);
    m_again.setInterval(kTriesAgainAfter);
    connect(&m_again, &QTimer::timeout, this, [this] {
        danmaku::Command again;
        again.what = danmaku::Command::What::Resume;
        if (m_danmaku.halt().cause != danmaku::Halt::Cause::None)
            m_danmaku.command(again);
    });
    m_settings.follow();
    connect(&m_settings, &Settings::changed, this, [this](const QString &key) {
        if (m_model.empty() && (key == u"model" || key == u"device" || key == u"precision"))
            load();
    });
    connect(&m_worker, &speech::SpeechWorker::loadFailed, this, noteProblem);
    connect(&m_worker, &speech::SpeechWorker::refused, this, noteProblem);
    m_look.setInterval(kLooksForVoicesEvery);
    connect(&m_look, &QTimer::timeout, this, &Serving::look);
}

danmaku::LiveStage::Uses Serving::danmakuUses() {
    return {m_settings,
            m_voices,
            m_queue,
            m_database,
            m_files,
            m_tokens,
            QFileInfo(Settings::standardFile()).path() + QStringLiteral("/danmaku.json"),
            m_folder.path() + QStringLiteral("/captions"),
            m_folder.path() + QStringLiteral("/audit"),
            [this](const QString &text, const QString &voiceId) { return request(text, voiceId); }};
}

void Serving::start(const server::ServerOptions &options) {
    QEventLoop untilRead; // nobody is told that a voice is not there because nobody has looked yet
    connect(&m_voices, &voices::VoiceLibrary::changed, &untilRead, &QEventLoop::quit);
    m_voiceEditor.tidy();
    m_voices.refresh();
    untilRead.exec();
    m_server.turnOn(options);
    if (m_server.state() != server::SpeechServer::State::On)
        throw engine::badInput(plainText(m_server.problem().what), plainText(m_server.problem().remedy));
    look();
    m_look.start();
    load();
}

// Nobody sits here who could press Resume.
void Serving::goOnByItself() {
    if (m_danmaku.halt().cause == danmaku::Halt::Cause::None || m_again.isActive())
        return;
    noteProblem(m_danmaku.halt().problem);
    engine::cli::note("The chat is not read meanwhile; it is tried again in half a minute.");
    m_again.start();
}

// Nor one who could approve: it is said once, as such messages are never read.
void Serving::tellOfReview(const danmaku::DanmakuEvent &event) {
    if (event.what == danmaku::DanmakuEvent::What::Review && !std::exchange(m_saidReview, true))
        engine::cli::note("The rules of reading hold messages until somebody approves them, which nobody can do here: "
                          "they are not read. The Studio's rules say which.");
}

// Not by a watcher: folders may come into being later, lie in a network, and be filled behind their making.
void Serving::look() {
    m_files.post([this, roots = m_voices.roots()] {
        std::string seen = stampOf(roots);
        QMetaObject::invokeMethod(
            this,
            [this, seen = std::move(seen)] {
                if (std::exchange(m_seen, seen) != seen)
                    m_voices.refresh();
            },
            Qt::QueuedConnection);
    });
}

void Serving::load() {
    const std::string model = m_model.empty() ? m_settings.model().toStdString() : m_model;
    m_worker.load(
        [model, device = m_settings.device().toStdString(), precision = m_settings.precision()](std::stop_token stop) {
            engine::LoadOptions options;
            options.model = models::findUsable(engine::dataRoots(), model);
            options.device = engine::chooseDevice(device);
            options.precision = precision;
            return engine::makeLocalSynthesizer(options, std::move(stop));
        });
}

engine::Request Serving::request(const QString &text, const QString &voiceId) const {
    engine::Request request = cloning::requestAsSet(m_settings, text);
    if (const engine::Voice *voice = m_voices.find(voiceId.isEmpty() ? m_settings.voiceId() : voiceId))
        request.voice = *voice;
    m_lines.fillStrangers(request, voiceId);
    return request;
}

} // namespace app::cli

#include "moc_serving.cpp"
