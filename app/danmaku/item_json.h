// Items and their messages as JSON: for the record and the audit. What is missing or of another kind is as in a new
// object; every number is held within its range. Any thread.
#pragma once

#include <QJsonObject>

#include <optional>

#include "app/danmaku/item.h"

namespace app::danmaku {

QJsonObject toJson(const chat::Message &message); // as in recorded chats (app/chat/chat_recording.h)
chat::MessagePtr messageFrom(const QJsonObject &json, qint64 receivedAt); // null: it breaks a rule of those
QJsonObject toJson(const Item &item);
std::optional<Item> itemFrom(const QJsonObject &json); // none: no id or no message

} // namespace app::danmaku
