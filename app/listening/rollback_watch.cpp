#include "app/listening/rollback_watch.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/listening/listening_words.h"
#include "app/takes/take_library.h"
#include "engine/statistics/binomial.h"

namespace app::listening {

namespace {

constexpr int kMostTakes = 200;
constexpr int kFewestTakes = 20;
constexpr double kMargin = 0.05;
constexpr int kPage = 500;

// None: nobody looked, or what is kept makes no sense.
std::optional<bool> isDoubted(const takes::TakeRecord &take) {
    const QJsonDocument doubts = QJsonDocument::fromJson(take.doubts.toUtf8());
    return doubts.isArray() ? std::optional(!doubts.array().isEmpty()) : std::nullopt;
}

bool isMadeWith(const takes::TakeRecord &take, const SpeechSteps &steps) {
    return take.nfeStep == steps.nfeStep && engine::effectiveSchedule(take.nfeStep, take.schedule) ==
                                                engine::effectiveSchedule(steps.nfeStep, steps.schedule);
}

// R. Newcombe, Statistics in Medicine 17 (1998), method 10: Wilson's bounds, put together by square and add.
double surelyHigher(int hits, int of, int hitsBefore, int ofBefore) {
    using namespace engine::statistics;
    const double now = double(hits) / of, then = double(hitsBefore) / ofBefore;
    const double low = wilson(hits, of, 0.95, Alternative::Greater).low;
    const double high = wilson(hitsBefore, ofBefore, 0.95, Alternative::Less).high;
    return now - then - std::hypot(now - low, high - then);
}

void judge(ArtifactWatch &watch) {
    if (watch.since == 0 || watch.before == 0)
        return;
    watch.rise = double(watch.doubtedSince) / watch.since - double(watch.doubtedBefore) / watch.before;
    watch.surely = surelyHigher(watch.doubtedSince, watch.since, watch.doubtedBefore, watch.before);
    watch.proposesRollback =
        watch.since >= kFewestTakes && watch.before >= kFewestTakes && watch.rise > kMargin && watch.surely > 0;
}

// Taking the change back would give this purpose what it has.
bool changesNothingFor(const AppliedChange &change, SpeechPurpose purpose) {
    const auto place = allPurposes().indexOf(purpose);
    if (change.precision && change.precision != change.precisionBefore)
        return false;
    if (place < 0 || place >= change.before.size())
        return false;
    const SpeechSteps &before = change.before[place];
    return before.nfeStep == change.steps.nfeStep &&
           engine::effectiveSchedule(before.nfeStep, before.schedule) ==
               engine::effectiveSchedule(change.steps.nfeStep, change.steps.schedule);
}

} // namespace

ArtifactWatch watchArtifacts(const AppliedChange &change, const SpeechSteps &before,
                             const QList<takes::TakeRecord> &takes) {
    QList<takes::TakeRecord> newestFirst = takes;
    std::stable_sort(newestFirst.begin(), newestFirst.end(),
                     [](const takes::TakeRecord &a, const takes::TakeRecord &b) { return a.created > b.created; });
    ArtifactWatch watch;
    for (const takes::TakeRecord &take : newestFirst) {
        const std::optional<bool> doubted = isDoubted(take);
        if (!doubted)
            continue;
        const bool since = take.created >= change.at;
        int &count = since ? watch.since : watch.before;
        if (count >= kMostTakes || !isMadeWith(take, since ? change.steps : before))
            continue;
        ++count;
        (since ? watch.doubtedSince : watch.doubtedBefore) += *doubted ? 1 : 0;
    }
    judge(watch);
    return watch;
}

ArtifactWatch watchSpeech(const AppliedChange &change, SpeechPurpose purpose, const std::deque<CheckedSpeech> &speech) {
    ArtifactWatch watch;
    watch.purpose = purpose;
    const auto isOf = [](const CheckedSpeech &checked, const SpeechSteps &steps) {
        return checked.steps.nfeStep == steps.nfeStep &&
               engine::effectiveSchedule(steps.nfeStep, checked.steps.schedule) ==
                   engine::effectiveSchedule(steps.nfeStep, steps.schedule);
    };
    const auto place = allPurposes().indexOf(purpose);
    for (auto checked = speech.rbegin(); checked != speech.rend(); ++checked) {
        const bool since = checked->at >= change.at.toMSecsSinceEpoch();
        int &count = since ? watch.since : watch.before;
        if (checked->purpose != purpose || count >= kMostTakes ||
            !isOf(*checked, since || place >= change.before.size() ? change.steps : change.before[place]))
            continue;
        ++count;
        (since ? watch.doubtedSince : watch.doubtedBefore) += checked->doubted ? 1 : 0;
    }
    judge(watch);
    return watch;
}

QString ArtifactWatch::sentence() const {
    const bool isTakes = purpose == SpeechPurpose::Session;
    if (since == 0)
        return isTakes ? say("No take was made and checked since the change.")
                       : say("Nothing was spoken for %1 and checked since the change.").arg(nameOf(purpose));
    const QString now = isTakes
                            ? say("Since the change something was found in %1 of %2 takes").arg(doubtedSince).arg(since)
                            : say("Since the change something was found in %1 of %2 utterances for %3")
                                  .arg(doubtedSince)
                                  .arg(since)
                                  .arg(nameOf(purpose));
    if (before == 0)
        return isTakes ? say("%1; there are no takes of before to compare with.").arg(now)
                       : say("%1; there are none of before to compare with.").arg(now);
    const QString both = say("%1, before it in %2 of %3").arg(now).arg(doubtedBefore).arg(before);
    if (!proposesRollback)
        return say("%1: that is no sure rise.").arg(both);
    return isTakes ? say("%1: takes became worse, and taking the change back would help.").arg(both)
                   : say("%1: they became worse, and taking the change back would help.").arg(both);
}

RollbackWatch::RollbackWatch(SettingChange &change, takes::TakeLibrary &library, const SpokenArtifacts &spoken,
                             QObject *parent)
    : QObject(parent), m_change(change), m_library(library), m_spoken(spoken) {
    connect(&m_spoken, &SpokenArtifacts::changed, this, &RollbackWatch::lookAtSpoken);
    // A take is checked after it was kept: then it changes.
    connect(&m_library, &takes::TakeLibrary::changed, this, [this](const takes::TakeRecord &take) {
        if (m_beforeOf.isValid() && take.created < m_beforeOf)
            m_beforeOf = {};
        look();
    });
    connect(&m_change, &SettingChange::changed, this, [this] {
        m_finding.reset();
        look();
    });
}

void RollbackWatch::look() {
    const std::optional<AppliedChange> change = m_change.last();
    if (!change || change->rolledBack.isValid())
        return;
    lookAtSpoken();
    if (!change->concerns(SpeechPurpose::Session) || changesNothingFor(*change, SpeechPurpose::Session))
        return;
    m_again = m_looking;
    if (std::exchange(m_looking, true))
        return;
    Walk begun;
    begun.change = *change;
    begun.isBeforeKnown = m_beforeOf == change->at;
    if (begun.isBeforeKnown)
        begun.before = m_before;
    walk(std::move(begun));
}

void RollbackWatch::walk(Walk walk) {
    takes::TakeQuery query;
    query.offset = walk.offset;
    query.limit = kPage;
    m_library.find(query, this, [this, walk = std::move(walk)](const storage::Answer<takes::TakePage> &page) mutable {
        const std::optional<AppliedChange> now = m_change.last();
        const bool stillCounts = now && now->at == walk.change.at && !now->rolledBack.isValid();
        if (page && stillCounts && addPage(walk, *page.value)) {
            walk.offset += kPage;
            return this->walk(std::move(walk));
        }
        m_looking = false;
        const bool again = std::exchange(m_again, false);
        if (page && stillCounts)
            finish(walk);
        if (again)
            look();
    });
}

bool RollbackWatch::addPage(Walk &walk, const takes::TakePage &page) const {
    const SpeechSteps before = walk.change.stepsBefore();
    for (const takes::TakeRecord &take : page.takes) {
        if (walk.last != 0 && take.id >= walk.last)
            continue; // others came meanwhile, and moved it here from the page before
        walk.last = take.id;
        const bool since = take.created >= walk.change.at;
        QList<takes::TakeRecord> &side = since ? walk.since : walk.before;
        if (side.size() < kMostTakes && !(walk.isBeforeKnown && !since) && isDoubted(take) &&
            isMadeWith(take, since ? walk.change.steps : before))
            side << take;
    }
    if (walk.offset + page.takes.size() >= page.total || page.takes.isEmpty())
        return false;
    const bool allSince = walk.since.size() >= kMostTakes || page.takes.back().created < walk.change.at;
    const bool allBefore = walk.isBeforeKnown || walk.before.size() >= kMostTakes;
    return !allSince || !allBefore;
}

void RollbackWatch::finish(const Walk &walk) {
    m_before = walk.before;
    m_beforeOf = walk.change.at;
    m_finding = watchArtifacts(walk.change, walk.change.stepsBefore(), walk.since + walk.before);
    Q_EMIT looked(*m_finding);
    propose(*m_finding, walk.change.at);
}

void RollbackWatch::lookAtSpoken() {
    const std::optional<AppliedChange> change = m_change.last();
    if (!change || change->rolledBack.isValid())
        return;
    for (const SpeechPurpose purpose : {SpeechPurpose::Danmaku, SpeechPurpose::Api}) {
        if (change->concerns(purpose) && !changesNothingFor(*change, purpose))
            propose(watchSpeech(*change, purpose, m_spoken.all()), change->at);
    }
}

void RollbackWatch::propose(const ArtifactWatch &watch, const QDateTime &change) {
    if (!watch.proposesRollback || m_proposedFor == change)
        return;
    m_proposedFor = change;
    Q_EMIT proposed(watch);
}

} // namespace app::listening

#include "moc_rollback_watch.cpp"
