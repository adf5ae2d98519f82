// Looking at where an export will go: at the disk, and at a place that does not answer, which the tests hold back.
#include <QElapsedTimer>
#include <QFile>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "ui/exporting/target_look.h"

using ui::exporting::TargetLook;

class TestTargetLook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsThere() {
        const QTemporaryDir folder;
        const auto seen = [](const QString &file) {
            TargetLook look;
            std::optional<TargetLook::Seen> answer;
            look.look(file, [&](const TargetLook::Seen &what) { answer = what; });
            return QTest::qWaitFor([&] { return answer.has_value(); }) ? *answer : TargetLook::Seen{false, true};
        };
        QVERIFY(!seen(folder.filePath(QStringLiteral("no"))).there);
        QVERIFY(seen(folder.path()).there && !seen(folder.path()).filled);
        QFile file(folder.filePath(QStringLiteral("a.wav")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(seen(file.fileName()).there && !seen(file.fileName()).filled);
        QVERIFY(seen(folder.path()).filled);
    }

    void onlyTheNewestIsAnswered() {
        const auto hold = std::make_shared<QSemaphore>(), asked = std::make_shared<QSemaphore>();
        TargetLook look([=](const QString &) {
            asked->release();
            hold->acquire();
            return TargetLook::Seen{true, false};
        });
        QStringList answered;
        for (const char *name : {"one", "two", "three"}) {
            look.look(QLatin1String(name), [&, name](const auto &) { answered << QLatin1String(name); });
            if (answered.isEmpty() && qstrcmp(name, "one") == 0)
                asked->acquire(); // it is at the first
        }
        hold->release(3);
        QTRY_COMPARE(answered, QStringList{QStringLiteral("three")});
        QVERIFY(QTest::qWaitFor([&] { return asked->available() == 1; })); // the second was not even looked at
    }

    void whoeverAskedCanGoWhileAPlaceDoesNotAnswer() {
        const auto hold = std::make_shared<QSemaphore>(), asked = std::make_shared<QSemaphore>();
        bool answered = false;
        auto look = std::make_unique<TargetLook>([=](const QString &) {
            asked->release();
            hold->tryAcquire(1, 30'000);
            asked->release();
            return TargetLook::Seen{};
        });
        look->look(QStringLiteral("/far/away"), [&](const auto &) { answered = true; });
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
