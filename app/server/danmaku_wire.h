// What goes out of the chat's queue: iShowTTS's packets for WebSockets, and events with their numbers. Pure. Any
// thread.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/danmaku/danmaku_event.h"
#include "app/danmaku/event_log.h"
#include "app/server/exchange.h"
#include "engine/clip.h"

namespace app::server {

// One thing to be heard in a browser, as iShowTTS (crates/backend/src/danmaku.rs) sends it:
//   u32 little endian: n · n bytes of JSON (UTF-8; keys in order of the alphabet) · a WAV file
struct SpokenPacket {
    QString channel;
    QString colour;   // "#RRGGBB"; anything else is null
    QString text;     // after the filter, without the name
    QString platform; // "Twitch", "YouTube"
    QString user;
    std::string wav;
};
std::string packetOf(const SpokenPacket &packet);
SpokenPacket spokenPacket(const danmaku::Item &item, std::string wav);

// 16-bit WAV of clips of one rate, one behind the other.
std::string wavOf(const std::vector<engine::ClipPtr> &clips);

// {"number","at","event","by"?,"state"?,"channel"?,"item"?:{"id","stage","class","user","text",…,"audio_url"?}}; times
// are RFC 3339.
QByteArray eventJson(const danmaku::DanmakuEvent &event);
// Its id is that of the log and the event's number, as eventId() writes it.
ServerEvent serverEvent(const danmaku::DanmakuEvent &event, std::string_view log);
// "1f0c9a2b-17": two servers on one port, one after the other, number events of their own.
std::string eventId(std::string_view log, quint64 number);

QJsonObject itemJson(const danmaku::Item &item);

// The number behind which a client wants the events, by its Last-Event-ID (of any content). None: they are not kept any
// more, were never given, or are another log's; then the state as a whole comes first.
std::optional<quint64> resumeAfter(const danmaku::EventLog &events, std::string_view log, std::string_view lastEventId);

} // namespace app::server
