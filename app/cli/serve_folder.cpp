#include "app/cli/serve_folder.h"

#include <chrono>
#include <filesystem>
#include <string>

#include "app/storage/storage_error.h"
#include "engine/data_folders.h"
#include "engine/error.h"

namespace app::cli {

namespace fs = std::filesystem;

namespace {

constexpr int kMost = 9;

} // namespace

ServeFolder::ServeFolder() {
    for (; m_number <= kMost; ++m_number) {
        const fs::path folder =
            engine::userDataFolder() / (m_number == 1 ? "serve" : "serve-" + std::to_string(m_number));
        std::error_code error;
        fs::create_directories(folder, error);
        m_path = QString::fromStdString(folder.string());
        try {
            m_lock.emplace(folder / ".running.lock", storage::FileLock::Share::Exclusive, std::chrono::milliseconds(0));
            return;
        } catch (const storage::Error &trouble) {
            if (trouble.trouble() != storage::Trouble::Busy)
                return;
        }
    }
    throw engine::badInput("Nine servers of iShowTTS run already.", "End one of them.");
}

} // namespace app::cli
