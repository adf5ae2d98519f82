#include "app/danmaku/danmaku_event.h"

namespace app::danmaku {

QString wordFor(DanmakuEvent::What what) {
    switch (what) {
    case DanmakuEvent::What::Received:
        return QStringLiteral("received");
    case DanmakuEvent::What::Filtered:
        return QStringLiteral("filtered");
    case DanmakuEvent::What::Queued:
        return QStringLiteral("queued");
    case DanmakuEvent::What::Review:
        return QStringLiteral("review");
    case DanmakuEvent::What::Synthesising:
        return QStringLiteral("synthesising");
    case DanmakuEvent::What::Ready:
        return QStringLiteral("ready");
    case DanmakuEvent::What::Playing:
        return QStringLiteral("playing");
    case DanmakuEvent::What::Played:
        return QStringLiteral("played");
    case DanmakuEvent::What::Skipped:
        return QStringLiteral("skipped");
    case DanmakuEvent::What::Dropped:
        return QStringLiteral("dropped");
    case DanmakuEvent::What::Banned:
        return QStringLiteral("banned");
    case DanmakuEvent::What::Purged:
        return QStringLiteral("purged");
    case DanmakuEvent::What::Reordered:
        return QStringLiteral("reordered");
    case DanmakuEvent::What::Edited:
        return QStringLiteral("edited");
    case DanmakuEvent::What::State:
        return QStringLiteral("state");
    }
    return {};
}

} // namespace app::danmaku
