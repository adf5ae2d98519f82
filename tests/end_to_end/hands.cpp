#include "tests/end_to_end/hands.h"

#include <QTest>

namespace end_to_end {

bool Hands::xdotool(const QStringList &action) {
    return m_desk.run(QStringLiteral("xdotool"), action).has_value();
}

bool Hands::keys(std::initializer_list<const char *> names) {
    for (const char *name : names) {
        if (!xdotool({QStringLiteral("key"), QString::fromLatin1(name)}))
            return false;
        QTest::qWait(200);
    }
    return true;
}

bool Hands::type(const QString &line) {
    return xdotool({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("20"), line});
}

bool Hands::focusWindow(const QString &title) {
    return xdotool({QStringLiteral("search"), QStringLiteral("--sync"), QStringLiteral("--onlyvisible"),
                    QStringLiteral("--name"), title, QStringLiteral("windowactivate"), QStringLiteral("--sync")});
}

} // namespace end_to_end
