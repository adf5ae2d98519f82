#include "app/chat/twitch_channel.h"

#include <QRegularExpression>

namespace app::chat {

QString twitchChannel(const QString &typed) {
    static const QRegularExpression name(QStringLiteral(
        "^(?:(?:https?://)?(?:[a-z]+\\.)?twitch\\.tv/(?:popout/)?)?[#@]?([a-z0-9_]{1,25})(?:[/?&#].*)?$"));
    const QRegularExpressionMatch match = name.match(typed.trimmed().toLower());
    return match.hasMatch() ? match.captured(1) : QString();
}

} // namespace app::chat
