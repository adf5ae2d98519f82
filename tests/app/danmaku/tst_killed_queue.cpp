// Kill -9 at random moments: a session that keeps paid messages and reads some is killed again and again. Nothing that
// was kept and not read is lost, nothing is read twice, and the audit is whole.
//   build/release/tests/app.danmaku.killed --kills 200 [--seed 1]
#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <cstdio>
#include <random>

#include "app/danmaku/audit.h"
#include "app/danmaku/danmaku_store.h"
#include "app/storage/library_schema.h"
#include "tests/app/storage/killing.h"

using app::danmaku::Audit;
using app::danmaku::DanmakuStore;
using app::danmaku::Item;
using app::danmaku::Stage;
using namespace Qt::StringLiterals;

namespace {

Kills kills{12};

void print(const char *what, const Item &item) {
    std::printf("%s %s\n", what, qPrintable(item.message->id));
    std::fflush(stdout);
}

// Lines: `offered ID`, `opened -`, `kept ID`, `asked ID` (to be read), `spoken ID`, `problem TEXT`.
class Session : public QObject {
public:
    Session(const QString &folder, unsigned seed)
        : m_database(folder + u"/library.sqlite"_qs, app::storage::librarySchema()), m_store(m_database),
          m_audit(folder + u"/audit"_qs), m_random(seed), m_run(seed) {
        connect(&m_store, &DanmakuStore::problem, this, [](const app::Problem &wrong) {
            std::printf("problem %s\n", qPrintable(wrong.what));
            std::fflush(stdout);
        });
        connect(&m_store, &DanmakuStore::written, this, [this] {
            if (m_adding.message)
                kept();
        });
        m_store.open(this, [this](const app::danmaku::StoreOpened &opened) {
            m_next = opened.firstItem;
            for (const Item &item : opened.offered) {
                print("offered", item);
                m_waiting.push_back(item);
            }
            std::printf("opened -\n");
            std::fflush(stdout);
            go();
        });
    }

private:
    void go() {
        m_audit.add(u"state"_qs, {{u"waiting"_qs, int(m_waiting.size())}}, 1'795'348'800'000 + m_count,
                    m_random() % 2 == 0);
        if (m_waiting.size() > 3 && m_random() % 2 == 0)
            read();
        else
            add();
    }

    void add() {
        auto message = std::make_shared<app::chat::Message>();
        message->source = u"crowd"_qs;
        message->id = u"%1-%2"_qs.arg(m_run).arg(++m_count);
        message->login = u"ann"_qs;
        message->kind = app::chat::Kind::Paid;
        message->paid = {5'000'000, u"EUR"_qs};
        message->text = u"a <b>gift</b> for 你"_qs;
        m_adding = {};
        m_adding.id = m_next++;
        m_adding.rank = app::danmaku::Class::Paid;
        m_adding.message = message;
        m_store.note(m_adding);
    }

    void kept() {
        print("kept", m_adding);
        m_waiting.push_back(std::exchange(m_adding, {}));
        QTimer::singleShot(0, this, [this] { go(); });
    }

    void read() {
        Item item = m_waiting.takeAt(m_random() % m_waiting.size());
        print("asked", item);
        m_store.playing(item, this, [this, item]() mutable {
            print("spoken", item);
            item.stage = Stage::Played;
            m_store.note(item);
            QTimer::singleShot(0, this, [this] { go(); });
        });
    }

    app::storage::Database m_database;
    DanmakuStore m_store;
    Audit m_audit;
    std::mt19937 m_random;
    const unsigned m_run;
    QList<Item> m_waiting;
    Item m_adding;
    quint64 m_next = 0;
    int m_count = 0;
};

} // namespace

class TestKilledQueue : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::mt19937 m_random{kills.seed};
    QStringList m_faults;
    QSet<QString> m_kept;   // and not asked for
    QSet<QString> m_asked;  // may have been read
    QSet<QString> m_spoken; // was
    int m_offered = 0;

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_random); }

    QString outputOfKilledSession(int run) {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QCoreApplication::applicationFilePath(),
                      {u"child"_qs, m_folder.path(), QString::number(run + 1)});
        const QByteArray output = readLines(process, 1 + below(60));
        QTest::qSleep(below(4));
        return killed(process, output);
    }

    void follow(const QStringList &lines) {
        QSet<QString> offered;
        for (const QString &line : lines) {
            const QString what = line.section(u' ', 0, 0);
            const QString id = line.section(u' ', 1);
            if (what == u"problem") {
                m_faults << line;
            } else if (what == u"offered") {
                offered << id;
                if (m_spoken.contains(id))
                    m_faults << u"offered though it was read: "_qs + id;
            } else if (what == u"opened") {
                for (const QString &each : std::as_const(m_kept))
                    if (!offered.contains(each))
                        m_faults << u"paid for, not read, and not offered: "_qs + each;
                m_kept += offered;
                m_offered += int(offered.size());
            } else if (what == u"kept") {
                m_kept << id;
            } else if (what == u"asked") {
                m_kept.remove(id);
                m_asked << id;
            } else if (what == u"spoken") {
                if (m_spoken.contains(id))
                    m_faults << u"read twice: "_qs + id;
                m_spoken << id;
            }
        }
    }

private Q_SLOTS:
    void nothingPaidIsLostAndNothingIsReadTwice() {
        for (int kill = 0; kill < kills.number && m_faults.isEmpty(); ++kill) {
            const QString output = outputOfKilledSession(kill);
            follow(output.left(output.lastIndexOf(u'\n')).split(u'\n', Qt::SkipEmptyParts));
            if (!m_faults.isEmpty())
                m_faults << u"after kill %1 of seed %2"_qs.arg(kill).arg(kills.seed);
        }
        QVERIFY2(m_faults.isEmpty(), qPrintable(m_faults.join(u'\n')));
        QVERIFY2(m_spoken.size() > kills.number, "the sessions were killed before they did anything");
        {
            Audit audit(m_folder.filePath(u"audit"_qs)); // the start after the last kill
            audit.add(u"state"_qs, {}, 1'795'348'800'000);
        }
        const app::danmaku::AuditReport report = app::danmaku::verifyAudit(m_folder.filePath(u"audit"_qs));
        QVERIFY2(report.findings.isEmpty(), qPrintable(report.findings.value(0).what));
        qInfo("%d kills: %d read once each, %d offered again, %lld lines of the audit whole", kills.number,
              int(m_spoken.size()), m_offered, static_cast<long long>(report.lines));
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child") {
        const Session session(arguments.value(2), arguments.value(3).toUInt());
        return QCoreApplication::exec();
    }
    return runWithKills<TestKilledQueue>(kills, argc, argv);
}

#include "tst_killed_queue.moc"
