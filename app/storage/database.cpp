#include "app/storage/database.h"

#include <QCoreApplication>

#include <exception>
#include <utility>

namespace app::storage {

struct Database::State {
    const QString file;
    const Schema schema;
    Opening opening; // without connection: not open

    void close() {
        opening.connection.reset();
        opening = {};
    }
};

Database::Database(QString file, Schema schema, QObject *parent)
    : QObject(parent), m_state(std::make_unique<State>(State{std::move(file), std::move(schema), {}})) {
    m_thread.post([this] { carryOut(Mode::Own, [](Connection &) {}); });
}

Database::~Database() {
    m_thread.post([this] { m_state->close(); }); // QtSql: a connection ends on the thread that made it
}

std::optional<qint64> Database::aloneSince() const {
    return m_state->opening.alone ? std::optional(m_state->opening.at) : std::nullopt;
}

std::optional<Error> Database::carryOut(Mode mode, const std::function<void(Connection &)> &work) {
    try {
        Opening &opening = m_state->opening;
        if (!opening.connection) {
            opening = openChecked(m_state->file, m_state->schema);
            if (opening.notice)
                deliver([this, notice = *opening.notice] { Q_EMIT noticed(notice); });
        }
        Connection &connection = *opening.connection;
        if (mode == Mode::Read)
            connection.read([&] { work(connection); });
        else if (mode == Mode::Write)
            connection.write([&] { work(connection); });
        else
            work(connection);
        return std::nullopt;
    } catch (const Error &error) {
        if (error.trouble() == Trouble::Damaged)
            m_state->close(); // opening it again looks at the whole file
        return error;
    } catch (const std::exception &error) {
        return Error(Trouble::Failed,
                     {QCoreApplication::translate("storage", "The library '%1' cannot be used.").arg(m_state->file),
                      QCoreApplication::translate("storage", "This is a fault of the program: please report it."),
                      QString::fromUtf8(error.what())});
    }
}

void Database::deliver(std::function<void()> answer) {
    QMetaObject::invokeMethod(this, std::move(answer), Qt::QueuedConnection);
}

} // namespace app::storage

#include "moc_database.cpp"
