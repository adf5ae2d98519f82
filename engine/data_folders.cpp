#include "engine/data_folders.h"

#include <cstdlib>
#include <pwd.h>
#include <unistd.h>

#include "engine/error.h"

namespace engine {

namespace fs = std::filesystem;

namespace {

constexpr const char *kFolderName = "ishowtts-studio";

// The variable as an absolute path; empty when it is unset or empty.
fs::path pathFromEnvironment(const char *variable) {
    const char *value = std::getenv(variable);
    if (!value || !*value)
        return {};
    std::error_code error;
    const fs::path absolute = fs::absolute(value, error);
    if (error)
        throw badInput(std::string("$") + variable + " is \"" + value +
                           "\", which is no usable folder: " + error.message() + ".",
                       std::string("Set $") + variable + " to an absolute path, or unset it.");
    return absolute.lexically_normal();
}

fs::path homeFolder() {
    if (fs::path home = pathFromEnvironment("HOME"); !home.empty())
        return home;
    if (const passwd *entry = getpwuid(getuid()); entry && entry->pw_dir && *entry->pw_dir)
        return entry->pw_dir;
    throw failure("The home folder is unknown: $HOME is not set and this user has no entry in the password file.",
                  "Set $HOME or $ISHOWTTS_DATA to a folder that you may write to.");
}

// The XDG base directory specification asks to ignore a relative path in the variable.
fs::path desktopFolder(const char *variable, const char *otherwise) {
    const char *xdg = std::getenv(variable);
    if (xdg && fs::path(xdg).is_absolute())
        return (fs::path(xdg) / kFolderName).lexically_normal();
    return homeFolder() / otherwise / kFolderName;
}

} // namespace

fs::path userDataFolder() {
    if (fs::path chosen = pathFromEnvironment("ISHOWTTS_DATA"); !chosen.empty())
        return chosen;
    return desktopFolder("XDG_DATA_HOME", ".local/share");
}

fs::path userStateFolder() {
    return desktopFolder("XDG_STATE_HOME", ".local/state");
}

fs::path shippedDataFolder() {
    if (fs::path chosen = pathFromEnvironment("ISHOWTTS_SHIPPED"); !chosen.empty())
        return chosen;
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (error)
        throw failure("The program cannot find its own folder: /proc/self/exe: " + error.message() + ".",
                      "Set $ISHOWTTS_SHIPPED to the folder share/ishowtts-studio of the installation.");
    return (program.parent_path() / ".." / "share" / kFolderName).lexically_normal();
}

std::vector<fs::path> dataRoots() {
    return {userDataFolder(), shippedDataFolder()};
}

fs::path chineseTablesFile() {
    return shippedDataFolder() / "text" / "chinese.bin";
}

} // namespace engine
