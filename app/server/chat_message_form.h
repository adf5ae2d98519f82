// Chat messages that other programs send, read and checked: iShowTTS's NormalizedMessage, and a plainer one for
// bridges. Pure. Any thread. Nothing in them is trusted: texts are cut, numbers held, spans checked against the text.
#pragma once

#include <QJsonObject>

#include <string>
#include <variant>

#include "app/chat/message.h"

namespace app::server {

struct FormFlaw {
    int status = 400; // 422: JSON, but not of this form
    std::string sentence;
    QString id = {}; // of the message, where it could be read
};

struct ChatForm {
    chat::MessagePtr message; // none: a system message, which nobody reads
};

// {"id","platform":"Twitch"|"YouTube","channel","user_id"?,"username","priority":"Gift"|"Paid"|"Moderator"|"Mention"|
// "Normal","content":{"Text"}|{"System"},"metadata","timestamp"}; of metadata: badges, bits, color, emotes, first_msg,
// super_chat.
std::variant<ChatForm, FormFlaw> normalizedMessage(const QByteArray &json, qint64 receivedAt);

// {"text","user"?,"user_id"?,"id"?,"platform"?,"channel"?,"color"?,"roles"?:["broadcaster","moderator","vip","member",
// "first","bot"],"paid"?:{"amount","currency"}}
std::variant<ChatForm, FormFlaw> bridgeMessage(const QByteArray &json, qint64 receivedAt);

} // namespace app::server
