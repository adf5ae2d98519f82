#include "app/chat/source.h"

namespace app::chat {

QString wordFor(SourceState::Phase phase) {
    switch (phase) {
    case SourceState::Phase::Off:
        return QStringLiteral("off");
    case SourceState::Phase::Connecting:
        return QStringLiteral("connecting");
    case SourceState::Phase::Joining:
        return QStringLiteral("joining");
    case SourceState::Phase::Live:
        return QStringLiteral("live");
    case SourceState::Phase::Waiting:
        return QStringLiteral("waiting");
    case SourceState::Phase::Failed:
        return QStringLiteral("failed");
    }
    return {};
}

} // namespace app::chat

#include "moc_source.cpp"
