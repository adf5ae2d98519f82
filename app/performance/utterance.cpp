#include "app/performance/utterance.h"

#include <QCoreApplication>

namespace app::performance {

namespace {

class OriginWords {
    Q_DECLARE_TR_FUNCTIONS(app::performance::Words)

public:
    static QString of(speech::Origin origin) {
        switch (origin) {
        case speech::Origin::Studio:
            return tr("Studio");
        case speech::Origin::Danmaku:
            return tr("Danmaku");
        case speech::Origin::Listening:
            return tr("Listening");
        case speech::Origin::Server:
            return tr("HTTP API");
        case speech::Origin::Export:
            return tr("Lines made at once");
        }
        return {};
    }
};

} // namespace

QString idOf(speech::Origin origin) {
    const QString ids[] = {QStringLiteral("studio"), QStringLiteral("danmaku"), QStringLiteral("listening"),
                           QStringLiteral("server"), QStringLiteral("export")};
    return ids[std::size_t(origin)];
}

QString nameOf(speech::Origin origin) {
    return OriginWords::of(origin);
}

} // namespace app::performance
