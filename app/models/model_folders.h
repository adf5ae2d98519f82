// The models folder of a person, <data folder>/models: what lies in it came from a fetch or from the person, what is a
// link was added and lies elsewhere. Everything here is one rename or one link, so it is done whole or not at all. Any
// thread but the GUI's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "app/models/catalogue.h"
#include "engine/json.h"

namespace app::models {

// Checks that the folder holds a model, and links to it: nothing is copied, nothing in it changes. Gives the name that
// the model has from now on: none of `taken`, which mean other models (namesOfModels() in model_list.h).
// Error(BadInput) when it holds none, is in the models folder itself, or was added before.
std::string addFolder(const std::filesystem::path &models, const std::filesystem::path &folder,
                      const std::set<std::string> &taken);

// What is said of a model there beside its folder (engine/model_files.h: addedNoteFile()); a null value takes the key
// away. Error(Failure).
void note(const std::filesystem::path &models, const std::string &id, const std::string &key, engine::Json value);
// Whether its weights are those of a model of the list, byte for byte: then that is noted with the flags that it has
// there, where the file has another name than the publisher's. Reads the file where its length is that of one of them.
void noteOfficial(const std::filesystem::path &models, const std::string &id, const Catalogue &catalogue);
// As upstream trained its first (v0, 2024) or its later Base models, in the words of model.json.
engine::Json flagsOf(bool v0);
// The folder with Vocos in it, `folder` itself or its "vocos". Error(BadInput) when it is neither.
std::filesystem::path vocoderIn(const std::filesystem::path &folder);

// With those that it lies in, where they are missing. engine::Error(Failure).
void makeFolder(const std::filesystem::path &folder);

// Takes it out of sight; `from` is a folder or link directly in the models folder. Gives where it waits, for putBack()
// or destroy(). A link's folder stays as it is. Error(Failure).
std::filesystem::path setAside(const std::filesystem::path &from);
void putBack(const std::filesystem::path &aside, const std::filesystem::path &to); // Error when something is there now
void destroy(const std::filesystem::path &aside) noexcept; // what remains of it is tried again …
// … by this, which takes what waits for over a week, as nobody offers its Undo any more: the program that set it aside
// was killed, or else it is one of `offered`. `now` in seconds since 1970.
void destroyOld(const std::filesystem::path &models, const std::set<std::filesystem::path> &offered,
                std::int64_t now) noexcept;

std::int64_t bytesBelow(const std::filesystem::path &folder); // of regular files, links not followed but for the folder

} // namespace app::models
