// Runs the pickle of a torch checkpoint and builds a tree of plain values, never an object: opcodes and globals come
// from an allow-list, everything else is refused by name. Time and memory are bounded. Source of the opcodes: CPython
// Lib/pickletools.py; of what torch writes: torch/_weights_only_unpickler.py, torch/_utils.py.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/model/checkpoint_reader.h"

namespace engine::model {

struct PickleValue {
    enum class Kind {
        None,
        Bool,     // number
        Integer,  // number
        Float,    // its value is not kept
        Text,     // text
        Tuple,    // items
        List,     // items
        Dict,     // items: key, value, key, value …; also OrderedDict
        Function, // text: module and name
        Storage,  // text: its key in data/; number: elements; dtype
        Tensor,   // items: storage, shape (tuple), stride (tuple); number: offset in elements
    };
    Kind kind = Kind::None;
    Dtype dtype = Dtype::F32;
    std::int64_t number = 0;
    std::string_view text; // inside the pickle
    std::vector<std::uint32_t> items;
};

struct Pickle {
    std::deque<PickleValue> values; // items are indices into this; a dict may hold itself
    std::uint32_t root = 0;
};

// Error(BadInput) that names the opcode or the global that is not allowed.
Pickle runPickle(Bytes pickle, const std::string &name);

} // namespace engine::model
