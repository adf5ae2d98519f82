// What the filter says about one message: whether it may be read, what then is said, and which rule decided.
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>

#include "app/chat/message.h"

namespace app::chat {

// What one step did to a text, for "try a text".
struct FilterStep {
    QString rule; // the step's id, as in filter_rules.h: "links", "repeats", …
    bool on = true;
    QString before;
    QString after;  // equal to before: it did nothing
    QString reason; // translated, where it did something: "bare domain “x.tv” removed"; refusing: why
    bool refused = false;
};

struct Judgement {
    MessagePtr message;
    bool read = false;
    QString text;   // to be said, without the name; empty when not read
    QString rule;   // which step refused; empty when read
    QString reason; // translated: what a person sees as the reason
    qint64 at = 0;  // ms since 1970 UTC: when it was judged
};

} // namespace app::chat

Q_DECLARE_METATYPE(app::chat::Judgement)
