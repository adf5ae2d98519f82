#include "engine/licence.h"

#include <string>

namespace engine {

CommercialUse commercialUse(std::string_view licence) {
    std::string words = " "; // lower case, one blank around every word
    for (const char c : licence) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            words += upper ? char(c - 'A' + 'a') : c;
        else if (words.back() != ' ')
            words += ' ';
    }
    if (words.back() != ' ')
        words += ' ';
    if (words == " " || words == " unknown ")
        return CommercialUse::Unknown;
    const auto has = [&words](std::string_view part) { return words.find(part) != std::string::npos; };
    const bool forbidden = (has(" cc ") && has(" nc ")) || has(" non commercial ") || has(" noncommercial ");
    return forbidden ? CommercialUse::Forbidden : CommercialUse::NotRuledOut;
}

} // namespace engine
