// Where messages come from, and the rules that they are judged by.
#include <QCoreApplication>
#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "app/chat/crowd_source.h"
#include "app/chat/replay_source.h"
#include "app/danmaku/rules_file.h"
#include "app/danmaku/stage_inside.h"
#include "app/storage/file_thread.h"

namespace app::danmaku {

using chat::SourceState;

namespace {

constexpr qint64 kJumps = 500; // ms

} // namespace

void LiveStage::Inside::open() {
    uses.files.post([this, file = uses.rulesFile, stage = QPointer<LiveStage>(&stage)] {
        RulesRead read = readRules(file);
        QMetaObject::invokeMethod(
            qApp,
            [this, stage, read = std::move(read)] {
                if (!stage)
                    return;
                rules = read.rules;
                mayWriteRules = read.mayWrite;
                if (!read.problem.what.isEmpty())
                    say(read.problem);
                store.open(stage, [this](const StoreOpened &opened) {
                    log = EventLog(opened.lastEvent);
                    director = std::make_unique<Director>(
                        rules, [this](DanmakuEvent event) { note(std::move(event)); }, opened.firstItem);
                    director->setPhrases(phrases, now());
                    if (reader)
                        reader->setRules(filterRulesOf(rules, now()));
                    for (const Item &item : opened.offered)
                        director->offer(item, now());
                    for (auto &work : std::exchange(whenOpened, {}))
                        work();
                    advance();
                    Q_EMIT this->stage.rulesChanged();
                });
            },
            Qt::QueuedConnection);
    });
}

chat::ChatReader &LiveStage::Inside::chat() {
    if (!reader) {
        reader = std::make_unique<chat::ChatReader>();
        reader->setRules(filterRulesOf(rules, now()));
        connectChat();
    }
    return *reader;
}

void LiveStage::Inside::connectChat() {
    using chat::ChatReader;
    QObject::connect(reader.get(), &ChatReader::judged, &stage,
                     [this](const QList<chat::Judgement> &judgements) { judged(judgements); });
    QObject::connect(reader.get(), &ChatReader::removed, &stage,
                     [this](const chat::Removal &removal) { removed(removal); });
    QObject::connect(reader.get(), &ChatReader::stateChanged, &stage,
                     [this](const SourceState &state) { sourceState(state); });
    QObject::connect(reader.get(), &ChatReader::phrasesReady, &stage,
                     [this](const std::shared_ptr<const chat::BannedPhrases> &ready) {
                         phrases = ready;
                         if (director) {
                             director->setPhrases(phrases, now());
                             advance();
                         }
                         Q_EMIT stage.phrasesChanged();
                     });
    QObject::connect(reader.get(), &ChatReader::known, &stage, &LiveStage::known);
    QObject::connect(reader.get(), &ChatReader::overran, &stage, [this](int dropped) {
        audit.add(QStringLiteral("state"),
                  {{QStringLiteral("state"), QStringLiteral("overran")}, {QStringLiteral("dropped"), dropped}}, now());
    });
}

void LiveStage::Inside::judged(const QList<chat::Judgement> &judgements) {
    idle =
        director->waiting().empty() && !director->onAir() && air.item() == 0 && toPlay == 0 && !director->standsStill();
    arrives = true;
    const qint64 at = now();
    const qint64 ahead = clock.ahead(); // where the machine's clock was set: messages have its times
    for (const chat::Judgement &judgement : judgements) {
        if (std::abs(ahead) < kJumps || !judgement.message) {
            director->add(judgement, at);
            continue;
        }
        auto message = std::make_shared<chat::Message>(*judgement.message);
        message->receivedAt += ahead;
        chat::Judgement moved = judgement;
        moved.message = std::move(message);
        director->add(moved, at);
    }
    idle = arrives = false;
    advanceSoon();
}

// What is named goes from every stage before anything else happens.
void LiveStage::Inside::removed(const chat::Removal &removal) {
    director->remove(removal, now());
    keepRules(); // a timeout is kept with the person
    advance();
}

void LiveStage::Inside::sourceState(SourceState state) {
    const auto known =
        std::find_if(sources.begin(), sources.end(), [&](const SourceState &each) { return each.name == state.name; });
    const bool changes = known == sources.end() || known->phase != state.phase;
    const bool atItsEnd = state.phase == SourceState::Phase::Off && state.done >= 1; // stays until the next start
    const bool ends = state.phase == SourceState::Phase::Off && !atItsEnd;
    if (ends && known == sources.end())
        return; // it was said when it was stopped
    if (state.channel.isEmpty() && state.name.startsWith(kTwitchName))
        state.channel = state.name.sliced(kTwitchName.size()); // what was typed, and is none
    if (ends)
        sources.erase(known);
    else if (known == sources.end())
        sources.append(state);
    else
        *known = state;
    if (changes) {
        DanmakuEvent event;
        event.what = DanmakuEvent::What::State;
        event.state = state.source + QLatin1Char(' ') + chat::wordFor(state.phase);
        event.channel = state.channel;
        event.by = QStringLiteral("rule");
        note(std::move(event));
    }
    air.stayReady(std::any_of(sources.cbegin(), sources.cend(), [](const SourceState &each) {
        return each.phase != SourceState::Phase::Failed && each.phase != SourceState::Phase::Off;
    }));
    Q_EMIT stage.sourceChanged(state);
    tellSoon();
}

void LiveStage::Inside::keepRules() {
    if (director->rules() == rules)
        return;
    const Rules before = std::exchange(rules, director->rules());
    if (reader || !rules.filter.bannedPhrases.isEmpty()) // which it compiles
        chat().setRules(filterRulesOf(rules, now()));
    if (mayWriteRules)
        uses.files.post([this, file = uses.rulesFile, kept = rules, before, owner = QPointer<LiveStage>(&stage)] {
            const ChangedObject written = writeRules(file, kept, before);
            if (!written.error.isEmpty())
                QMetaObject::invokeMethod(
                    qApp,
                    [this, owner, written] {
                        if (owner)
                            say({written.error, written.remedy, {}});
                    },
                    Qt::QueuedConnection);
        });
    Q_EMIT stage.rulesChanged();
}

void LiveStage::startCrowd(const CrowdChoice &choice) {
    m_inside->whenOpen([this, choice] {
        m_inside->use();
        m_inside->chat().start(QStringLiteral("crowd"), [choice] {
            chat::CrowdSettings options;
            options.perSecond = choice.perSecond;
            options.seed = choice.seed;
            return std::make_unique<chat::CrowdSource>(options);
        });
    });
}

void LiveStage::replay(const ReplayChoice &choice) {
    m_inside->whenOpen([this, choice] {
        m_inside->use();
        m_inside->chat().start(QStringLiteral("replay"), [choice] {
            return std::make_unique<chat::ReplaySource>(choice.file, std::clamp(choice.speed, 0.1, 100.0));
        });
    });
}

void LiveStage::inject(const chat::MessagePtr &message) {
    m_inside->bridgedAt = m_inside->now();
    m_inside->whenOpen([this, message] {
        m_inside->use();
        m_inside->chat().inject(message);
    });
}

std::optional<qint64> LiveStage::bridgedAt() const {
    return m_inside->bridgedAt;
}

void LiveStage::forget(const chat::MessagePtr &message) {
    m_inside->whenOpen([this, message] { m_inside->chat().forget(message); });
}

void LiveStage::reconnectNow(const QString &name) {
    if (m_inside->reader)
        m_inside->reader->reconnectNow(name);
}

void LiveStage::stopSource(const QString &name) {
    if (const auto channel = m_inside->channels.find(name.mid(kTwitchName.size()));
        name.startsWith(kTwitchName) && channel != m_inside->channels.end())
        channel->run = 0;
    if (m_inside->reader)
        m_inside->reader->stop(name);
    const auto known = std::find_if(m_inside->sources.cbegin(), m_inside->sources.cend(),
                                    [&](const SourceState &each) { return each.name == name; });
    if (known == m_inside->sources.cend())
        return;
    SourceState off;
    off.name = name;
    off.source = known->source;
    off.channel = known->channel;
    m_inside->sourceState(off);
}

void LiveStage::stopAll() {
    QStringList names;
    for (const SourceState &state : m_inside->sources)
        names << state.name;
    for (const QString &channel : m_inside->channels.keys()) // also those that nothing is known of yet
        if (!names.contains(kTwitchName + channel))
            names << kTwitchName + channel;
    for (const QString &name : names)
        stopSource(name);
}

const QList<SourceState> &LiveStage::sources() const {
    return m_inside->sources;
}

void LiveStage::setRules(const Rules &rules) {
    m_inside->whenOpen([this, rules] {
        m_inside->director->setRules(rules, m_inside->now());
        m_inside->keepRules();
        m_inside->advance();
    });
}

void LiveStage::tryText(const QString &text, QObject *context,
                        std::function<void(const QList<chat::FilterStep> &)> done) {
    chat::Message message;
    message.source = QStringLiteral("crowd");
    message.user = message.login = QStringLiteral("somebody");
    message.text = text;
    message.receivedAt = m_inside->now();
    m_inside->whenOpen([this, message, asker = QPointer<QObject>(context), done = std::move(done)] {
        if (asker)
            m_inside->chat().explain(message, asker, done);
    });
}

} // namespace app::danmaku
