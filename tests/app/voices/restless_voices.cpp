#include "tests/app/voices/restless_voices.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <random>

#include "app/voices/voice_folders.h"
#include "app/voices/voice_pack.h"
#include "engine/audio/file.h"
#include "engine/error.h"
#include "tests/app/voices/decode_here.h"
#include "tests/app/voices/killed_at_change.h"
#include "tests/app/voices/made_up_voice.h"

namespace restless {

namespace fs = std::filesystem;

using app::voices::Clash;
using app::voices::VoiceChange;
using app::voices::VoiceFolders;

namespace {

constexpr int kShortest = 12'000; // samples

void print(const std::string &line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

QString named(const fs::path &path) {
    return QString::fromStdString(path.string());
}

class Session {
public:
    Session(const fs::path &folder, unsigned seed)
        : m_folder(folder), m_random(seed), m_folders({folder / "data", folder / "shipped"}) {}

    void step() { step(Act(below(int(kActs.size())))); }

    // One act, when there is something to do it with.
    void step(Act which) {
        const std::string id = "v" + std::to_string(below(kVoices));
        const int number = below(9000);
        const bool there = versionIn(m_folder / "data/voices" / id) != "-";
        print(std::string("act ") + kActs[std::size_t(which)]);
        switch (which) {
        case Act::Create:
            if (!there)
                create(id, number);
            break;
        case Act::Change:
            if (there)
                change(id, number);
            break;
        case Act::Remove:
            if (there)
                act(id + " -", [&] { return m_folders.remove(QString::fromStdString(id)); });
            break;
        case Act::Undo:
            undo();
            break;
        case Act::ImportPack:
            importPack();
            break;
        case Act::ImportList:
            if (versionIn(m_folder / "data/voices/v0") != "-")
                importOverride();
            break;
        case Act::ExportPack:
            if (there)
                exportPack(id);
            break;
        case Act::Tidy:
            m_folders.tidy();
        }
        print("end");
    }

    // What `which` needs, so that it does something.
    void makeReadyFor(Act which) {
        for (int voice = 0; voice < kVoices; ++voice) {
            const std::string id = "v" + std::to_string(voice);
            const bool there = versionIn(m_folder / "data/voices" / id) != "-";
            if (which == Act::Create ? there : !there)
                there ? act(id + " -", [&] { return m_folders.remove(QString::fromStdString(id)); })
                      : create(id, below(9000));
        }
        if (which == Act::Undo && !m_last)
            change("v0", below(9000));
    }

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_random); }

private:
    template <class Work> void act(const std::string &what, Work work) {
        const std::string before = versionIn(m_folder / "data/voices" / what.substr(0, what.find(' ')));
        print("try " + what);
        const VoiceChange done = work();
        print("done " + what);
        m_last = {done, before};
    }

    void create(const std::string &id, int number) {
        act(id + " " + std::to_string(number),
            [&] { return m_folders.create(madeUpDetails(QString::fromStdString(id)), version(number)); });
    }

    void change(const std::string &id, int number) {
        const QString name = QString::fromStdString(id);
        act(id + " " + std::to_string(number), [&] {
            if (below(2) == 0)
                m_folders.setStyle(name, QStringLiteral("loud"), version(number));
            return below(2) == 0 ? m_folders.overrideReference(name, version(number))
                                 : m_folders.setStyle(name, {}, version(number));
        });
    }

    void undo() {
        if (!m_last)
            return;
        const auto [change, before] = *std::exchange(m_last, {});
        print("try " + change.id.toStdString() + " " + before);
        m_folders.undo(change);
        print("done " + change.id.toStdString() + " " + before);
    }

    void importPack() {
        const int number = 1 + below(kPacks);
        const std::string what = "p0 " + std::to_string(9000 + number) + " p1 " + std::to_string(9000 + number);
        print("try " + what);
        app::voices::importPack(named(m_folder / ("pack-" + std::to_string(number) + ".zip")), Clash::Replace,
                                m_folders, &decodeHere);
        print("done " + what);
    }

    void importOverride() {
        const int number = 1 + below(kOverrides);
        const std::string what = "v0 " + std::to_string(9100 + number);
        print("try " + what);
        app::voices::importForeignVoices(named(m_folder / ("overrides-" + std::to_string(number) + ".json")), m_folders,
                                         &decodeHere);
        print("done " + what);
        m_last.reset();
    }

    void exportPack(const std::string &id) {
        print("try export");
        app::voices::writePack({QString::fromStdString(id)}, named(m_folder / "exports" / "out.zip"), m_folders);
        print("done export");
    }

    const fs::path m_folder;
    std::minstd_rand m_random;
    VoiceFolders m_folders;
    std::optional<std::pair<VoiceChange, std::string>> m_last;
};

} // namespace

app::voices::VoiceReference version(int number) {
    auto clip = std::make_shared<engine::Clip>();
    clip->samples.assign(std::size_t(kShortest + number), 0.25f);
    return {clip, QStringLiteral("v%1").arg(number), {}};
}

std::string versionIn(const fs::path &folder) {
    std::error_code ignored;
    if (!fs::exists(folder, ignored))
        return "-";
    try {
        const engine::Voice voice = engine::loadVoice(folder);
        const auto frames = [](const fs::path &file) { return engine::audio::readSound(file, 100).frames(); };
        for (const engine::VoiceStyle &style : voice.styles) {
            if (style.transcript != "v" + std::to_string(frames(style.recording) - kShortest))
                return "a style of " + folder.string() + " is not whole";
        }
        if (fs::exists(folder / "baseline", ignored)) {
            const std::string baseline = versionIn(folder / "baseline");
            if (baseline.find_first_not_of("0123456789") != std::string::npos)
                return "the baseline is not whole: " + baseline;
        }
        const std::string number = std::to_string(frames(voice.recording) - kShortest);
        return voice.transcript == "v" + number ? number : folder.string() + " is half old and half new";
    } catch (const engine::Error &error) {
        return error.what();
    }
}

void prepare(const fs::path &folder) {
    fs::create_directories(folder / "exports");
    for (int number = 1; number <= kPacks; ++number) {
        VoiceFolders made({folder / ("made-" + std::to_string(number))});
        for (const QString &name : {QStringLiteral("p0"), QStringLiteral("p1")})
            made.create(madeUpDetails(name), version(9000 + number));
        app::voices::writePack({QStringLiteral("p0"), QStringLiteral("p1")},
                               named(folder / ("pack-" + std::to_string(number) + ".zip")), made);
    }
    for (int number = 1; number <= kOverrides; ++number) {
        const std::string sound = "sound-" + std::to_string(number) + ".wav";
        engine::audio::writeWav(folder / sound, *version(9100 + number).clip);
        QFile list(named(folder / ("overrides-" + std::to_string(number) + ".json")));
        if (!list.open(QIODevice::WriteOnly))
            qFatal("no list can be written");
        list.write(
            QStringLiteral("{\"entries\": {\"v0::f5\": {\"reference_audio\": \"%1\", \"reference_text\": \"v%2\"}}}")
                .arg(QString::fromStdString(sound))
                .arg(9100 + number)
                .toUtf8());
    }
}

int changeOnce(const fs::path &folder, int lastChange) {
    VoiceFolders folders({folder / "data"});
    killAtChange(lastChange);
    folders.setStyle(QStringLiteral("v0"), {}, version(2));
    return 0;
}

int runSession(const fs::path &folder, unsigned seed, int lastChange, const std::string &within) {
    Session session(folder, seed);
    const auto chosen = std::find(kActs.begin(), kActs.end(), within);
    const auto which = Act(chosen - kActs.begin());
    if (chosen == kActs.end())
        killAtChange(lastChange);
    while (true) {
        try {
            if (chosen == kActs.end()) {
                session.step();
                continue;
            }
            killAtChange(-1);
            session.makeReadyFor(which);
            killAtChange(lastChange);
            session.step(which);
            lastChange = session.below(std::max(1, lastChange)); // it has fewer
        } catch (const app::storage::Error &error) {
            print("problem " + error.problem().what.toStdString() + " " + error.problem().detail.toStdString());
        }
    }
}

} // namespace restless
