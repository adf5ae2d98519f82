// The folder in which one running program keeps its session: <recovery>/<UUID>/ with `session.json` and `lock`. The
// lock (flock) is the kernel's and ends with the program however it ends, so whoever gets it knows that the owner is
// gone, and nobody gets it twice. File thread.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

#include "engine/descriptor.h"

namespace app::script {

class RecoverySlot {
public:
    // A new one with an id for its name; Error(Failure) when it cannot be.
    static RecoverySlot make(const QString &recovery, const QString &name);
    static std::optional<RecoverySlot> claim(const QString &folder); // none: its program lives, or there is none
    static QStringList foldersIn(const QString &recovery);           // of all slots, anybody's

    QString name() const;
    QString sessionFile() const { return m_folder + QStringLiteral("/session.json"); }

    void removeParts(); // what a write that was cut off left behind
    void remove();      // with all it holds; the lock is given back

private:
    RecoverySlot(QString folder, std::unique_ptr<engine::Descriptor> lock);

    QString m_folder;
    std::unique_ptr<engine::Descriptor> m_lock;
};

} // namespace app::script
