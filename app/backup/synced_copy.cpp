#include "app/backup/synced_copy.h"

#include "app/archive/work_folder.h"
#include "engine/replacing_file.h"

namespace app::backup {

namespace fs = std::filesystem;

void copySynced(const fs::path &from, const fs::path &to) {
    std::error_code error;
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
    const int reason = error ? error.value() : engine::syncFile(to);
    if (reason != 0)
        archive::throwDiskError(to, reason);
}

} // namespace app::backup
