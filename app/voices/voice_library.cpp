#include "app/voices/voice_library.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <exception>
#include <utility>

#include "app/storage/file_thread.h"
#include "engine/error.h"
#include "engine/json.h"

namespace app::voices {

namespace fs = std::filesystem;

namespace {

VoiceStanding standingOf(const engine::Voice &voice, const std::vector<fs::path> &roots) {
    VoiceStanding standing;
    std::error_code ignored;
    for (const fs::path &root : roots) {
        const fs::path folder = root / "voices" / voice.id;
        if (!voiceIn(folder)) // a broken one hides nothing
            continue;
        if (!standing.changed.isValid()) {
            standing.changed =
                QFileInfo(QString::fromStdString((folder / "voice.json").string())).lastModified().toUTC();
            if (&root != &roots.front())
                return standing;
            standing.kind = VoiceKind::Own;
            standing.baseline = voiceIn(folder / kBaselineFolder);
            if (standing.baseline)
                standing.baseline->id = voice.id;
        } else {
            standing.kind = VoiceKind::Override;
            if (!saysTheSame(roots.front() / "voices" / voice.id, folder))
                standing.baseline = voiceIn(folder);
            return standing;
        }
    }
    return standing;
}

bool haveSameBytes(const fs::path &file, const fs::path &other) {
    QFile one(QFile::decodeName(file.c_str())), two(QFile::decodeName(other.c_str()));
    if (!one.open(QIODevice::ReadOnly) || !two.open(QIODevice::ReadOnly) || one.size() != two.size())
        return false;
    constexpr qint64 kBlock = 1 << 18;
    for (QByteArray bytes = one.read(kBlock); !bytes.isEmpty(); bytes = one.read(kBlock)) {
        if (two.read(bytes.size()) != bytes)
            return false;
    }
    return true;
}

} // namespace

std::optional<engine::Voice> voiceIn(const fs::path &folder) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        return {};
    try {
        return engine::loadVoice(folder);
    } catch (const engine::Error &) {
        return {};
    }
}

bool saysTheSame(const fs::path &folder, const fs::path &other) {
    constexpr const char *kManifest = "voice.json";
    try {
        if (engine::Json::read(folder / kManifest).dump() != engine::Json::read(other / kManifest).dump())
            return false;
        const engine::Voice one = engine::loadVoice(folder), two = engine::loadVoice(other);
        if (!haveSameBytes(one.recording, two.recording))
            return false;
        return std::equal(one.styles.begin(), one.styles.end(), two.styles.begin(), two.styles.end(),
                          [](const engine::VoiceStyle &style, const engine::VoiceStyle &same) {
                              return haveSameBytes(style.recording, same.recording);
                          });
    } catch (const engine::Error &) {
        return false;
    }
}

KnownVoices readVoices(const std::vector<fs::path> &roots) {
    KnownVoices known;
    static_cast<engine::VoiceListing &>(known) = engine::listVoices(roots);
    for (const engine::Voice &voice : known.voices) {
        known.standings.insert({voice.id, standingOf(voice, roots)});
        for (const engine::VoiceStyle &style : voice.styles)
            known.styled.push_back(engine::withStyle(voice, style.name));
    }
    return known;
}

VoiceLibrary::VoiceLibrary(std::vector<std::filesystem::path> roots, storage::FileThread &files, QObject *parent)
    : QObject(parent), m_roots(std::move(roots)), m_files(files), m_voices(std::make_shared<const KnownVoices>()) {}

VoiceLibrary::~VoiceLibrary() {
    if (m_reading)
        m_files.flush(); // what is being read refers to this object
}

void VoiceLibrary::refresh() {
    if (m_reading) {
        m_again = true;
        return;
    }
    m_reading = true;
    m_files.post([this] {
        auto listing = std::make_shared<KnownVoices>();
        try {
            *listing = readVoices(m_roots);
        } catch (const std::exception &error) {
            listing->problems.emplace_back(error.what());
        }
        QMetaObject::invokeMethod(
            this, [this, voices = VoiceList(std::move(listing))] { take(voices); }, Qt::QueuedConnection);
    });
}

const engine::Voice *VoiceLibrary::find(const QString &id) const {
    const std::string wanted = id.toStdString();
    for (const auto *voices : {&m_voices->voices, &m_voices->styled}) {
        for (const engine::Voice &voice : *voices) {
            if (voice.id == wanted || voice.id + ":" + engine::kDefaultStyle == wanted)
                return &voice;
        }
    }
    return nullptr;
}

const VoiceStanding *VoiceLibrary::standing(const QString &id) const {
    const auto found = m_voices->standings.find(id.toStdString());
    return found == m_voices->standings.end() ? nullptr : &found->second;
}

void VoiceLibrary::take(VoiceList voices) {
    m_voices = std::move(voices);
    m_read = true;
    m_reading = false;
    Q_EMIT changed(m_voices);
    if (std::exchange(m_again, false))
        refresh();
}

} // namespace app::voices

#include "moc_voice_library.cpp"
