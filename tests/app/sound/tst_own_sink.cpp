// The program's own sound device at a real server: there is one, however many programs use it, until the last one ends.
#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <cstdio>
#include <memory>

#include "app/sound/own_sink.h"
#include "tests/app/speech/sound_server.h"
#include "tests/patience.h"

using app::sound::OwnSink;
using namespace Qt::StringLiterals;

namespace {

int devices() {
    QProcess pactl;
    pactl.start(u"pactl"_qs, {u"list"_qs, u"short"_qs, u"sinks"_qs});
    pactl.waitForFinished(kLongEnough);
    return int(pactl.readAllStandardOutput().count(OwnSink::kName));
}

std::unique_ptr<OwnSink> wanted() {
    auto own = std::make_unique<OwnSink>();
    own->want(true);
    return own;
}

// Another program, until it is killed.
int hold(QCoreApplication &application) {
    OwnSink own;
    QObject::connect(&own, &OwnSink::changed, &application, [](bool there) {
        std::printf("%s\n", there ? "there" : "gone");
        std::fflush(stdout);
    });
    own.want(true);
    return QCoreApplication::exec();
}

} // namespace

class TestOwnSink : public QObject {
    Q_OBJECT

    SoundServer m_sound;

    static void startOther(QProcess &other) {
        other.start(QCoreApplication::applicationFilePath(), {u"--hold"_qs});
        QTRY_VERIFY(other.bytesAvailable() > 0);
        QCOMPARE(other.readLine(), QByteArray("there\n"));
    }

private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_sound.startForTests({u"speakers"_qs}), QString()); }

    void itIsMadeAndTakenDown() {
        auto own = wanted();
        QTRY_VERIFY(own->isThere());
        QCOMPARE(devices(), 1);
        own->want(false);
        QTRY_VERIFY(!own->isThere());
        QTRY_COMPARE(devices(), 0);
        own->want(true);
        QTRY_VERIFY(own->isThere());
        own.reset();
        QTRY_COMPARE(devices(), 0);
    }

    void whatSomebodyElseRemovesIsMadeAnew() {
        auto own = wanted();
        QTRY_VERIFY(own->isThere());
        QProcess pactl;
        pactl.start(u"pactl"_qs, {u"unload-module"_qs, u"module-null-sink"_qs}); // all of them
        QVERIFY(pactl.waitForFinished(kLongEnough));
        QTRY_COMPARE(devices(), 1);
        QTRY_VERIFY(own->isThere());
        own.reset();
        QTRY_COMPARE(devices(), 0);
    }

    void anotherProgramThatEndsLeavesIt() {
        auto own = wanted();
        QTRY_VERIFY(own->isThere());
        auto second = wanted();
        QTRY_VERIFY(second->isThere());
        QCOMPARE(devices(), 1);
        second.reset();
        QCOMPARE(devices(), 1);
        auto third = wanted();
        QTRY_VERIFY(third->isThere());
        third->want(false);
        QTRY_VERIFY(!third->isThere());
        third.reset();
        QCOMPARE(devices(), 1);
        QVERIFY(own->isThere());
        own.reset();
        QTRY_COMPARE(devices(), 0);
    }

    void theOneThatMadeItLeavesItToTheOther() {
        auto maker = wanted();
        QTRY_VERIFY(maker->isThere());
        auto own = wanted();
        QTRY_VERIFY(own->isThere());
        maker.reset();
        QCOMPARE(devices(), 1);
        own.reset();
        QTRY_COMPARE(devices(), 0);
    }

    void twoThatBeginAtOnceShareOne() {
        auto one = wanted();
        auto other = wanted();
        QTRY_VERIFY(one->isThere() && other->isThere());
        QTRY_COMPARE(devices(), 1);
        one.reset();
        QCOMPARE(devices(), 1);
        other.reset();
        QTRY_COMPARE(devices(), 0);
    }

    void aSecondOneThatWasLeftIsTakenDown() {
        for (int i = 0; i < 2; ++i) {
            QProcess pactl;
            pactl.start(u"pactl"_qs, {u"load-module"_qs, u"module-null-sink"_qs, u"sink_name=ishowtts_stream"_qs});
            QVERIFY(pactl.waitForFinished(kLongEnough));
        }
        QCOMPARE(devices(), 2);
        auto own = wanted();
        QTRY_VERIFY(own->isThere());
        QTRY_COMPARE(devices(), 1);
        own.reset();
        QTRY_COMPARE(devices(), 0);
    }

    void whatAKilledProgramLeftIsTakenOver() {
        QProcess other;
        startOther(other);
        other.kill();
        QVERIFY(other.waitForFinished(kLongEnough));
        QCOMPARE(devices(), 1);
        auto own = wanted();
        QTRY_VERIFY(own->isThere());
        QCOMPARE(devices(), 1);
        own.reset();
        QTRY_COMPARE(devices(), 0);
    }
};

int main(int argc, char **argv) {
    QCoreApplication application(argc, argv);
    if (application.arguments().contains(u"--hold"_qs))
        return hold(application);
    TestOwnSink test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_own_sink.moc"
