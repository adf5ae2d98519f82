// Looking at where an export will go: at the disk, and at a place that does not answer, which the tests hold back.
#include <QFile>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "tests/patience.h"
#include "ui/exporting/target_look.h"

using ui::exporting::TargetLook;

class TestTargetLook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsThere() {
        const QTemporaryDir folder;
        const QStringList names{QStringLiteral("a.wav"), QStringLiteral("a.srt"), QStringLiteral("a.vtt")};
        const auto seen = [&](const QString &where) {
            TargetLook look;
            std::optional<QStringList> answer;
            look.look(
                where, [&] { return names; }, [&](const QStringList &there) { answer = there; });
            return QTest::qWaitFor([&] { return answer.has_value(); }, 30'000) ? *answer
                                                                               : QStringList(QStringLiteral("?"));
        };
        QCOMPARE(seen(folder.filePath(QStringLiteral("no"))), QStringList());
        QCOMPARE(seen(folder.path()), QStringList());
        QFile file(folder.filePath(QStringLiteral("a.vtt")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(seen(folder.path()), QStringList(names[2]));
        QVERIFY(QFile::link(folder.filePath(QStringLiteral("gone")), folder.filePath(names[0])));
        QCOMPARE(seen(folder.path()), (QStringList{names[0], names[2]})); // a link to nothing is replaced as well
    }

    void onlyTheNewestIsAnswered() {
        const auto hold = std::make_shared<QSemaphore>(), asked = std::make_shared<QSemaphore>();
        TargetLook look([=](const QString &, const QStringList &) {
            asked->release();
            hold->acquire();
            return QStringList();
        });
        QStringList answered;
        for (const char *name : {"one", "two", "three"}) {
            look.look(
                QLatin1String(name), [] { return QStringList(); },
                [&, name](const auto &) { answered << QLatin1String(name); });
            if (answered.isEmpty() && qstrcmp(name, "one") == 0)
                asked->acquire(); // it is at the first
        }
        hold->release(3);
        QTRY_COMPARE(answered, QStringList{QStringLiteral("three")});
        QTRY_COMPARE(asked->available(), 1); // the second was not even looked at
    }

    void whoeverAskedCanGoWhileAPlaceDoesNotAnswer() {
        const auto hold = std::make_shared<QSemaphore>(), asked = std::make_shared<QSemaphore>();
        bool answered = false;
        auto look = std::make_unique<TargetLook>([=](const QString &, const QStringList &) {
            asked->release();
            hold->tryAcquire(1, 30'000);
            asked->release();
            return QStringList();
        });
        look->look(
            QStringLiteral("/far/away"), [] { return QStringList(); }, [&](const auto &) { answered = true; });
        asked->acquire();
        look.reset(); // the place still does not answer
        QCOMPARE(asked->available(), 0);
        hold->release();
        asked->acquire();
        QTest::qWait(1); // an answer would come now
        QVERIFY(!answered);
    }
};

QTEST_MAIN(TestTargetLook)
#include "tst_target_look.moc"
