// Where a person's files lie, as the desktop has it. Looked up once, on a thread of its own: a home may lie on another
// machine, which nobody waits for, neither the window nor the end of the program.
#pragma once

#include <QString>

namespace ui::shared {

void lookUpHomeFolders(); // so that they are known when they are asked for

// The person's; their home where there is none, or where it is not known within a moment.
QString musicFolder();
QString documentsFolder();

} // namespace ui::shared
