// (sa{sv}), as the portal has shortcuts.
#pragma once

#include <QDBusArgument>
#include <QString>
#include <QVariantMap>

namespace app::danmaku {

struct PortalShortcut {
    QString id;
    QVariantMap facts;
};

inline QDBusArgument &operator<<(QDBusArgument &out, const PortalShortcut &shortcut) {
    out.beginStructure();
    out << shortcut.id << shortcut.facts;
    out.endStructure();
    return out;
}

inline const QDBusArgument &operator>>(const QDBusArgument &in, PortalShortcut &shortcut) {
    in.beginStructure();
    in >> shortcut.id >> shortcut.facts;
    in.endStructure();
    return in;
}

} // namespace app::danmaku

Q_DECLARE_METATYPE(app::danmaku::PortalShortcut)
