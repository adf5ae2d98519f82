// Where a Jetson's GPU shows itself in sysfs.
#pragma once

#include <filesystem>
#include <optional>

namespace engine::performance {

bool isJetson(const std::filesystem::path &root);
// Among the devices whose clock Linux governs: "17000000.gpu" (JetPack 6), "17000000.ga10b" (5), "*.gv11b" (Xavier),
// "57000000.gpu" (Nano).
std::optional<std::filesystem::path> governedGpu(const std::filesystem::path &root);

} // namespace engine::performance
