// The chat thread: sources and the filter live there, so that no burst of messages and no busy window makes a PONG
// late. What comes out arrives on the thread this object lives on (the GUI's), in batches, in order. Between the two
// there is room for 4,096 judged messages; beyond it the oldest of the chat are dropped, never paid ones, and counted.
// Duplicates (same source and id, here or where it was written, within 10 minutes; recent_messages.h) are dropped
// before the filter, and so is what a moderator deleted before it came.
#pragma once

#include <QList>
#include <QObject>

#include <functional>
#include <memory>

#include "app/chat/filter_rules.h"
#include "app/chat/judgement.h"
#include "app/chat/source.h"

namespace app::chat {

class BannedPhrases;

class ChatReader : public QObject {
    Q_OBJECT

public:
    explicit ChatReader(QObject *parent = nullptr);
    ~ChatReader() override; // stops every source; waits for the thread, at most as long as a socket needs to close

    // `make` runs on the chat thread. One source of a name ("crowd", "twitch/walter": what stands before the "/" is
    // Message::source) at a time: the one before is stopped and forgotten, but not what moderators removed there.
    void start(const QString &name, std::function<std::unique_ptr<Source>()> make);
    void stop(const QString &name);
    void reconnectNow(const QString &name);
    void setRules(const FilterRules &rules);
    // Of a bridge or a test: deduplicated and filtered like every other. One that was known comes back in known().
    void inject(const MessagePtr &message);
    void forget(const MessagePtr &message); // that was injected: as if it had not come (recent_messages.h)
    void explain(const Message &message, QObject *context, std::function<void(const QList<FilterStep> &)> done);

Q_SIGNALS:
    void judged(const QList<app::chat::Judgement> &judgements);
    void removed(const app::chat::Removal &removal); // in order with what was judged before and after it
    void stateChanged(const app::chat::SourceState &state);
    // The phrases of setRules() are compiled: what is judged from now on was looked through for them.
    void phrasesReady(const std::shared_ptr<const app::chat::BannedPhrases> &phrases);
    void known(const app::chat::MessagePtr &message); // it was injected, and is a duplicate
    void overran(int dropped); // as many of the chat were dropped, as this side did not take them in time

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace app::chat
