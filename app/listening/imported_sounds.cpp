#include "app/listening/imported_sounds.h"

#include <algorithm>
#include <span>

#include "app/storage/sha256.h"

namespace app::listening {

std::string importedCellKey(const TestDesign &design, int row, Condition condition) {
    const ImportedFrom &from = design.imported;
    std::string place = nameOf(condition);
    if (!from.id.empty() && condition >= 0) {
        const auto column = std::find(from.columns.begin(), from.columns.end(), keyOf(design, condition));
        place = column != from.columns.end() ? nameOf(Condition(column - from.columns.begin()))
                                             : "not " + keyOf(design, condition);
    }
    const std::string text = "imported, form 1: " + (from.id.empty() ? designHash(design) : from.id) + " " +
                             design.rows.at(std::size_t(row)).id + " " + place;
    storage::Sha256 hash;
    hash.add(std::as_bytes(std::span(text)));
    return hash.take();
}

TestDesign keepingImports(const TestDesign &before, TestDesign changed) {
    if (before.flags.empty() || changed.flags.empty() || !changed.imported.id.empty())
        return changed;
    changed.imported = before.imported;
    if (changed.imported.id.empty() && designHash(changed) != designHash(before)) {
        changed.imported.id = designHash(before);
        for (Condition column = 0; column < Condition(before.columns.size()); ++column)
            changed.imported.columns.push_back(keyOf(before, column));
    }
    return changed;
}

} // namespace app::listening
