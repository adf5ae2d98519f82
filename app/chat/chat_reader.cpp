#include "app/chat/chat_reader.h"

#include <QDateTime>
#include <QHash>
#include <QPointer>
#include <QThread>

#include <algorithm>
#include <utility>

#include "app/chat/filter.h"
#include "app/chat/outbox.h"
#include "app/chat/recent_messages.h"

namespace app::chat {

namespace {

// Lives on the chat thread, with everything in it.
class Desk : public QObject {
public:
    explicit Desk(Outbox &outbox) : m_outbox(outbox) {}
    ~Desk() override {
        for (const QString &name : m_sources.keys())
            stop(name);
    }

    void start(const QString &name, quint64 run, const std::function<std::unique_ptr<Source>()> &make) {
        stop(name);
        std::shared_ptr<Source> source = make();
        if (!source)
            return;
        QObject::connect(source.get(), &Source::received, this,
                         [this, name, run](const MessagePtr &message) { take(name, run, message); });
        QObject::connect(source.get(), &Source::copied, this,
                         [this](const MessagePtr &copy) { m_recent.leaveOut(*copy, now()); }); // of a bridge as well
        QObject::connect(source.get(), &Source::removed, this, [this](const Removal &removal) {
            for (const QString &id : {removal.messageId, removal.originId})
                m_recent.refuse(removal.source, id, now()); // nor what comes later
            m_outbox.put({}, 0, removal); // also if its source ends: another may have brought what it names
        });
        QObject::connect(source.get(), &Source::stateChanged, this, [this, name, run](SourceState state) {
            state.name = name;
            m_outbox.put(name, run, state);
        });
        m_sources.insert(name, source);
        source->start();
    }

    void stop(const QString &name) {
        if (const std::shared_ptr<Source> source = m_sources.take(name)) {
            source->disconnect(this);
            source->stop();
        }
    }

    void reconnectNow(const QString &name) {
        if (const std::shared_ptr<Source> source = m_sources.value(name))
            source->reconnectNow();
    }

    bool take(const QString &source, quint64 run, const MessagePtr &message) { // false: it is known
        if (!message || !m_recent.isNew(*message, now()))
            return false;
        m_outbox.put(source, run, m_filter.judge(message, m_now));
        return true;
    }

    void forget(const Message &message) { m_recent.forget(message); }

    qint64 now() { return m_now = std::max(m_now, QDateTime::currentMSecsSinceEpoch()); } // never backwards
    Filter &filter() { return m_filter; }
    void setRules(const FilterRules &rules) {
        m_filter.setRules(rules);
        if (m_filter.phrases() != std::exchange(m_told, m_filter.phrases()))
            m_outbox.put({}, 0, m_told); // in order with what was judged before
    }

private:
    Outbox &m_outbox;
    qint64 m_now = 0;
    RecentMessages m_recent;
    Filter m_filter;
    Outbox::PhrasesPtr m_told;
    QHash<QString, std::shared_ptr<Source>> m_sources;
};

} // namespace

struct ChatReader::Inside {
    explicit Inside(ChatReader &owner)
        : reader(owner), outbox([this] {
              QMetaObject::invokeMethod(
                  &reader, [this] { deliver(); }, Qt::QueuedConnection);
          }) {
        desk = new Desk(outbox);
        desk->moveToThread(&thread);
        QObject::connect(&thread, &QThread::finished, desk, &QObject::deleteLater);
        thread.setObjectName(QStringLiteral("chat"));
        thread.start();
    }

    ~Inside() {
        thread.quit();
        thread.wait();
    }

    template <typename Work> void onThread(Work work) {
        QMetaObject::invokeMethod(
            desk, [this, work = std::move(work)] { work(*desk); }, Qt::QueuedConnection);
    }

    void deliver();

    ChatReader &reader;
    Outbox outbox;
    QHash<QString, int> ended; // how often a source was stopped or replaced: what deliver() holds of it is stale
    QThread thread;
    Desk *desk = nullptr;
};

void ChatReader::Inside::deliver() {
    const QPointer<ChatReader> alive(&reader);
    int dropped = 0;
    const std::vector<Outbox::Entry> entries = outbox.take(dropped);
    const QHash<QString, int> endedBefore = ended;
    if (dropped > 0)
        Q_EMIT reader.overran(dropped);
    const auto isStale = [&](const Outbox::Entry &entry) {
        return !entry.source.isEmpty() && ended.value(entry.source) != endedBefore.value(entry.source);
    };
    for (std::size_t i = 0; i < entries.size() && alive;) {
        QList<Judgement> judgements;
        for (; i < entries.size(); ++i) {
            const auto *judgement = std::get_if<Judgement>(&entries[i].what);
            if (judgement == nullptr)
                break;
            if (!isStale(entries[i]))
                judgements.append(*judgement);
        }
        if (!judgements.isEmpty()) {
            Q_EMIT reader.judged(judgements);
            continue;
        }
        if (i == entries.size())
            break;
        const Outbox::Entry &entry = entries[i++];
        if (isStale(entry))
            continue;
        if (const auto *removal = std::get_if<Removal>(&entry.what))
            Q_EMIT reader.removed(*removal);
        else if (const auto *state = std::get_if<SourceState>(&entry.what))
            Q_EMIT reader.stateChanged(*state);
        else if (const auto *phrases = std::get_if<Outbox::PhrasesPtr>(&entry.what))
            Q_EMIT reader.phrasesReady(*phrases);
    }
    if (alive && !entries.empty()) // the rest, after what else this thread has to do
        QMetaObject::invokeMethod(
            &reader, [this] { deliver(); }, Qt::QueuedConnection);
}

ChatReader::ChatReader(QObject *parent) : QObject(parent), m_inside(std::make_unique<Inside>(*this)) {}

ChatReader::~ChatReader() = default;

void ChatReader::start(const QString &name, std::function<std::unique_ptr<Source>()> make) {
    ++m_inside->ended[name];
    const quint64 run = m_inside->outbox.open(name);
    m_inside->onThread([name, run, make = std::move(make)](Desk &desk) { desk.start(name, run, make); });
}

void ChatReader::stop(const QString &name) {
    ++m_inside->ended[name];
    m_inside->outbox.close(name);
    m_inside->onThread([name](Desk &desk) { desk.stop(name); });
    SourceState off;
    off.name = name;
    off.source = name.section(u'/', 0, 0);
    m_inside->outbox.put(name, 0, off);
}

void ChatReader::reconnectNow(const QString &name) {
    m_inside->onThread([name](Desk &desk) { desk.reconnectNow(name); });
}

void ChatReader::setRules(const FilterRules &rules) {
    m_inside->onThread([rules](Desk &desk) { desk.setRules(rules); });
}

void ChatReader::inject(const MessagePtr &message) {
    m_inside->onThread([this, message](Desk &desk) {
        if (!desk.take({}, 0, message) && message)
            QMetaObject::invokeMethod(
                this, [this, message] { Q_EMIT known(message); }, Qt::QueuedConnection);
    });
}

void ChatReader::forget(const MessagePtr &message) {
    m_inside->onThread([message](Desk &desk) { desk.forget(*message); });
}

void ChatReader::explain(const Message &message, QObject *context,
                         std::function<void(const QList<FilterStep> &)> done) {
    const QPointer<QObject> asker(context);
    m_inside->onThread([this, message, asker, done = std::move(done)](Desk &desk) {
        const QList<FilterStep> steps = desk.filter().explain(message, desk.now());
        QMetaObject::invokeMethod(
            this,
            [asker, done, steps] {
                if (asker)
                    done(steps);
            },
            Qt::QueuedConnection);
    });
}

} // namespace app::chat

#include "moc_chat_reader.cpp"
