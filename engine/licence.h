// What a licence's name says about making money with what is under it. A name is no legal advice: it decides only
// whether people are told.
#pragma once

#include <string_view>

namespace engine {

enum class CommercialUse { NotRuledOut, Forbidden, Unknown };

// Forbidden: Creative Commons with NC in any writing ("CC-BY-NC-4.0", "cc by nc sa", with words behind it), and names
// that say "non-commercial". Unknown: empty or "unknown", as model_files.h calls a model that no file speaks for.
CommercialUse commercialUse(std::string_view licence);

} // namespace engine
