#include "engine/text/unknown_words.h"

#include <array>
#include <cstdint>

namespace engine::text {

namespace {

using Place = PlaceModel::Place;
using Scores = PlaceModel::Row;

// Which places may come before each, in the order of Place.
constexpr std::array<std::array<Place, 2>, PlaceModel::kPlaces> kBefore = {{{PlaceModel::End, PlaceModel::Single},
                                                                            {PlaceModel::Begin, PlaceModel::Middle},
                                                                            {PlaceModel::Begin, PlaceModel::Middle},
                                                                            {PlaceModel::End, PlaceModel::Single}}};

bool endsWord(Place place) {
    return place == PlaceModel::End || place == PlaceModel::Single;
}

std::vector<Place> mostProbable(std::u32string_view text, const PlaceModel &model) {
    Scores scores = model.character(text.front());
    for (std::size_t place = 0; place < PlaceModel::kPlaces; ++place)
        scores[place] = model.start[place] + scores[place];

    std::vector<std::array<std::uint8_t, PlaceModel::kPlaces>> cameFrom(text.size());
    for (std::size_t at = 1; at < text.size(); ++at) {
        const Scores character = model.character(text[at]);
        Scores next{};
        for (std::size_t place = 0; place < PlaceModel::kPlaces; ++place) {
            const auto [first, second] = kBefore[place];
            const double byFirst = scores[first] + model.step[first][place] + character[place];
            const double bySecond = scores[second] + model.step[second][place] + character[place];
            next[place] = bySecond >= byFirst ? bySecond : byFirst;
            cameFrom[at][place] = std::uint8_t(bySecond >= byFirst ? second : first);
        }
        scores = next;
    }

    std::vector<Place> places(text.size());
    places.back() = scores[PlaceModel::Single] >= scores[PlaceModel::End] ? PlaceModel::Single : PlaceModel::End;
    for (std::size_t at = text.size() - 1; at > 0; --at)
        places[at - 1] = Place(cameFrom[at][places[at]]);
    return places;
}

} // namespace

void cutUnknownWords(std::u32string_view text, const PlaceModel &model, std::vector<std::u32string_view> &words) {
    if (text.size() == 1) {
        words.push_back(text);
        return;
    }
    const std::vector<Place> places = mostProbable(text, model);
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!endsWord(places[at]))
            continue;
        words.push_back(text.substr(begin, at + 1 - begin));
        begin = at + 1;
    }
}

} // namespace engine::text
