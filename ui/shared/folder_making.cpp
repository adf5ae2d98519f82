#include "ui/shared/folder_making.h"

#include <QCoreApplication>
#include <QDir>
#include <QPointer>
#include <QThreadPool>

#include <utility>

namespace ui::shared {

void makeFolder(const QString &folder, QObject *context, std::function<void()> done) {
    QObject *application = QCoreApplication::instance(); // waits for the pool before it goes
    QThreadPool::globalInstance()->start(
        [application, folder, context = QPointer<QObject>(context), done = std::move(done)]() mutable {
            QDir().mkpath(folder);
            QMetaObject::invokeMethod(application, [context = std::move(context), done = std::move(done)] {
                if (context)
                    done();
            });
        });
}

} // namespace ui::shared
