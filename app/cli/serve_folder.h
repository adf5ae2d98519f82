// Where a server without a window keeps what is its chat's: <data>/serve, or serve-2, serve-3 … where others have
// those. Held until it ends, however it ends. Any thread.
#pragma once

#include <QString>

#include <optional>

#include "app/storage/file_lock.h"

namespace app::cli {

class ServeFolder {
public:
    // Makes it. Throws engine::Error when as many run as there are folders (9).
    ServeFolder();

    const QString &path() const { return m_path; }
    bool isFirst() const { return m_number == 1; } // no other server of this person runs, as far as locks tell

private:
    QString m_path;
    int m_number = 1;
    std::optional<storage::FileLock> m_lock; // none: nothing can be written there, as who writes says
};

} // namespace app::cli
