#include "app/server/voice_routes.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <variant>

#include <unistd.h>

#include "app/decoding/decoding_job.h"
#include "app/server/multipart.h"
#include "app/server/voice_json.h"
#include "app/settings/settings.h"
#include "app/voices/own_sound.h"
#include "app/voices/voice_editor.h"
#include "app/voices/voice_library.h"
#include "engine/audio/file.h"
#include "engine/audio/recording.h"
#include "engine/audio/wav_bytes.h"
#include "engine/utf8.h"

namespace app::server {

namespace {

constexpr std::size_t kLargestAudio = 10 * 1024 * 1024;
constexpr auto kUploadDeadline = std::chrono::minutes(2);
constexpr int kMostDecoding = 4; // each keeps its body

HttpResponse asJson(const QByteArray &text) {
    return HttpResponse::json(text.toStdString());
}

QString idOf(const ExchangePtr &exchange) {
    return QString::fromStdString(exchange->request().parameters.at("id"));
}

std::string sentence(const Problem &problem) {
    return (problem.what + u' ' + problem.remedy).trimmed().toStdString();
}

int statusOf(storage::Trouble trouble) {
    switch (trouble) {
    case storage::Trouble::Missing:
        return 404;
    case storage::Trouble::BadInput:
    case storage::Trouble::BadFile:
        return 400;
    case storage::Trouble::Busy:
        return 503;
    default:
        return 500;
    }
}

// As the original names what is uploaded: by the file's name, else by its type. It becomes the name of a file that we
// make, so only what can be one is taken.
QString extensionOf(const FormPart &part) {
    static constexpr std::array<std::pair<const char *, const char *>, 10> kTypes{{{"audio/wav", "wav"},
                                                                                   {"audio/x-wav", "wav"},
                                                                                   {"audio/wave", "wav"},
                                                                                   {"audio/mpeg", "mp3"},
                                                                                   {"audio/mp3", "mp3"},
                                                                                   {"audio/aac", "m4a"},
                                                                                   {"audio/mp4", "m4a"},
                                                                                   {"audio/ogg", "ogg"},
                                                                                   {"audio/opus", "opus"},
                                                                                   {"audio/flac", "flac"}}};
    const std::size_t dot = part.fileName.rfind('.');
    const std::string own = dot == std::string::npos ? std::string() : smallLetters(part.fileName.substr(dot + 1));
    if (!own.empty() && own.size() <= 5 &&
        own.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos)
        return QString::fromStdString(own);
    for (const auto &[type, extension] : kTypes) {
        if (part.type == type)
            return QLatin1String(extension);
    }
    return QStringLiteral("wav");
}

// What is kept of the client's name for it: its last part, for people.
QString shownName(const FormPart &part) {
    constexpr qsizetype kLongestName = 100;
    const QString name = QString::fromStdString(part.fileName.substr(part.fileName.find_last_of("/\\") + 1));
    return name.left(kLongestName);
}

QString uploadsPlace() {
    return QDir::tempPath() + QStringLiteral("/ishowtts-upload-");
}

// Recordings that a server which was killed had in its hands. Those of one that runs are younger: reading one ends with
// its request, after kUploadDeadline.
void forgetUploads() {
    constexpr qint64 kOld = 10 * 60; // s
    const QFileInfo place(uploadsPlace());
    const QFileInfoList left =
        QDir(place.path()).entryInfoList({place.fileName() + u'*'}, QDir::Dirs | QDir::Hidden | QDir::NoSymLinks);
    for (const QFileInfo &each : left) {
        if (each.ownerId() == ::geteuid() && each.lastModified().secsTo(QDateTime::currentDateTime()) > kOld)
            QDir(each.filePath()).removeRecursively();
    }
}

class Leaves { // one less, when it goes
public:
    explicit Leaves(std::atomic<int> &count) : m_count(count) {}
    ~Leaves() { --m_count; }
    Leaves(const Leaves &) = delete;
    Leaves &operator=(const Leaves &) = delete;

private:
    std::atomic<int> &m_count;
};

struct Audio {
    QByteArray bytes;
    bool overridden = false;
};

// As WAV, whatever the voice keeps.
std::optional<Audio> audioOf(const std::vector<std::filesystem::path> &roots, const std::string &id,
                             const std::string &source) {
    const auto state = referenceState(roots, id);
    if (!state)
        return {};
    const bool overridden = state->baseline && !state->sameRecording;
    const bool wanted = source.empty() ? overridden : source == "override";
    if (wanted && !overridden)
        return {};
    const std::filesystem::path file = !wanted && state->baseline ? state->baseline->recording : state->voice.recording;
    QFile recording(QString::fromStdString(file.string()));
    if (file.extension() == ".wav" && recording.open(QIODevice::ReadOnly))
        return Audio{recording.readAll(), wanted};
    const engine::audio::Sound sound = engine::audio::readRecording(file, 60);
    engine::Clip clip;
    clip.sampleRate = sound.sampleRate;
    const auto width = std::size_t(sound.channels);
    for (std::size_t frame = 0; frame < sound.frames(); ++frame) { // as the model hears it
        const auto first = sound.interleaved.begin() + std::ptrdiff_t(frame * width);
        clip.samples.push_back(std::accumulate(first, first + std::ptrdiff_t(width), 0.0F) / float(width));
    }
    return Audio{QByteArray::fromStdString(engine::audio::wavBytes(clip)), wanted};
}

} // namespace

VoiceRoutes::VoiceRoutes(HttpServer &server, ServerUses uses, QObject *parent)
    : QObject(parent), m_uses(std::move(uses)),
      m_health(std::make_shared<std::atomic<std::shared_ptr<const std::string>>>()) {
    takeSnapshot();
    m_uploads.post(forgetUploads);
    connect(&m_uses.voices, &voices::VoiceLibrary::changed, this, &VoiceRoutes::takeSnapshot);
    connect(&m_uses.settings, &Settings::changed, this, &VoiceRoutes::takeSnapshot);

    Route health{.pattern = "/api/health", .access = Access::Read};
    health.atOnce = [health = m_health](const HttpRequest &) { return HttpResponse::json(*health->load()); };
    server.add(std::move(health));
    const auto add = [&](Method method, const char *pattern, BodyKind body,
                         void (VoiceRoutes::*what)(const ExchangePtr &)) {
        Route route{.method = method, .pattern = pattern, .body = body};
        route.access = method == Method::Get ? Access::Read : Access::Write;
        route.bodyLimit = kAudioBodyLimit;
        route.badBody = 400;
        route.deadline = kUploadDeadline;
        route.handle = [this, what](const ExchangePtr &exchange) { (this->*what)(exchange); };
        server.add(std::move(route));
    };
    constexpr const char *kReference = "/api/voices/{id}/reference";
    Route voices{.pattern = "/api/voices", .access = Access::Read};
    voices.handle = [this](const ExchangePtr &exchange) { list(exchange); };
    server.add(std::move(voices));
    add(Method::Get, kReference, BodyKind::None, &VoiceRoutes::describe);
    add(Method::Post, kReference, BodyKind::Multipart, &VoiceRoutes::upload);
    Route restore{.method = Method::Delete, .pattern = kReference, .access = Access::Write};
    restore.handle = [this](const ExchangePtr &exchange) {
        if (knows(exchange))
            m_uses.voiceEditor.restoreBaseline(idOf(exchange), this, afterwards(exchange));
    };
    server.add(std::move(restore));
    add(Method::Get, "/api/voices/{id}/reference/audio", BodyKind::None, &VoiceRoutes::giveAudio);
}

VoiceRoutes::~VoiceRoutes() {
    m_stop.request_stop();
    m_uploads.flush();
    m_uses.files.flush();
}

template <class Work, class Then>
void VoiceRoutes::later(storage::FileThread &thread, const ExchangePtr &exchange, Work work, Then then) {
    thread.post([this, exchange, work = std::move(work), then = std::move(then)] {
        std::optional<decltype(work())> result;
        try {
            result.emplace(work());
        } catch (const std::exception &error) {
            qWarning("voices: %s", error.what());
        }
        QMetaObject::invokeMethod(
            this,
            [exchange, then, result = std::move(result)] {
                if (result)
                    then(*result);
                else
                    exchange->fail(500, "The request failed.");
            },
            Qt::QueuedConnection);
    });
}

void VoiceRoutes::takeSnapshot() {
    const QJsonObject health{{QStringLiteral("status"), QStringLiteral("ok")},
                             {QStringLiteral("voices"), int(m_uses.voices.voices()->voices.size())},
                             {QStringLiteral("default_voice"), m_uses.settings.voiceId()}};
    m_health->store(std::make_shared<const std::string>(jsonBytes(health).toStdString()));
}

void VoiceRoutes::list(const ExchangePtr &exchange) const {
    std::vector<engine::Voice> voices = m_uses.voices.voices()->voices;
    std::sort(voices.begin(), voices.end(),
              [](const engine::Voice &one, const engine::Voice &other) { return one.id < other.id; });
    QJsonArray all;
    for (const engine::Voice &voice : voices)
        all.append(voiceObject(voice));
    exchange->answer(asJson(QJsonDocument(all).toJson(QJsonDocument::Compact)));
}

bool VoiceRoutes::knows(const ExchangePtr &exchange) const {
    if (m_uses.voices.standing(idOf(exchange)))
        return true;
    exchange->fail(404, "There is no such voice.");
    return false;
}

// From the disk: other programs change voices, too, and what was just changed must stand there.
void VoiceRoutes::describe(const ExchangePtr &exchange) {
    later(
        m_uses.files, exchange,
        [roots = m_uses.voices.roots(), id = idOf(exchange).toStdString()] { return referenceState(roots, id); },
        [exchange](const std::optional<ReferenceState> &state) {
            if (state)
                exchange->answer(asJson(jsonBytes(referenceObject(*state))));
            else
                exchange->fail(404, "There is no such voice.");
        });
}

void VoiceRoutes::giveAudio(const ExchangePtr &exchange) {
    if (!knows(exchange))
        return;
    const std::string source = smallLetters(exchange->request().queryValue("source"));
    if (!source.empty() && source != "baseline" && source != "override")
        return exchange->fail(400, "The source is baseline or override.");
    later(
        m_uses.files, exchange,
        [roots = m_uses.voices.roots(), id = idOf(exchange).toStdString(), source]() -> std::optional<Audio> {
            try {
                return audioOf(roots, id, source);
            } catch (const std::exception &) {
                return {};
            }
        },
        [exchange](const std::optional<Audio> &audio) {
            if (!audio)
                return exchange->fail(404, "There is no such recording.");
            const std::string kind = audio->overridden ? "override" : "baseline";
            HttpResponse response{200, "audio/wav", audio->bytes.toStdString(), {}};
            response.headers = {
                {"Cache-Control", "no-store"},
                {"X-Voice-Reference-Source", kind},
                {"Content-Disposition",
                 "inline; filename=\"" + exchange->request().parameters.at("id") + "-" + kind + ".wav\""}};
            exchange->answer(std::move(response));
        });
}

void VoiceRoutes::upload(const ExchangePtr &exchange) {
    if (!knows(exchange))
        return;
    const auto form = readForm(exchange->request().header("Content-Type"), exchange->request().body);
    if (const auto *why = std::get_if<std::string>(&form))
        return exchange->fail(400, *why);
    std::optional<QString> text;
    const FormPart *audio = nullptr;
    for (const FormPart &part : std::get<std::vector<FormPart>>(form)) {
        if (part.name == "audio" && !part.data.empty())
            audio = &part;
        if (part.name != "text")
            continue;
        if (engine::findInvalidUtf8(part.data) != std::string_view::npos)
            return exchange->fail(400, "The text is not UTF-8.");
        text = QString::fromUtf8(part.data.data(), qsizetype(part.data.size())).trimmed();
    }
    if (!audio && !text)
        return exchange->fail(400, "Give a text, an audio file, or both.");
    if (!audio)
        return overrideWith(exchange, {}, text);
    if (audio->data.size() > kLargestAudio)
        return exchange->fail(400, "The audio file is larger than 10 MB.");
    QString name = shownName(*audio);
    const QString extension = extensionOf(*audio);
    if (!name.endsWith(u'.' + extension))
        name = QStringLiteral("reference.") + extension;
    decode(exchange, audio->data, name, text);
}

void VoiceRoutes::decode(const ExchangePtr &exchange, std::string_view audio, const QString &fileName,
                         const std::optional<QString> &text) {
    if (m_decoding >= kMostDecoding)
        return exchange->fail(503, "Too many recordings are being read.", {{"Retry-After", "5"}});
    ++m_decoding;
    const auto stop = std::make_shared<std::stop_source>(); // the client left, or was told that it takes too long
    exchange->onGone([stop] { stop->request_stop(); });
    later(
        m_uploads, exchange,
        [this, exchange, audio, extension = fileName.mid(fileName.lastIndexOf(u'.')), stop]() -> decoding::Outcome {
            const Leaves place(m_decoding);
            const std::stop_callback atTheEnd(m_stop.get_token(), [stop] { stop->request_stop(); });
            if (!exchange->isLive()) // nobody waits for it any more
                return decoding::Stopped{};
            const QTemporaryDir folder(uploadsPlace() + QStringLiteral("XXXXXX"));
            const QString path = folder.filePath(QStringLiteral("upload") + extension);
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly) ||
                file.write(audio.data(), qint64(audio.size())) != qint64(audio.size()))
                throw std::runtime_error("the upload could not be kept");
            file.close();
            return decoding::decodeFile(path, stop->get_token());
        },
        [this, exchange, fileName, text](const decoding::Outcome &outcome) {
            if (!exchange->isLive()) // nothing is changed for a client that was told that it failed
                return;
            if (const auto *problem = std::get_if<Problem>(&outcome))
                return exchange->failQuoting(400, sentence(*problem), "The recording cannot be used.");
            const auto *sound = std::get_if<decoding::DecodedSound>(&outcome);
            if (!sound)
                return exchange->fail(503, "The server is stopping.");
            voices::VoiceReference reference;
            reference.clip = voices::withinRange(sound->clip);
            reference.source = tr("Uploaded over HTTP");
            reference.origin = {fileName.toStdString(), sound->sha256.toStdString(), 0, sound->clip->seconds()};
            if (sound->clipping)
                reference.clipping = *sound->clipping;
            overrideWith(exchange, reference, text);
        });
}

// An empty text takes back what an override says: the baseline's words hold again. A recording without words keeps
// those that are there, as the model must know what it hears.
void VoiceRoutes::overrideWith(const ExchangePtr &exchange, const voices::VoiceReference &given,
                               const std::optional<QString> &text) {
    voices::VoiceReference reference = given;
    reference.transcript = text.value_or(QString());
    if (!reference.clip && reference.transcript.isEmpty()) {
        const voices::VoiceStanding *standing = m_uses.voices.standing(idOf(exchange));
        if (!standing || !standing->baseline)
            return describe(exchange);
        reference.transcript = QString::fromStdString(standing->baseline->transcript);
        reference.wordsTakenBack = true;
    }
    m_uses.voiceEditor.overrideReference(idOf(exchange), reference, this, afterwards(exchange));
}

voices::ChangeAnswered VoiceRoutes::afterwards(const ExchangePtr &exchange) {
    return [this, exchange](const storage::Answer<voices::VoiceChange> &answer) {
        const bool wasAtFirst =
            !answer && answer.trouble == storage::Trouble::Missing && exchange->request().method == Method::Delete;
        if (answer || wasAtFirst)
            describe(exchange);
        else if (answer.trouble == storage::Trouble::BadInput)
            exchange->failQuoting(400, sentence(answer.problem), "The voice cannot have this reference.");
        else
            exchange->fail(statusOf(answer.trouble), sentence(answer.problem));
    };
}

} // namespace app::server

#include "moc_voice_routes.cpp"
