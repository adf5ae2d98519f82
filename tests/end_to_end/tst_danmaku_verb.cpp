// `ishowtts danmaku` as at a shell: rehearsals in fake time with the pace of the demo voice, and the audit.
#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QTest>

#include "app/danmaku/audit.h"
#include "app/danmaku/audit_files.h"
#include "tests/end_to_end/program.h"

using end_to_end::Program;
using end_to_end::Run;
using namespace Qt::StringLiterals;

class TestDanmakuVerb : public QObject {
    Q_OBJECT

    Program m_program;

private Q_SLOTS:
    void aMadeChatIsReadAsItShouldBe() {
        const Run run = m_program.run({u"danmaku"_qs, u"crowd"_qs, u"--json"_qs});
        QCOMPARE(run.status, 0);
        const QJsonObject chat = run.object().value(u"chat"_qs).toObject();
        QCOMPARE(chat.value(u"messages"_qs).toInt(), 798);
        QVERIFY(std::abs(chat.value(u"repeats"_qs).toInt() - 432) < 20);
        const QJsonObject ours = run.object().value(u"ours"_qs).toObject();
        QVERIFY(ours.value(u"read_share"_qs).toDouble() >= 0.3);
        QVERIFY(ours.value(u"wait_p95"_qs).toDouble() <= 25);
        QVERIFY(ours.value(u"wait_max"_qs).toDouble() <= 30);
        QCOMPARE(ours.value(u"lost_non_duplicates"_qs).toInt(), 0);
        const QJsonObject original = run.object().value(u"original"_qs).toObject();
        QVERIFY(original.value(u"wait_max"_qs).toDouble() > 600);
        const Run again = m_program.run({u"danmaku"_qs, u"crowd"_qs, u"--json"_qs});
        QCOMPARE(again.output, run.output);
    }

    void aRecordedChatIsReplayed() {
        QFile file(m_program.path(u"evening.jsonl"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int i = 0; i < 5; ++i)
            file.write(
                u"{\"at\":%1,\"message\":{\"source\":\"twitch\",\"channel\":\"c\",\"id\":\"%2\",\"userId\":\"%2\","
                "\"login\":\"ann%2\",\"user\":\"Ann%2\",\"kind\":\"chat\",\"text\":\"hello number %2\"}}\n"_qs
                    .arg(1000 + 4000 * i)
                    .arg(i)
                    .toUtf8());
        file.write("this is no JSON\n");
        file.close();
        const Run run = m_program.run({u"danmaku"_qs, u"replay"_qs, file.fileName(), u"--json"_qs});
        QCOMPARE(run.status, 0);
        QVERIFY(run.messages.contains(u"1 lines cannot be read"));
        QCOMPARE(run.object().value(u"ours"_qs).toObject().value(u"read"_qs).toInt(), 5);
        QCOMPARE(m_program.run({u"danmaku"_qs, u"replay"_qs, m_program.path(u"none.jsonl"_qs)}).status, 3);
    }

    void theAuditIsVerified() {
        const QString folder = m_program.path(u"audit"_qs);
        {
            app::danmaku::Audit audit(folder);
            for (int i = 0; i < 5; ++i)
                audit.add(u"spoken"_qs, {{u"spoken"_qs, QString::number(i)}}, 1'795'348'800'000 + i);
        }
        const Run whole = m_program.run({u"danmaku"_qs, u"audit"_qs, folder, u"--verify"_qs, u"--json"_qs});
        QCOMPARE(whole.status, 0);
        QCOMPARE(whole.object().value(u"lines"_qs).toInt(), 5);
        QCOMPARE(m_program.run({u"danmaku"_qs, u"audit"_qs, folder, u"--json"_qs}).object().value(u"spoken"_qs).toInt(),
                 5);
        QFile file(app::danmaku::auditFiles(folder).first());
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray text = file.readAll().replace("\"spoken\":\"2\"", "\"spoken\":\"9\"");
        file.resize(0);
        file.write(text);
        file.close();
        const Run changed = m_program.run({u"danmaku"_qs, u"audit"_qs, folder, u"--verify"_qs});
        QCOMPARE(changed.status, 1);
        QVERIFY2(changed.output.contains("jsonl:3: This line was changed"), changed.output.constData());
    }

    void wrongUsageIsSaid() {
        QCOMPARE(m_program.run({u"danmaku"_qs}).status, 2);
        QCOMPARE(m_program.run({u"danmaku"_qs, u"sing"_qs}).status, 2);
        QCOMPARE(m_program.run({u"danmaku"_qs, u"audit"_qs, u"--rate"_qs, u"3"_qs}).status, 2);
    }
};

QTEST_GUILESS_MAIN(TestDanmakuVerb)
#include "tst_danmaku_verb.moc"
