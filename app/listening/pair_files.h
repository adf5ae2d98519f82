// Which files of a folder are pairs, by their names alone: the first step of importPairs() (pair_folder.h). Reads
// nothing but names and the template of the original. Any thread.
#pragma once

#include <QString>
#include <QStringList>

#include <map>
#include <string>
#include <vector>

namespace app::listening {

struct PairFiles {
    std::vector<int> steps; // of the columns, ascending
    struct Row {
        std::string id;               // as TestRow::id
        std::string text;             // of the template, or the id
        std::map<int, QString> files; // by steps; whole paths
    };
    std::vector<Row> rows; // in the template's order, then by name
    QStringList
        refused; // names, within the folder, with why: links that lead out, names that are no id, twice the same
    bool hasTexts = false; // there is a template
};

// Error(BadInput) when there is no such folder, or it has not 2 to 12 columns or more than 500 rows.
PairFiles findPairFiles(const QString &folder);

} // namespace app::listening
