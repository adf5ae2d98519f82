#include "ui/studio/speaking.h"

#include <utility>

#include "app/cloning/spoken_lines.h"
#include "app/script/script_document.h"
#include "app/speech/speech_worker.h"
#include "app/voices/voice_library.h"
#include "engine/quality/take_check.h"
#include "ui/shared/transport.h"
#include "ui/studio/inspector.h"
#include "ui/studio/line_card.h"
#include "ui/studio/line_problems.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/speak_bar.h"
#include "ui/studio/voice_choice.h"

namespace ui::studio {

Speaking::Speaking(Uses uses, QObject *parent) : QObject(parent), m_uses(std::move(uses)) {
    connectWorker();
    connectLines();
    connect(&m_uses.bar, &SpeakBar::speakWanted, this, &Speaking::speak);
    connect(&m_uses.bar, &SpeakBar::makeWanted, this, &Speaking::makeChanged);
    connect(&m_uses.bar, &SpeakBar::stopWanted, this, &Speaking::stop);
    connect(&m_uses.text, &ScriptEditor::playRequested, this, &Speaking::playNewest);
    connect(&m_uses.text, &ScriptEditor::makeRequested, this, &Speaking::speakLine);
    connect(&m_uses.inspector, &Inspector::differenceWanted, this, &Speaking::hearDifference);
    connect(&m_uses.inspector, &Inspector::loudnessDifferenceWanted, this, &Speaking::hearLoudness);
}

void Speaking::connectWorker() {
    using app::speech::SpeechWorker;
    connect(&m_uses.worker, &SpeechWorker::loading, this, [this] {
        m_modelReady = false;
        m_uses.voice.hideLicence();
        m_uses.bar.showState(tr("Loading the model …"));
    });
    connect(&m_uses.worker, &SpeechWorker::loaded, this, [this](const engine::ModelSummary &model) {
        m_modelReady = true;
        m_uses.voice.showLicence(model);
        if (!m_uses.lines.isBusy()) {
            m_uses.bar.showReady();
        }
    });
    connect(&m_uses.worker, &SpeechWorker::loadFailed, this,
            [this] { m_uses.bar.showState(tr("There is no model to speak with.")); });
}

void Speaking::connectLines() {
    using app::cloning::LineMaker;
    LineMaker *lines = &m_uses.lines;
    connect(lines, &LineMaker::busyChanged, this, [this](bool busy) {
        m_uses.bar.setBusy(busy);
        if (!busy) {
            m_heard.clear();
            m_batch = 0;
        }
        Q_EMIT busyChanged(busy);
    });
    connect(lines, &LineMaker::started, this, [this](quint64 job, const engine::Request &request) {
        if (m_uses.lines.sounds(job)) {
            m_heard.insert(job); // a take that is made again was not asked for here
            Q_EMIT streamStarted(job, shared::soundTitle(QString::fromStdString(request.voice.name),
                                                         QString::fromStdString(request.text)));
        }
        m_uses.bar.showState(tr("Starting …"), 0);
    });
    connect(lines, &LineMaker::finished, this, [this](const app::speech::Take &take) {
        if (m_heard.remove(take.id)) {
            Q_EMIT streamEnded(take.id, take.clip);
        }
        m_uses.bar.showResult(take);
        sayIfShortened(take);
        Q_EMIT taken(take);
    });
    connect(lines, &LineMaker::cancelled, this, [this](quint64 job) {
        if (m_heard.remove(job)) {
            Q_EMIT streamEnded(job, nullptr);
        }
        if (m_heard.isEmpty()) {
            m_uses.bar.showState(tr("Stopped."));
        }
    });
    connect(lines, &LineMaker::failed, this, [this](quint64 job, const app::Problem &failure) {
        if (m_heard.remove(job)) {
            Q_EMIT streamEnded(job, nullptr);
        }
        m_uses.bar.showState(tr("Not spoken."));
        Q_EMIT problem(failure);
    });
}

bool Speaking::canSpeak() {
    if (!m_uses.voices.isRead()) {
        m_speakWhenRead = true;
        return false;
    }
    return true;
}

void Speaking::speak() {
    m_uses.line.finishTyping();
    QStringList ids;
    for (const int row : m_uses.text.selectedLines()) {
        const app::script::Line &line = m_uses.text.lines()[row];
        if (saysSomething(line)) {
            ids << line.id;
        }
    }
    if (ids.isEmpty()) {
        sayNothingToSay();
    } else if (ids.size() == 1) {
        speakLine(ids.first());
    } else {
        makeLines(ids);
    }
}

bool Speaking::saysSomething(const app::script::Line &line) const {
    return !app::script::isBlank(line) && !m_uses.spoken.of(line.text, line.voiceId)->silent;
}

void Speaking::retry(const QString &lineId) {
    const auto newest = m_uses.lines.standing(lineId).newest;
    auto request = newest ? requestOf(lineId) : std::nullopt;
    if (request) {
        request->seed = engine::quality::retrySeed(newest->seed, 1);
        if (const int row = m_uses.script.rowOf(lineId); m_uses.script.line(row).seed)
            m_uses.script.setSeed({row}, request->seed);
        m_heard.insert(m_uses.lines.make(lineId, *std::move(request), 0));
        m_uses.bar.showWaiting(m_modelReady);
    }
}

std::optional<engine::Request> Speaking::requestOf(const QString &lineId, SeedFor seedFor) {
    const int row = m_uses.script.rowOf(lineId);
    if (row < 0) {
        return {};
    }
    const app::script::Line &line = m_uses.script.line(row);
    engine::Request request = m_uses.request(line);
    if (request.voice.id.empty()) {
        sayNoVoice(line);
        return {};
    }
    if (!line.seed) {
        request.seed = seedFor == SeedFor::Next ? m_uses.inspector.takeSeed() : m_uses.inspector.seedInHand();
    }
    return request;
}

void Speaking::speakLine(const QString &lineId) {
    m_uses.line.finishTyping();
    if (!canSpeak()) {
        return;
    }
    if (auto request = requestOf(lineId)) {
        m_heard.insert(m_uses.lines.make(lineId, *std::move(request), 0));
        m_uses.bar.showWaiting(m_modelReady);
    }
}

void Speaking::hearWhat(app::cloning::Varied what) {
    if (what == app::cloning::Varied::Precision) {
        if (const auto precision = m_uses.precisions.now())
            hearDifference(app::cloning::tellingDifference(what, double(*precision)));
        else
            Q_EMIT problem(noModelToHear());
        return;
    }
    const engine::Request now = m_uses.request(m_uses.script.line(m_uses.text.currentLine()));
    if (app::cloning::canBeTold(now, what)) {
        hearDifference(app::cloning::tellingDifference(what, app::cloning::valueOf(now, what)));
    } else {
        Q_EMIT problem(noScheduleToHear(now.nfeStep));
    }
}

// As it is now comes last, so that the line's newest take is what its settings say.
void Speaking::hearDifference(const app::cloning::Difference &difference) {
    m_uses.line.finishTyping();
    const QString lineId = m_uses.text.currentLineId();
    const bool ofSeeds = difference.what == app::cloning::Varied::Seed;
    const SeedFor seedFor = ofSeeds ? SeedFor::Same : SeedFor::Next;
    app::cloning::LineMaker::Models models;
    if (difference.what == app::cloning::Varied::Precision) {
        models = {m_uses.precisions.in(engine::Precision(int(difference.other))),
                  m_uses.precisions.in(engine::Precision(int(difference.now)))};
        if (!models.first || !models.second) { // another one is being loaded since it was offered
            Q_EMIT problem(noModelToHear());
            return;
        }
    }
    if (!saysSomething(m_uses.script.line(m_uses.text.currentLine()))) {
        sayNothingToSay();
    } else if (auto now = m_uses.voices.isRead() ? requestOf(lineId, seedFor) : std::nullopt) {
        engine::Request other = *now;
        app::cloning::setValue(other, difference.what, difference.other);
        if (!ofSeeds) { // a double does not hold every seed, and it is there already
            app::cloning::setValue(*now, difference.what, difference.now);
        }
        const QList<quint64> jobs = m_uses.lines.makeBoth(lineId, std::move(other), *std::move(now), std::move(models));
        m_batch = jobs.size();
        m_uses.bar.showWaiting(m_modelReady);
        Q_EMIT pairAsked(jobs);
    }
}

void Speaking::hearLoudness(std::optional<double> other, std::optional<double> now) {
    if (const auto standing = m_uses.lines.standing(m_uses.text.currentLineId()); standing.newest) {
        Q_EMIT loudnessPairWanted(*standing.newest, other, now);
    } else {
        Q_EMIT problem(noTakeYet());
    }
}

void Speaking::makeChanged() {
    m_uses.line.finishTyping();
    const QStringList ids = m_uses.lines.toBeMade();
    if (!ids.isEmpty()) {
        makeLines(ids);
        return;
    }
    const int otherwise = int(m_uses.lines.madeOtherwise().size());
    m_uses.bar.showState(otherwise == 0 ? tr("Every line has its take.")
                         : otherwise == 1
                             ? tr("Every line has its take; 1 was made with other settings.")
                             : tr("Every line has its take; %Ln were made with other settings.", nullptr, otherwise));
}

void Speaking::makeOtherwise() {
    m_uses.line.finishTyping();
    const QStringList ids = m_uses.lines.madeOtherwise();
    if (ids.isEmpty()) {
        m_uses.bar.showState(tr("No line was made with other settings than those of now."));
    } else {
        makeLines(ids, true);
    }
}

void Speaking::makeLines(const QStringList &lineIds, bool withTheirSeeds) {
    if (!canSpeak()) {
        return;
    }
    QStringList able, voices; // what can be made, and the voices that others name and that are not there
    int named = 0;            // how many others
    for (const QString &id : lineIds) {
        const app::script::Line &line = m_uses.script.line(m_uses.script.rowOf(id));
        if (!m_uses.request(line).voice.id.empty()) {
            able << id;
        } else if (!line.voiceId.isEmpty()) {
            ++named;
            if (!voices.contains(line.voiceId)) {
                voices << line.voiceId;
            }
        }
    }
    if (!able.isEmpty()) {
        m_batch = (withTheirSeeds ? m_uses.lines.makeWithTheirSeeds(able) : m_uses.lines.make(able)).size();
        m_uses.bar.showWaiting(m_modelReady);
    }
    if (able.size() + named < lineIds.size()) {
        sayNoVoice({}); // the one for all is not chosen
    } else if (named > 0) {
        Q_EMIT problem(leftOut(voices, named));
    }
}

void Speaking::sayNothingToSay() {
    Q_EMIT problem(nothingToSay());
    m_uses.text.setFocus();
}

void Speaking::sayNoVoice(const app::script::Line &line) {
    Q_EMIT problem(noVoice(line));
    if (line.voiceId.isEmpty()) {
        m_uses.voice.setFocus();
    }
}

void Speaking::stop() {
    m_speakWhenRead = false;
    if (m_uses.lines.isBusy()) {
        m_uses.bar.showState(tr("Stopping …"), 0);
        m_uses.lines.stop();
    }
}

void Speaking::playNewest(const QString &lineId) {
    if (const auto standing = m_uses.lines.standing(lineId); standing.newest) {
        Q_EMIT playWanted(*standing.newest);
    }
}

void Speaking::playLine() {
    const QString id = m_uses.text.currentLineId();
    if (m_uses.lines.standing(id).newest) {
        playNewest(id);
    } else {
        speakLine(id);
    }
}

void Speaking::sayIfShortened(const app::speech::Take &take) {
    const QString voice = QString::fromStdString(take.request.voice.id);
    if (take.timings.referenceShortened && !m_saidShortened.contains(voice)) {
        m_saidShortened.insert(voice);
        Q_EMIT problem(recordingShortened(QString::fromStdString(take.request.voice.name)));
    }
}

void Speaking::showProgress(const engine::Progress &progress) {
    m_uses.bar.showProgress(progress, int(m_batch), m_uses.lines.waiting());
}

void Speaking::followVoices() {
    m_saidShortened.clear(); // their recordings may be others now
    if (m_uses.voices.isRead() && std::exchange(m_speakWhenRead, false)) {
        speak();
    }
}

} // namespace ui::studio

#include "moc_speaking.cpp"
