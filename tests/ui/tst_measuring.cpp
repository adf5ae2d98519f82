// Measuring from the window, without a shell, and clocks that are locked or not.
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QFile>
#include <QImage>
#include <QMenu>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>

#include "app/storage/file_thread.h"
#include "tests/engine/performance/records.h"
#include "tests/patience.h"
#include "tests/ui/fake_verbs.h"
#include "tests/ui/performance_room.h"
#include "ui/performance/clock_sheet.h"
#include "ui/performance/measure_window.h"
#include "ui/performance/trend_plot.h"

using app::performance::Series;
using namespace Qt::StringLiterals;
using ui::performance::PerformanceActs;

class TestMeasuring : public QObject, private PerformanceRoom {
    Q_OBJECT

private Q_SLOTS:
    void init() { enter(); }
    void cleanup() { leave(); }

    // With a program that says what a test wants, and with ours.
    void measuringWithoutAShell() {
        using ui::performance::Measure;
        using ui::performance::MeasureWindow;
        const FakeVerbs verbs(*m_data);
        const std::string history = m_data->path(u"history.jsonl"_s).toStdString();
        for (const auto &day : records::tenDays(0.20, 0.04))
            engine::performance::appendRecord(history, day);

        app::storage::FileThread files;
        const auto chosen = [] { return ui::performance::MeasureSettings{u"demo"_s, u"cpu"_s, u"bf16"_s, 7}; };
        MeasureWindow window({watch(), files, chosen, history, verbs.program()}, m_desk->window.get());
        window.show();
        QTRY_COMPARE(window.trend().shown(), std::size_t(10));
        const auto button = [&](const QString &name) {
            for (QPushButton *each : window.findChildren<QPushButton *>())
                if (each->text().remove(u'&') == name)
                    return each;
            return static_cast<QPushButton *>(nullptr);
        };
        const auto action = [&](const QString &name) {
            for (QAction *each : button(u"Files"_s)->menu()->actions())
                if (each->text().remove(u'&') == name)
                    return each;
            return static_cast<QAction *>(nullptr);
        };
        QVERIFY(button(u"Begin"_s)->isEnabled() && !button(u"Stop"_s)->isEnabled());
        button(u"Begin"_s)->click();
        QVERIFY(button(u"Stop"_s)->isEnabled() && !button(u"Begin"_s)->isEnabled());
        QTRY_VERIFY(!window.isMeasuring());
        QVERIFY2(window.words().contains(u"0.168"_s), qPrintable(window.words()));
        const QString text = asText(window.finding());
        QVERIFY2(text.contains(u"demo, cpu bf16, NFE 7"_s) && text.contains(u"4.7 %"_s), qPrintable(text));
        QVERIFY2(text.contains(u"With unlocked clocks\t0.352\tCV 16.0 %"_s), qPrintable(text));
        QVERIFY2(text.contains(u"Target 0.11\tnot met"_s) && !text.contains(u"last one alike"_s), qPrintable(text));

        const QString saved = m_data->path(u"first.json"_s); // a result that was saved, beside the one that is shown
        window.saveResult(saved);
        QTRY_VERIFY2(window.words().contains(u"first.json"_s), qPrintable(window.words()));
        QVERIFY(button(u"Compare with …"_s)->isEnabled());
        window.compareWith(saved);
        const QString slower = u"The later one is slower, but was not measured alike."_s;
        QTRY_COMPARE(window.words(), slower);
        const QString besides = asText(window.finding());
        const QString differing = u"Since then: RTF\t1.12 times\t0.168, was 0.150; the ratio lies between 1.100 and "
                                  "1.140 (95 %)\nNot alike: NFE\t7\twas 5\n"_s;
        QVERIFY2(besides.contains(differing) && besides.contains(u"CV 16.0 %"_s), qPrintable(besides));
        QVERIFY(action(u"Save the result …"_s)->isEnabled());
        window.compareFiles(saved, saved); // of two that were saved, by themselves
        QTRY_VERIFY(!window.isMeasuring());
        QCOMPARE(asText(window.finding()), slower + u'\n' + differing);
        QVERIFY(!action(u"Save the result …"_s)->isEnabled());

        window.choose(Measure::Check);
        QVERIFY(!button(u"Compare with …"_s)->isVisible());
        window.begin();
        QTRY_VERIFY(!window.isMeasuring());
        QCOMPARE(window.words(), u"It has become worse."_s);
        QVERIFY(window.finding().wrong && asText(window.finding()).contains(u"12.0 % slower."_s));
        const QByteArray demo = " --model demo --device cpu --precision bf16 --nfe ";
        QByteArrayList calls = verbs.calls().split('\n');
        QVERIFY2(calls.value(1).startsWith("bench --json --compare " + saved.toUtf8() + ' '),
                 calls.value(1).constData());
        const QByteArray both = saved.toUtf8() + ' ' + saved.toUtf8();
        QCOMPARE(calls.value(2), "bench --json --compare " + both);
        calls.remove(1, 2);
        QCOMPARE(calls.join('\n'), "bench --json --quick" + demo + "7\ncheck --json" + demo + "7\n");

        // Steps in turn, the vocoder alone, where the time goes beside an earlier result, records from elsewhere.
        const auto measured = [&](Measure measure) {
            window.choose(measure);
            window.begin();
            const bool ended = QTest::qWaitFor([&] { return !window.isMeasuring(); }, kLongEnough);
            return ended ? asText(window.finding()) : QString();
        };
        QVERIFY(measured(Measure::Sweep).contains(u"NFE 32\t0.168\tCV 4.7 %"_s));
        QVERIFY2(measured(Measure::Vocoder).contains(u"3 s of sound\t0.050 s\tRTF 0.0167"_s),
                 qPrintable(asText(window.finding())));
        const QString earlier = m_data->path(u"before.json"_s);
        window.saveResult(earlier);
        QTRY_VERIFY2(window.words().contains(u"before.json"_s), qPrintable(window.words()));
        window.compareWith(earlier);
        QTRY_VERIFY(!window.isMeasuring());
        const QString compared = asText(window.finding());
        QVERIFY2(compared.contains(u"Since then: dit\t1.17 times\t140.0 ms"_s), qPrintable(compared));
        QVERIFY2(compared.contains(u"Not alike: threads\t2\twas 4"_s), qPrintable(compared));
        const QString trace = m_data->path(u"trace.json"_s);
        window.traceTo(trace);
        QTRY_VERIFY(!window.isMeasuring());
        QVERIFY2(verbs.calls().contains(demo + "7 --trace " + trace.toUtf8() + '\n'), verbs.calls().constData());
        window.choose(Measure::SelfTest); // a file that was looked for while something began
        window.begin();
        window.importTable(u"/some/rtf_history.csv"_s);
        QVERIFY2(window.words().contains(u"being measured. Begin again"_s), qPrintable(window.words()));
        window.compareWith(earlier);
        QVERIFY2(window.words().contains(u"being measured. Begin again"_s), qPrintable(window.words()));
        window.stop();
        QVERIFY(!window.isMeasuring());
        window.importTable(u"/some/rtf_history.csv"_s);
        QTRY_VERIFY2(window.words().startsWith(u"Records taken in: 3; there already: 1."_s),
                     qPrintable(window.words()));
        calls = verbs.calls().split('\n').mid(4);
        calls.removeIf([](const QByteArray &call) { // it may not have come to the first
            return call.startsWith("selftest") || call.contains("--trace");
        });
        QCOMPARE(calls.mid(0, 4).join('|'),
                 "bench --json --quick --model demo --device cpu --precision bf16 --nfe 5,6,7,8,16,32|"
                 "bench --json --quick --vocoder-only --model demo --device cpu|profile --json" +
                     demo + "7 --compare " + earlier.toUtf8() + "|history import /some/rtf_history.csv --json " +
                     "--history " + QByteArray::fromStdString(history));
        for (const auto &name : {u"trend.svg"_s, u"trend.png"_s}) {
            window.saveTrend(m_data->path(name));
            QTRY_VERIFY2(window.words().contains(name), qPrintable(window.words()));
        }
        QFile trend(m_data->path(u"trend.svg"_s));
        QVERIFY(trend.open(QIODevice::ReadOnly) && trend.readAll().contains("Target 0.11"));
        QVERIFY(!QImage(m_data->path(u"trend.png"_s)).isNull());
        window.saveResult(u"/nowhere/at.json"_s);
        QTRY_VERIFY2(window.words().contains(u"cannot be written"_s), qPrintable(window.words()));

        window.choose(Measure::Status);
        window.begin();
        QTRY_VERIFY(!window.isMeasuring());
        QCOMPARE(window.words(), u"The disk is away. Mount it."_s);

        window.choose(Measure::SelfTest);
        window.begin();
        button(u"Stop"_s)->click();
        QVERIFY(!window.isMeasuring() && window.words().contains(u"Stopped"_s));
        window.begin(); // speech goes before it
        QVERIFY(window.isMeasuring());
        QVERIFY(performance_states::speak(*m_desk, u"Good morning."_s));
        QVERIFY(!window.isMeasuring());
        QVERIFY2(window.words().contains(u"something is spoken"_s), qPrintable(window.words()));
        QTRY_VERIFY(button(u"Begin"_s)->isEnabled());

        MeasureWindow nobody({watch(), files, chosen, history, u"/nowhere/ishowtts"_s}, m_desk->window.get());
        nobody.begin();
        QTRY_VERIFY2(nobody.words().contains(u"/nowhere/ishowtts"_s), qPrintable(nobody.words()));
        MeasureWindow ours({watch(), files, chosen, history, QStringLiteral(PROGRAM_FOLDER "/ishowtts")},
                           m_desk->window.get());
        ours.choose(Measure::Status);
        ours.begin();
        QTRY_VERIFY(!ours.isMeasuring());
        QVERIFY2(asText(ours.finding()).contains(u"LibTorch"_s), qPrintable(ours.words()));

        act(PerformanceActs::OpenMeasure)->trigger();
        QVERIFY(m_desk->window->findChildren<MeasureWindow *>().size() == 4);
    }

    // Clock against locked clock: while they were not, a band says so; then a line where they are held.
    void lockedClocksAreSeenAndOffered() {
        const qint64 now = watch().now();
        for (int i = 0; i < 120; ++i) {
            const qint64 at = now - 60'000 + i * 500;
            watch().storeToFill().add(Series::GpuClock, at, i < 60 ? 420 : 1200);
            watch().storeToFill().add(Series::GpuMostClock, at, 1300);
            watch().storeToFill().add(Series::ClocksLocked, at, i < 60 ? 0 : 1);
            if (i >= 60)
                watch().storeToFill().add(Series::GpuLockedClock, at, 1200);
        }
        plot().setSpan(60'000);
        plot().drawNow();
        QCOMPARE(plot().shown().size(), std::size_t(1));
        const auto &series = plot().strips().front().series;
        QCOMPARE(series.size(), std::size_t(4));
        hover(now - 45'000);
        QVERIFY2(plot().accessibleDescription().contains(u"clocks not locked"_s),
                 qPrintable(plot().accessibleDescription()));
        hover(now - 15'000);
        QVERIFY2(plot().accessibleDescription().contains(u"Locked GPU clock 1,200 MHz"_s) &&
                     !plot().accessibleDescription().contains(u"not locked"_s),
                 qPrintable(plot().accessibleDescription()));

        using ui::performance::ClockSheet;
        QFile script(m_data->path(u"systemctl"_s));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\necho \"$@\" >> '" + m_data->path(u"asked"_s).toUtf8() +
                     "'\ncase $1 in disable) echo 'Access denied' >&2; exit 1 ;; esac\n");
        script.setPermissions(script.permissions() | QFile::ExeOwner);
        script.close();
        ClockSheet sheet(watch(), m_desk->window.get(), script.fileName());
        sheet.show();
        sheet.ask(true);
        QTRY_VERIFY2(sheet.words().contains(u"holds them."_s), qPrintable(sheet.words()));
        sheet.ask(false);
        QTRY_VERIFY2(sheet.words().contains(u"no longer"_s), qPrintable(sheet.words()));
        sheet.findChild<QCheckBox *>()->setChecked(true);
        sheet.ask(true);
        QTRY_VERIFY2(sheet.words().contains(u"holds them."_s), qPrintable(sheet.words()));
        sheet.ask(false);
        QTRY_VERIFY2(sheet.words().contains(u"Access denied"_s) && sheet.words().contains(u"sudo ishowtts"_s),
                     qPrintable(sheet.words()));
        QFile asked(m_data->path(u"asked"_s));
        QVERIFY(asked.open(QIODevice::ReadOnly));
        QCOMPARE(asked.readAll().replace(" ishowtts-clocks.service\n", "|"),
                 QByteArray("restart|stop|enable|restart|disable --now|"));
        QVERIFY(!act(PerformanceActs::OpenClocks)->isEnabled()); // there is no card here
    }

    // Releasing undoes what the service did. Where the card stays locked it is said, when the card tells: at work it
    // does not.
    void whoElseHoldsThemIsSaid() {
        leave();
        const TinyData folder; // outlives the window, which reads the driver
        const performance_states::FakeDriver driver(folder);
        qputenv("ISHOWTTS_NVML", PROGRAM_FOLDER "/../tests/fake_nvml.so");
        const auto left = qScopeGuard([this] { leave(); });
        const std::string locked = "temperature 40\nclock 1290\nmost-clock 1300\nreasons 1\n";
        driver.say(locked);
        enter();
        m_desk->services.settings().setValue(u"watchRate"_s, 10);
        m_desk->services.settings().setValue(u"watchMachine"_s, true);
        using engine::performance::Clocks;
        QTRY_VERIFY(watch().gpu().clocks == Clocks::Locked);
        ui::performance::ClockSheet sheet(watch(), nullptr, u"true"_s);
        sheet.show();
        sheet.ask(false);
        QTRY_VERIFY2(sheet.words().contains(u"something else holds them"_s), qPrintable(sheet.words()));
        driver.say("temperature 40\nclock 300\nmost-clock 1300\nreasons 1\n");
        QTRY_VERIFY2(sheet.words().endsWith(u"no longer."_s), qPrintable(sheet.words()));
        driver.say(locked);
        QTRY_VERIFY(sheet.words().contains(u"something else holds them"_s));
        driver.say("temperature 61\nload 97\nclock 1280\nmost-clock 1300\nreasons 0\n");
        QTRY_COMPARE(watch().gpu().temperature.value_or(0), 61.0);
        sheet.ask(false);
        QSignalSpy sampled(&watch(), &app::performance::PerformanceWatch::sampled);
        QTRY_VERIFY(sampled.count() > 15 && sheet.words().contains(u"no longer"_s));
        QVERIFY2(sheet.words().endsWith(u"no longer."_s), qPrintable(sheet.words()));
        QVERIFY(watch().gpu().clocks == Clocks::Locked); // as was last told
    }
};

QTEST_MAIN(TestMeasuring)
#include "tst_measuring.moc"
