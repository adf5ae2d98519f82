#include "app/cli/quiet_application.h"

#include <clocale>

namespace app::cli {

namespace {

int s_argumentCount = 1;
char s_name[] = "ishowtts";
char *s_arguments[] = {s_name, nullptr};

} // namespace

QuietApplication::QuietApplication() : QCoreApplication(s_argumentCount, s_arguments) {
    std::setlocale(LC_NUMERIC, "C");
}

} // namespace app::cli
