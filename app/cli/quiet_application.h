// QtSql finds its drivers only while there is a QCoreApplication. That one sets the locale, and figures must look the
// same in all of them. At most one at a time.
#pragma once

#include <QCoreApplication>

namespace app::cli {

class QuietApplication : public QCoreApplication {
public:
    QuietApplication();
};

} // namespace app::cli
