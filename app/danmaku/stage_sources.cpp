// Where messages come from, and the rules that they are judged by.
#include <QCoreApplication>
#include <QPointer>

#include <algorithm>
#include <utility>

#include "app/chat/crowd_source.h"
#include "app/chat/replay_source.h"
#include "app/chat/token_store.h"
#include "app/chat/twitch_source.h"
#include "app/danmaku/rules_file.h"
#include "app/danmaku/stage_inside.h"
#include "app/storage/file_thread.h"

namespace app::danmaku {

using chat::SourceState;

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
    QObject::connect(reader.get(), &ChatReader::overran, &stage, [this](int dropped) {
        audit.add(QStringLiteral("state"),
                  {{QStringLiteral("state"), QStringLiteral("overran")}, {QStringLiteral("dropped"), dropped}}, now());
    });
}

void LiveStage::Inside::judged(const QList<chat::Judgement> &judgements) {
    idle = director->waiting().empty() && !director->onAir() && air.item() == 0 && toPlay == 0;
    const qint64 at = now();
    for (const chat::Judgement &judgement : judgements)
        director->add(judgement, at);
    idle = false;
    advanceSoon();
}

// What is named goes from every stage before anything else happens.
void LiveStage::Inside::removed(const chat::Removal &removal) {
    director->remove(removal, now());
    keepRules(); // a timeout is kept with the person
    advance();
}

void LiveStage::Inside::sourceState(const SourceState &state) {
    const auto known = std::find_if(sources.begin(), sources.end(),
                                    [&](const SourceState &each) { return each.source == state.source; });
    const bool changes = known == sources.end() || known->phase != state.phase;
    if (state.phase == SourceState::Phase::Off && known != sources.end())
        sources.erase(known);
    else if (known == sources.end())
        sources.append(state);
    else
        *known = state;
    if (changes) {
        static const char *const words[] = {"off", "connecting", "joining", "live", "waiting", "failed"};
        DanmakuEvent event;
        event.what = DanmakuEvent::What::State;
        event.state = state.source + QLatin1Char(' ') + QLatin1String(words[int(state.phase)]);
        event.by = QStringLiteral("rule");
        note(std::move(event));
    }
    Q_EMIT stage.sourceChanged(state);
    tellSoon();
}

void LiveStage::Inside::keepRules() {
    if (director->rules() == rules)
        return;
    const Rules before = std::exchange(rules, director->rules());
    if (reader)
        reader->setRules(filterRulesOf(rules, now()));
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

void LiveStage::connectTwitch(const TwitchChoice &choice) {
    m_inside->whenOpen([this, choice] {
        m_inside->use();
        const auto start = [this](const chat::TwitchLogin &login) {
            m_inside->chat().start(QStringLiteral("twitch"),
                                   [login] { return std::make_unique<chat::TwitchSource>(login); });
        };
        if (!choice.signedIn) {
            start({choice.channel, {}, {}});
            return;
        }
        m_inside->uses.tokens.read(
            QStringLiteral("twitch/") + choice.login.toLower(), this,
            [this, choice, start](const QString &token, chat::TokenStore::Place, const Problem &wrong) {
                if (!wrong.what.isEmpty())
                    m_inside->say(wrong);
                start({choice.channel, token.isEmpty() ? QString() : choice.login, token});
            });
    });
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

void LiveStage::reconnectNow(const QString &source) {
    if (m_inside->reader)
        m_inside->reader->reconnectNow(source);
}

void LiveStage::stopSource(const QString &source) {
    if (!m_inside->reader)
        return;
    m_inside->reader->stop(source);
    SourceState off;
    off.source = source;
    const auto known = std::find_if(m_inside->sources.cbegin(), m_inside->sources.cend(),
                                    [&](const SourceState &each) { return each.source == source; });
    if (known == m_inside->sources.cend())
        return;
    off.channel = known->channel;
    m_inside->sourceState(off);
}

void LiveStage::stopAll() {
    for (const SourceState &state : QList<SourceState>(m_inside->sources))
        stopSource(state.source);
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
    m_inside->chat().explain(message, context, std::move(done));
}

} // namespace app::danmaku
