#include "app/danmaku/item.h"

#include <array>
#include <utility>

namespace app::danmaku {

namespace {

constexpr std::array<std::pair<Stage, const char *>, 12> kStages{{{Stage::Review, "review"},
                                                                  {Stage::Held, "held"},
                                                                  {Stage::Waiting, "waiting"},
                                                                  {Stage::Making, "making"},
                                                                  {Stage::Ready, "ready"},
                                                                  {Stage::Playing, "playing"},
                                                                  {Stage::Played, "played"},
                                                                  {Stage::Skipped, "skipped"},
                                                                  {Stage::Dropped, "dropped"},
                                                                  {Stage::Removed, "removed"},
                                                                  {Stage::Failed, "failed"},
                                                                  {Stage::Offered, "offered"}}};

} // namespace

bool isOver(Stage stage) {
    switch (stage) {
    case Stage::Played:
    case Stage::Skipped:
    case Stage::Dropped:
    case Stage::Removed:
    case Stage::Failed:
        return true;
    default:
        return false;
    }
}

bool isAside(Stage stage) {
    return stage == Stage::Held || stage == Stage::Offered;
}

QString wordFor(Stage stage) {
    for (const auto &[known, word] : kStages)
        if (known == stage)
            return QString::fromLatin1(word);
    return {};
}

Stage stageFromWord(const QString &word) {
    for (const auto &[stage, known] : kStages)
        if (word == QLatin1String(known))
            return stage;
    return Stage::Dropped;
}

QString wordFor(Class rank) {
    switch (rank) {
    case Class::Operator:
        return QStringLiteral("operator");
    case Class::Paid:
        return QStringLiteral("paid");
    case Class::Member:
        return QStringLiteral("member");
    case Class::Moderator:
        return QStringLiteral("moderator");
    case Class::Mention:
        return QStringLiteral("mention");
    case Class::Chat:
        return QStringLiteral("chat");
    }
    return {};
}

} // namespace app::danmaku
