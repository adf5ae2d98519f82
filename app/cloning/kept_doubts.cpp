#include "app/cloning/kept_doubts.h"

#include <exception>

#include "engine/json.h"

namespace app::cloning {

using engine::Json;

QString toJson(const std::vector<engine::quality::Doubt> &doubts) {
    Json::Array list;
    for (const engine::quality::Doubt &doubt : doubts)
        list.emplace_back(Json::Object{{"kind", engine::quality::toString(doubt.kind)},
                                       {"from", doubt.fromSeconds},
                                       {"to", doubt.toSeconds},
                                       {"sureness", doubt.sureness},
                                       {"reason", doubt.reason},
                                       {"remedy", doubt.remedy}});
    return QString::fromStdString(Json(std::move(list)).dump());
}

QList<TakeDoubt> doubtsOf(const takes::TakeRecord &take) {
    QList<TakeDoubt> doubts;
    if (take.doubts.size() < 3) // none, or "[]"
        return doubts;
    try {
        const Json list = Json::parse(take.doubts.toStdString(), "doubts", {1 << 20, 4, 10'000});
        for (const Json &each : list.array()) {
            TakeDoubt doubt{each["from"].number(), each["to"].number(), QString::fromStdString(each["reason"].string()),
                            QString::fromStdString(each["remedy"].string())};
            if (!(doubt.from >= 0 && doubt.to >= doubt.from))
                return {};
            doubts << doubt;
        }
    } catch (const std::exception &) { // another program wrote it
        return {};
    }
    return doubts;
}

} // namespace app::cloning
