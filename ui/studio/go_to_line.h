// "Go to line …": asks for the number that the gutter shows.
#pragma once

namespace ui::studio {

class ScriptEditor;

void askForLine(ScriptEditor &editor); // answers at once; the cursor goes there when a number was given

} // namespace ui::studio
