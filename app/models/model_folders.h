// The models folder of a person, <data folder>/models: what lies in it came from a fetch or from the person, what is a
// link was added and lies elsewhere. Everything here is one rename or one link, so it is done whole or not at all. Any
// thread but the GUI's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace app::models {

// Checks that the folder holds a model, and links to it: nothing is copied, nothing in it changes. Gives the name that
// the model has from now on: none of `taken`, which mean other models (namesOfModels() in model_list.h).
// Error(BadInput) when it holds none, is in the models folder itself, or was added before.
std::string addFolder(const std::filesystem::path &models, const std::filesystem::path &folder,
                      const std::set<std::string> &taken);

// With those that it lies in, where they are missing. engine::Error(Failure).
void makeFolder(const std::filesystem::path &folder);

// Takes it out of sight; `from` is a folder or link directly in the models folder. Gives where it waits, for putBack()
// or destroy(). A link's folder stays as it is. Error(Failure).
std::filesystem::path setAside(const std::filesystem::path &from);
void putBack(const std::filesystem::path &aside, const std::filesystem::path &to); // Error when something is there now
void destroy(const std::filesystem::path &aside) noexcept;     // what remains of it is tried again …
void destroyOld(const std::filesystem::path &models) noexcept; // … by this, which takes what waits for over an hour

std::int64_t bytesBelow(const std::filesystem::path &folder); // of regular files, links not followed but for the folder

} // namespace app::models
