#include "app/danmaku/audit.h"

#include <utility>

#include "app/danmaku/audit_chain.h"
#include "app/storage/file_thread.h"

namespace app::danmaku {

namespace {

constexpr int kWritesEvery = 200; // ms

} // namespace

Audit::Audit(QString folder, AuditLimits limits, QObject *parent)
    : QObject(parent), m_chain(std::make_shared<AuditChain>()) {
    m_chain->wanted = std::move(folder);
    m_chain->limits = limits;
    m_chain->fail = [this](const QString &detail) {
        QMetaObject::invokeMethod(
            this,
            [this, detail] {
                Q_EMIT problem({tr("What happens in the chat queue cannot be written down."),
                                tr("Look whether there is room on the disk. Reading goes on without."), detail});
            },
            Qt::QueuedConnection);
    };
    m_timer.setSingleShot(true);
    m_timer.setInterval(kWritesEvery);
    connect(&m_timer, &QTimer::timeout, this, &Audit::write);
}

Audit::~Audit() {
    write();
    if (m_thread)
        m_thread->post([chain = m_chain] { chain->write({}); }); // what was kept out before
    m_thread.reset();                                            // carries out what was asked for
}

void Audit::add(const QString &what, QJsonObject facts, qint64 at, bool soon) {
    if (!soon && m_chain->onTheWay + m_lines.size() >= m_chain->limits.onTheWay) {
        ++m_lost;
        return;
    }
    facts.insert(QStringLiteral("what"), what);
    facts.insert(QStringLiteral("at"), double(at));
    m_lines.append({std::move(facts), at});
    if (soon)
        write();
    else if (!m_timer.isActive())
        m_timer.start();
}

void Audit::write() {
    m_timer.stop();
    if (m_lines.isEmpty() && m_lost == 0)
        return;
    if (!m_thread)
        m_thread = std::make_unique<storage::FileThread>("audit");
    m_chain->onTheWay += m_lines.size();
    m_thread->post([chain = m_chain, lines = std::exchange(m_lines, {}), lost = std::exchange(m_lost, 0)] {
        chain->lost += lost;
        chain->write(lines);
        chain->onTheWay -= lines.size();
    });
}

void Audit::flush() {
    write();
    if (m_thread)
        m_thread->flush();
}

} // namespace app::danmaku

#include "moc_audit.cpp"
