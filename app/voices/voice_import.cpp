#include "app/voices/voice_import.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <variant>

#include "app/voices/manifest_writer.h"
#include "app/voices/own_sound.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voice_library.h"
#include "app/voices/voices_words.h"
#include "engine/audio/reference.h"
#include "engine/error.h"

namespace app::voices {

namespace {

storage::Error refusedImport(const QString &what, const QString &remedy) {
    return {storage::Trouble::BadInput, {what, remedy, {}}};
}

// As it stands in the origin of a voice; empty where it cannot be read.
std::string hashOf(const QString &name) {
    QFile file(name);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const bool read = QFileInfo(name).isFile() && file.open(QIODevice::ReadOnly) && hash.addData(&file);
    return read ? hash.result().toHex().toStdString() : std::string();
}

class Import {
public:
    Import(const QString &file, const ForeignVoices &list, VoiceFolders &folders, const Decode &decode,
           const std::stop_token &stop)
        : m_source(Said::tr("%1, %2").arg(list.kind, QFileInfo(file).fileName())), m_folders(folders), m_decode(decode),
          m_stop(stop) {}

    TakenVoice take(const ForeignVoice &voice) {
        VoiceReference reference;
        reference.transcript = voice.transcript;
        QString notice;
        if (!voice.audio.isEmpty())
            notice = hear(voice.audio, reference);
        return {put(voice, reference), voice.name, notice};
    }

private:
    QString hear(const QString &file, VoiceReference &reference) {
        const decoding::Outcome outcome = m_decode(file, m_stop);
        if (m_stop.stop_requested() || std::holds_alternative<decoding::Stopped>(outcome))
            throw TransferStopped{};
        if (const auto *problem = std::get_if<Problem>(&outcome))
            throw storage::Error(storage::Trouble::BadInput, *problem);
        const auto &sound = std::get<decoding::DecodedSound>(outcome);
        const double seconds = sound.clip->seconds();
        if (seconds > engine::audio::kMaxReadSeconds)
            throw refusedImport(Said::tr("Its recording is %1 s long; at most %2 s can be used.")
                                    .arg(seconds, 0, 'f', 0)
                                    .arg(engine::audio::kMaxReadSeconds),
                                Said::tr("Add the recording by hand and choose 3 to 12 s of it."));
        reference.clip = withinRange(sound.clip);
        reference.source = m_source;
        reference.origin.file = sound.fileName.toStdString();
        reference.origin.sha256 = sound.sha256.toStdString();
        reference.origin.to = seconds;
        if (sound.clipping)
            reference.clipping = *sound.clipping;
        if (!sound.notice.isEmpty())
            return sound.notice;
        if (seconds > engine::audio::kMaxReferenceSeconds)
            return Said::tr("Its recording is %1 s long, and the model hears %2 s of it: a shorter part with its own "
                            "transcript speaks better.")
                .arg(seconds, 0, 'f', 0)
                .arg(engine::audio::kMaxReferenceSeconds);
        return {};
    }

    VoiceChange put(const ForeignVoice &voice, const VoiceReference &reference) {
        const QStringList meant = voice.overrides ? voicesCalled(m_folders.roots(), voice.name) : QStringList();
        if (meant.size() > 1)
            throw refusedImport(
                Said::tr("More than one voice is '%1' there: %2.").arg(voice.name, meant.join(QStringLiteral(", "))),
                Said::tr("Change the one that is meant by hand, or remove the others."));
        if (meant.size() == 1)
            return m_folders.overrideReference(meant.first(), reference);
        if (voice.overrides && (!reference.clip || reference.transcript.isEmpty()))
            throw refusedImport(Said::tr("There is no voice '%1' that it could change.").arg(voice.name),
                                Said::tr("Import that voice first."));
        VoiceDetails details;
        details.name = voice.name;
        details.language = voice.language;
        details.source = m_source;
        return m_folders.create(details, reference, voice.name);
    }

    const QString m_source;
    VoiceFolders &m_folders;
    const Decode &m_decode;
    const std::stop_token m_stop;
};

} // namespace

// What an id is made of is not asked: half of the world's names make the same.
QStringList voicesCalled(const std::vector<std::filesystem::path> &roots, const QString &name) {
    const std::string plain = name.toStdString();
    QStringList imported;
    QStringList named;
    QStringList known;
    for (const engine::Voice &voice : engine::listVoices(roots).voices) {
        const QString id = QString::fromStdString(voice.id);
        const std::string theirs = importedAs(voice);
        if (theirs == plain)
            imported << id;
        else if (!theirs.empty()) // another one of a list, whatever it is called here
            continue;
        else if (voice.name == plain)
            named << id;
        else if (voice.id == plain)
            known << id;
    }
    QStringList found = !imported.isEmpty() ? imported : !named.isEmpty() ? named : known;
    found.sort();
    return found;
}

QStringList hereAlready(const KnownVoices &known, const ForeignVoice &voice) {
    QStringList ids;
    std::string hash;
    const std::string words = voice.transcript.toStdString();
    const auto isOfIt = [&](const engine::Voice &each) {
        if (each.transcript != words || each.origin.sha256.empty())
            return false;
        if (hash.empty())
            hash = hashOf(voice.audio);
        return each.origin.sha256 == hash;
    };
    for (const engine::Voice &each : known.voices) {
        if (importedAs(each) != voice.name.toStdString())
            continue;
        const auto standing = known.standings.find(each.id);
        const bool hasBaseline = standing != known.standings.end() && standing->second.baseline;
        if (isOfIt(each) || (hasBaseline && isOfIt(*standing->second.baseline)))
            ids << QString::fromStdString(each.id);
    }
    return ids;
}

void takeBack(const ImportReport &report, VoiceFolders &folders) {
    for (auto taken = report.taken.rbegin(); taken != report.taken.rend(); ++taken) {
        try {
            folders.undo(taken->change);
        } catch (const storage::Error &) { // somebody changed it meanwhile, and it is theirs now
        }
    }
}

ImportReport importForeignVoices(const QString &file, VoiceFolders &folders, const Decode &decode,
                                 const std::stop_token &stop, const TransferProgress &progress) {
    const ForeignVoices list = readForeignVoices(file);
    ImportReport report{{}, list.refused, list.settingsIn};
    Import import(file, list, folders, decode, stop);
    const KnownVoices known = list.settingsIn.isEmpty() ? KnownVoices() : readVoices(folders.roots());
    for (qsizetype i = 0; i < list.voices.size(); ++i) {
        try {
            if (stop.stop_requested())
                throw TransferStopped{};
            if (const QStringList here = hereAlready(known, list.voices[i]); !here.isEmpty())
                report.here << VoiceHere{here.first(), list.voices[i].name};
            else
                report.taken << import.take(list.voices[i]);
        } catch (const TransferStopped &) {
            takeBack(report, folders);
            throw;
        } catch (const storage::Error &error) {
            if (error.trouble() == storage::Trouble::Full || error.trouble() == storage::Trouble::NotWritable) {
                takeBack(report, folders); // the next one would not fit either
                throw;
            }
            report.refused << RefusedVoice{list.voices[i].name, error.problem()};
        }
        if (progress)
            progress(double(i + 1) / double(list.voices.size()));
    }
    return report;
}

} // namespace app::voices
