#include "app/voices/voice_folders.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include <sys/stat.h>

#include "app/storage/file_lock.h"
#include "app/storage/folders.h"
#include "app/voices/staged_folder.h"
#include "app/voices/voice_draft.h"
#include "app/voices/voice_library.h"
#include "app/voices/voices_words.h"
#include "engine/error.h"
#include "engine/text/lexicon_file.h"

namespace app::voices {

namespace fs = std::filesystem;

namespace {

using What = VoiceChange::What;

constexpr auto kPatience = std::chrono::seconds(10);
constexpr qint64 kKeptSeconds = 7 * 24 * 3600;
constexpr const char *kRemovedFolder = ".removed";
constexpr const char *kLockFile = ".lock";
constexpr std::size_t kLongestId = 64;
const QString kStampForm = QStringLiteral("yyyyMMdd'T'HHmmsszzz");

storage::Error missing(const QString &what, const QString &remedy) {
    return {storage::Trouble::Missing, {what, remedy, {}}};
}

storage::Error noVoice(const QString &id) {
    return missing(Said::tr("There is no voice '%1'.").arg(id), Said::tr("Choose another voice."));
}

// Where what a voice of the person's folder hides lies, or would hide.
std::optional<fs::path> shippedFolder(const std::vector<fs::path> &roots, const std::string &id) {
    for (auto root = roots.begin() + 1; root != roots.end(); ++root) {
        if (voiceIn(*root / "voices" / id))
            return *root / "voices" / id;
    }
    return {};
}

storage::Error asAtFirst(const QString &voice) {
    return missing(Said::tr("The voice '%1' is as it was at first.").arg(voice),
                   Said::tr("There is nothing to bring back."));
}

// The id that nobody else may have beside this name in a folder of voices.
std::string takenBy(const std::string &name) {
    const std::string moved = nameWhileMoved(name);
    return inOneWriting(moved.empty() ? name : moved);
}

// Of all that stands in the folders of voices, in the order of the roots.
std::vector<std::string> namesIn(const std::vector<fs::path> &roots) {
    std::vector<std::string> names;
    for (const fs::path &root : roots) {
        std::error_code error;
        for (fs::directory_iterator entry(root / "voices", error), end; !error && entry != end; entry.increment(error))
            names.push_back(entry->path().filename().string());
    }
    return names;
}

// Tells one version of a voice from another: the folder itself, not its name. 0 when there is none.
std::uint64_t stampOf(const fs::path &folder) {
    struct stat status {};
    return ::lstat(folder.c_str(), &status) == 0 ? std::uint64_t(status.st_ino) : 0;
}

std::string checkedId(const QString &id) {
    const std::string plain = id.toStdString();
    if (!engine::isVoiceId(plain))
        throw noVoice(id);
    return plain;
}

// Words are added to a lexicon by whoever speaks, not by whoever changes the voice: undoing the one is not undoing the
// other.
void carryLexicon(const fs::path &from, const fs::path &to) {
    asStorageError(to, [&] {
        fs::remove(to / engine::text::kLexiconFile);
        if (fs::is_regular_file(from / engine::text::kLexiconFile))
            fs::copy_file(from / engine::text::kLexiconFile, to / engine::text::kLexiconFile);
    });
}

struct KeptName {
    QDateTime when;
    QString why;
    QString id;
};

std::optional<KeptName> parseKept(const QString &name) {
    const QStringList parts = name.split(u'.');
    if (parts.size() != 4 || name.contains(u'/') || !engine::isVoiceId(parts[3].toStdString()))
        return {};
    KeptName kept{QDateTime::fromString(parts[0], kStampForm), parts[2], parts[3]};
    kept.when.setTimeSpec(Qt::UTC);
    return kept.when.isValid() ? std::optional(kept) : std::nullopt;
}

} // namespace

// One program at a time, from the look at what is there to the rename.
class VoiceFolders::Turn {
public:
    explicit Turn(const VoiceFolders &folders) : m_folders(folders) {
        storage::makeFolder(voices());
        m_lock.emplace(voices() / kLockFile, storage::FileLock::Share::Exclusive, kPatience);
    }

    fs::path voices() const { return m_folders.m_roots.front() / "voices"; }
    fs::path own(const std::string &id) const { return voices() / id; }
    bool hasOwn(const std::string &id) const { return stampOf(own(id)) != 0; }

    bool isShipped(const std::string &id) const { return shippedFolder(m_folders.m_roots, id).has_value(); }

    // The id, or id-2, id-3 …: one that no root has in any writing.
    std::string freeId(const std::string &id) const {
        std::set<std::string> taken;
        for (const std::string &name : namesIn(m_folders.m_roots))
            taken.insert(takenBy(name));
        std::string free = id;
        for (int number = 2; taken.count(inOneWriting(free)) != 0; ++number) {
            const std::string suffix = "-" + std::to_string(number);
            free = id.substr(0, kLongestId - suffix.size()) + suffix;
        }
        return free;
    }

    // The id as it is written where there is such a voice; the person's own first.
    std::string knownAs(const std::string &id) const {
        const std::vector<std::string> names = namesIn(m_folders.m_roots);
        const auto same = std::find_if(names.begin(), names.end(),
                                       [&](const std::string &name) { return inOneWriting(name) == inOneWriting(id); });
        return hasOwn(id) || same == names.end() ? id : *same;
    }
    bool hasOwnInAnyWriting(const std::string &id) const {
        const std::vector<std::string> names = namesIn({m_folders.m_roots.front()});
        return std::any_of(names.begin(), names.end(),
                           [&](const std::string &name) { return takenBy(name) == inOneWriting(id); });
    }

    // A name that is free in the folder of what was removed.
    fs::path keptPath(const char *why, const std::string &id) const {
        const fs::path removed = voices() / kRemovedFolder;
        storage::makeFolder(removed);
        const std::string stamp = QDateTime::currentDateTimeUtc().toString(kStampForm).toStdString();
        for (int number = 0;; ++number) {
            fs::path path = removed / (stamp + "." + std::to_string(number) + "." + why + "." + id);
            if (stampOf(path) == 0)
                return path;
        }
    }

    VoiceChange put(const fs::path &folder, const std::string &id, What what) const {
        const fs::path aside = keptPath("replaced", id);
        const bool replaces = hasOwn(id);
        const std::uint64_t stamp = stampOf(folder);
        putInPlace(folder, own(id), aside);
        return {what, QString::fromStdString(id),
                replaces ? QString::fromStdString(aside.filename().string()) : QString(), stamp};
    }

    VoiceChange takeAway(const std::string &id, What what) const {
        const fs::path aside = keptPath("deleted", id);
        putAside(own(id), aside);
        return {what, QString::fromStdString(id), QString::fromStdString(aside.filename().string()), 0};
    }

private:
    const VoiceFolders &m_folders;
    std::optional<storage::FileLock> m_lock;
};

VoiceFolders::VoiceFolders(std::vector<fs::path> roots) : m_roots(std::move(roots)) {
    if (m_roots.empty())
        throw missing(Said::tr("There is no folder for voices."), Said::tr("Set ISHOWTTS_DATA to one."));
}

void VoiceFolders::tidy(const QDateTime &now) {
    const fs::path voices = m_roots.front() / "voices";
    std::error_code error;
    if (!hasAbandoned(voices) && !fs::is_directory(voices / kRemovedFolder, error))
        return;
    const Turn turn(*this);
    removeAbandoned(voices, [&](const std::string &id) { return turn.keptPath("replaced", id); });
    std::vector<fs::path> old;
    for (fs::directory_iterator entry(voices / kRemovedFolder, error), end; !error && entry != end;
         entry.increment(error)) {
        const auto kept = parseKept(QString::fromStdString(entry->path().filename().string()));
        if (kept && kept->when.secsTo(now) > kKeptSeconds)
            old.push_back(entry->path());
    }
    for (const fs::path &path : old)
        fs::remove_all(path, error);
}

// The voice as it is used, changed, in its place in the person's folder.
VoiceChange VoiceFolders::rewrite(const QString &voice,
                                  const std::function<void(VoiceDraft &, const engine::Voice &before)> &edit) {
    const std::string id = checkedId(voice);
    const Turn turn(*this);
    std::optional<engine::Voice> before = voiceIn(turn.own(id));
    const bool isOwn = before.has_value();
    fs::path used = turn.own(id);
    for (auto root = m_roots.begin() + 1; !before && root != m_roots.end(); ++root) {
        used = *root / "voices" / id;
        before = voiceIn(used);
    }
    if (!before)
        throw noVoice(voice);
    const StagedFolder staged(turn.voices());
    VoiceDraft draft(staged.path() / id);
    draft.copyFrom(used, isOwn);
    edit(draft, *before);
    draft.finish();
    return turn.put(draft.folder(), id, What::Changed);
}

VoiceChange VoiceFolders::create(const VoiceDetails &details, const VoiceReference &reference,
                                 const QString &importedAs) {
    if (details.name.trimmed().isEmpty())
        throw storage::Error(storage::Trouble::BadInput,
                             {Said::tr("The voice has no name."), Said::tr("Give it one."), {}});
    return add(voiceIdFrom(details.name), [&](const fs::path &folder) {
        VoiceDraft draft(folder);
        draft.setDetails(details);
        draft.setImportedAs(importedAs.toStdString());
        draft.setStyle({}, reference);
        draft.finish();
    });
}

VoiceChange VoiceFolders::setDetails(const QString &id, const VoiceDetails &details) {
    return rewrite(id, [&](VoiceDraft &draft, const engine::Voice &) { draft.setDetails(details); });
}

VoiceChange VoiceFolders::setStyle(const QString &id, const QString &style, const VoiceReference &reference) {
    return rewrite(id,
                   [&](VoiceDraft &draft, const engine::Voice &) { draft.setStyle(style.toStdString(), reference); });
}

VoiceChange VoiceFolders::renameStyle(const QString &id, const QString &style, const QString &name) {
    return rewrite(id, [&](VoiceDraft &draft, const engine::Voice &) {
        draft.renameStyle(style.toStdString(), name.toStdString());
    });
}

VoiceChange VoiceFolders::removeStyle(const QString &id, const QString &style) {
    return rewrite(id, [&](VoiceDraft &draft, const engine::Voice &) { draft.removeStyle(style.toStdString()); });
}

VoiceChange VoiceFolders::overrideReference(const QString &id, const VoiceReference &reference) {
    return rewrite(id, [&](VoiceDraft &draft, const engine::Voice &before) {
        if (!shippedFolder(m_roots, before.id))
            draft.keepBaseline(before);
        VoiceReference whole = reference;
        if (whole.transcript.trimmed().isEmpty())
            whole.transcript = QString::fromStdString(before.transcript);
        draft.setStyle({}, whole);
        if (!reference.transcript.trimmed().isEmpty())
            draft.setOwnWords(!reference.wordsTakenBack);
        if (whole.clip && !whole.ofTheSameRecording)
            draft.dropRights(whole.source);
    });
}

VoiceChange VoiceFolders::restoreBaseline(const QString &voice) {
    const std::string id = checkedId(voice);
    const auto baseline = voiceIn(m_roots.front() / "voices" / id / kBaselineFolder);
    {
        const Turn turn(*this);
        const std::optional<fs::path> shipped = shippedFolder(m_roots, id);
        if (!turn.hasOwn(id) && !shipped)
            throw noVoice(voice);
        if (turn.hasOwn(id) && shipped) {
            if (!fs::is_regular_file(turn.own(id) / engine::text::kLexiconFile))
                return turn.takeAway(id, What::Changed);
            if (saysTheSame(turn.own(id), *shipped))
                throw asAtFirst(voice);
            const StagedFolder staged(turn.voices()); // its words are the person's, whatever the recording
            VoiceDraft draft(staged.path() / id);
            draft.copyFrom(*shipped, false);
            draft.finish();
            carryLexicon(turn.own(id), draft.folder());
            return turn.put(draft.folder(), id, What::Changed);
        }
    }
    if (!baseline)
        throw asAtFirst(voice);
    return rewrite(voice, [&](VoiceDraft &draft, const engine::Voice &) { draft.takeBaseline(*baseline); });
}

VoiceChange VoiceFolders::remove(const QString &voice) {
    const std::string id = checkedId(voice);
    const Turn turn(*this);
    if (!turn.hasOwn(id)) {
        if (turn.isShipped(id))
            throw missing(Said::tr("The voice '%1' belongs to the program and cannot be removed.").arg(voice),
                          Said::tr("Only voices of your own can be."));
        throw noVoice(voice);
    }
    return turn.takeAway(id, What::Removed);
}

void VoiceFolders::makeOwn(const QString &voice) {
    const std::string id = checkedId(voice);
    {
        const Turn turn(*this);
        if (turn.hasOwn(id))
            return;
    }
    rewrite(voice, [](VoiceDraft &, const engine::Voice &) {});
}

VoiceChange VoiceFolders::undo(const VoiceChange &change) {
    const std::string id = checkedId(change.id);
    const Turn turn(*this);
    const fs::path kept = turn.voices() / kRemovedFolder / change.kept.toStdString();
    const auto forgotten = missing(Said::tr("The version of '%1' from before is no longer kept.").arg(change.id),
                                   Said::tr("Versions are kept for a week."));
    if (!change.kept.isEmpty() && (!parseKept(change.kept) || stampOf(kept) == 0))
        throw forgotten;
    if (change.stamp == 0) {
        if (change.kept.isEmpty())
            throw forgotten;
        const bool free = !turn.hasOwnInAnyWriting(id);
        return turn.put(kept, free ? id : turn.freeId(id),
                        change.what == What::Removed ? What::Created : What::Changed);
    }
    if (stampOf(turn.own(id)) != change.stamp)
        throw missing(Said::tr("The voice '%1' was changed again since.").arg(change.id),
                      Said::tr("Undo the newer change first."));
    if (change.kept.isEmpty())
        return turn.takeAway(id, change.what == What::Created ? What::Removed : What::Changed);
    carryLexicon(turn.own(id), kept);
    return turn.put(kept, id, What::Changed);
}

VoiceChange VoiceFolders::add(const QString &id, const std::function<void(const fs::path &)> &fill) {
    return putMade(id, fill, What::Created);
}

VoiceChange VoiceFolders::replace(const QString &id, const std::function<void(const fs::path &)> &fill) {
    return putMade(id, fill, What::Changed);
}

VoiceChange VoiceFolders::putMade(const QString &wanted, const std::function<void(const fs::path &)> &fill, What what) {
    const std::string id = checkedId(wanted);
    const StagedFolder staged(m_roots.front() / "voices");
    asStorageError(staged.path() / id, [&] {
        fill(staged.path() / id);
        engine::loadVoice(staged.path() / id);
    });
    const Turn turn(*this);
    return turn.put(staged.path() / id, what == What::Created ? turn.freeId(id) : turn.knownAs(id), what);
}

bool VoiceFolders::isTaken(const QString &id) const {
    const std::string plain = inOneWriting(id.toStdString());
    const auto names = namesIn(m_roots);
    return std::any_of(names.begin(), names.end(), [&](const std::string &name) { return takenBy(name) == plain; });
}

void VoiceFolders::atRest(const std::function<void()> &look) const {
    std::optional<Turn> turn;
    std::error_code ignored;
    if (fs::exists(m_roots.front() / "voices", ignored)) {
        try {
            turn.emplace(*this);
        } catch (const storage::Error &error) {
            if (error.trouble() != storage::Trouble::NotWritable)
                throw;
        }
    }
    look();
}

std::vector<RemovedVoice> VoiceFolders::removed() const {
    std::vector<RemovedVoice> voices;
    std::error_code error;
    for (fs::directory_iterator entry(m_roots.front() / "voices" / kRemovedFolder, error), end; !error && entry != end;
         entry.increment(error)) {
        const QString name = QString::fromStdString(entry->path().filename().string());
        const auto kept = parseKept(name);
        if (kept && kept->why == u"deleted")
            voices.push_back({kept->id, kept->when, name});
    }
    std::sort(voices.begin(), voices.end(), [](const auto &a, const auto &b) { return a.kept > b.kept; });
    return voices;
}

std::string inOneWriting(std::string id) {
    for (char &c : id)
        c = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
    return id;
}

QString voiceIdFrom(const QString &name) {
    constexpr int longest = 60;
    QString id;
    for (const QChar c : name.normalized(QString::NormalizationForm_KD).toLower()) {
        const bool plain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_';
        if (plain)
            id += c;
        else if (!c.isMark() && !id.isEmpty() && !id.endsWith(u'-'))
            id += u'-';
    }
    id.truncate(longest);
    while (id.endsWith(u'-'))
        id.chop(1);
    return id.isEmpty() ? QStringLiteral("voice") : id;
}

} // namespace app::voices
