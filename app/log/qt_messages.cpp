#include "app/log/qt_messages.h"

#include <QtGlobal>

#include <cstring>
#include <shared_mutex>

#include "app/log/log.h"

namespace app::log {

namespace {

// Qt's handler is one function for the whole program, so what it writes to is known to the program as well.
std::shared_mutex mutex;
Log *target = nullptr;
QtMessageHandler before = nullptr;

Level levelOf(QtMsgType type) {
    switch (type) {
    case QtDebugMsg:
        return Level::Debug;
    case QtInfoMsg:
        return Level::Info;
    case QtWarningMsg:
        return Level::Warning;
    case QtCriticalMsg:
        return Level::Error;
    case QtFatalMsg:
        return Level::Fatal;
    }
    return Level::Warning;
}

void handle(QtMsgType type, const QMessageLogContext &context, const QString &message) {
    {
        const std::shared_lock lock(mutex);
        if (target) {
            const bool named = context.category && std::strcmp(context.category, "default") != 0;
            target->write(levelOf(type), named ? QString::fromUtf8(context.category) : QStringLiteral("program"),
                          message);
            if (type == QtFatalMsg)
                target->flush(std::chrono::seconds(2));
        }
    }
    if (before)
        before(type, context, message);
}

} // namespace

QtMessages::QtMessages(Log &log) {
    {
        const std::unique_lock lock(mutex);
        target = &log;
    }
    before = qInstallMessageHandler(handle);
}

QtMessages::~QtMessages() {
    qInstallMessageHandler(before);
    const std::unique_lock lock(mutex);
    target = nullptr;
}

} // namespace app::log
