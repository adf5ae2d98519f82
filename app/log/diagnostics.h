// The text of "Copy diagnostics": what one needs to know about a Studio that does not work, as Markdown to paste into
// an issue. It holds no texts, no names of takes or of voices and models that are not shipped, no keys, and no home
// folder; everything goes through the scrubber once more. A message in the log may name the file or folder it is about.
#pragma once

#include <QString>
#include <QStringList>

#include <filesystem>

#include "app/log/scrubber.h"
#include "app/log/shipped_names.h"

namespace app::log {

struct DiagnosticsInput {
    QString model; // the one that is loaded, in words, or why none is
    QStringList voiceIds;
    QString settingsFile;
    std::filesystem::path dataFolder; // of library and takes
    std::filesystem::path logFolder;  // empty: no log
    ShippedNames shipped;             // the others are counted
};

// Reads the files named above: not on the GUI thread. Of the settings numbers and switches are shown, and those words
// that this program chose itself, among them the shipped voices and models; of any other text its length.
QString diagnostics(const DiagnosticsInput &input, const Scrubber &scrubber);

} // namespace app::log
