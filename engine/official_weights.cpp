#include "engine/official_weights.h"

#include <system_error>
#include <utility>

#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/hex_digits.h"
#include "engine/manifest.h"

namespace engine {

namespace fs = std::filesystem;

std::vector<OfficialWeights> officialWeights(const fs::path &catalogue) {
    std::vector<OfficialWeights> all;
    std::error_code error;
    if (!fs::is_regular_file(catalogue, error))
        return all;
    try {
        const Json root = Json::read(catalogue, kManifestLimits);
        for (const Json &model : root["models"].array()) {
            const Json &weights = model["files"].array().at(0); // as app/models fetches them
            OfficialWeights one{model["id"].string(),       model["licence"].string(),
                                weights["to"].string(),     0,
                                weights["sha256"].string(), model["flags"]};
            if (!weights["bytes"].isInteger() || weights["bytes"].number() < 1 || !isSha256(one.sha256) ||
                !one.flags.isObject())
                continue;
            one.bytes = std::uintmax_t(weights["bytes"].integer());
            all.push_back(std::move(one));
        }
    } catch (const std::exception &) {
        return {};
    }
    return all;
}

std::optional<OfficialWeights> officialWeightsAs(const fs::path &weights) {
    std::error_code error;
    const std::uintmax_t bytes = fs::file_size(weights, error);
    if (error)
        return {};
    try {
        for (OfficialWeights &one : officialWeights(shippedDataFolder() / "models" / "catalogue.json")) {
            if (one.bytes == bytes && one.file == weights.filename().string())
                return std::move(one);
        }
    } catch (const Error &) { // no folder of the program is known
    }
    return {};
}

} // namespace engine
