#include "engine/text/given_readings.h"

#include "engine/text/characters.h"
#include "engine/utf8.h"

namespace engine::text {

DecodedText decode(std::string_view utf8, const std::vector<Reading> &readings) {
    DecodedText result;
    std::size_t done = 0;
    for (const Reading &reading : readings) {
        if (reading.at >= utf8.size() || (!result.readings.empty() && reading.at <= done))
            continue;
        const Utf8Char character = decodeUtf8(utf8, reading.at);
        if (character.bytes == 0 || isSpace(character.codePoint))
            continue;
        result.characters += decode(utf8.substr(done, reading.at - done));
        result.readings.push_back({result.characters.size(), reading.syllable});
        done = reading.at;
    }
    result.characters += decode(utf8.substr(done));
    return result;
}

} // namespace engine::text
