// Sessions of several listeners become one record, in whatever order they come, or are refused with what differs.
#include <QTest>

#include <functional>

#include "app/listening/session_merge.h"
#include "engine/error.h"
#include "tests/app/listening/session_of_tests.h"

using namespace app::listening;
using engine::Json;

namespace {

QString refusalOf(const std::function<void()> &work) {
    try {
        work();
        return {};
    } catch (const engine::Error &error) {
        return error.remedy().empty() ? QStringLiteral("no remedy") : QString::fromUtf8(error.what());
    }
}

TestDesign smallDesign() {
    TestDesign design = nfe7Against6();
    design.rows.resize(5);
    design.checks = {1, 1, 1};
    return design;
}

RecordedSession sessionOf(const TestDesign &design, unsigned seed, const std::string &listener) {
    const auto plan = madeUpPlan(design, seed, listener);
    std::minstd_rand random(seed + 1);
    return {plan->header, listenToTheEnd(plan, random)};
}

TestRecord of(const TestDesign &design, std::vector<RecordedSession> sessions) {
    return recordOf(design, madeUpSounds(design), std::move(sessions));
}

} // namespace

class TestSessionMerge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theOrderDoesNotMatter() {
        TestDesign design = smallDesign();
        const RecordedSession anna = sessionOf(design, 1, "Anna");
        const RecordedSession ben = sessionOf(design, 2, "Ben");
        RecordedSession clara = sessionOf(design, 3, "Clara");
        RecordedSession claraBefore = clara; // an earlier copy of the same session
        claraBefore.events.resize(claraBefore.events.size() / 2);
        const TestRecord a = of(design, {anna, clara});
        design.name = "another name";
        const TestRecord b = of(design, {ben, claraBefore});
        design.name = "";
        design.columns[0].voice = design.voice; // means the same
        const TestRecord c = of(design, {anna});
        const TestRecord all = merged(a, b);
        QCOMPARE(all.sessions.size(), std::size_t(3));
        QVERIFY(all == merged(b, a));
        QVERIFY(merged(all, all) == all);
        QVERIFY(merged(a, a) == a);
        QVERIFY(merged(merged(a, b), c) == merged(a, merged(b, c)));
        QVERIFY(merged(merged(a, b), c) == merged(c, merged(b, a)));
        QCOMPARE(all.design.name, std::string("another name"));
        for (const RecordedSession &session : all.sessions) {
            if (session.header.listener == "Clara")
                QVERIFY(session.events == clara.events);
        }
    }

    void whatDiffersIsSaid() {
        const TestDesign design = smallDesign();
        const TestRecord one = of(design, {sessionOf(design, 1, "Anna")});
        const auto differs = [&](const std::function<void(TestDesign &)> &change, const char *said) {
            TestDesign other = design;
            change(other);
            const TestRecord record = of(other, {});
            const QString what = refusalOf([&] { (void)merged(one, record); });
            return what.contains(QString::fromLatin1(said)) &&
                   refusalOf([&] { (void)merged(record, one); }) != QString();
        };
        QVERIFY(differs([](TestDesign &other) { other.rows[2].seed = 99; }, "rows 3, seed: 3 here, 99 there"));
        QVERIFY(differs([](TestDesign &other) { other.columns[1].nfeStep = 5; }, "columns 2, nfe: 6 here, 5 there"));
        QVERIFY(differs([](TestDesign &other) { other.margins.alpha = 0.1; }, "margins, alpha: 0.05 here, 0.1 there"));
        QVERIFY(differs([](TestDesign &other) { other.rows.pop_back(); }, "rows: 5 here, 4 there"));
        QVERIFY(differs([](TestDesign &other) { other.rows = ownSentences(50); }, "rows: 5 here, 26 there"));
        auto sounds = madeUpSounds(design);
        sounds[1].hash[63] ^= 1;
        const QString what = refusalOf([&] { (void)merged(one, recordOf(design, sounds, {})); });
        QVERIFY2(what.contains(QStringLiteral("another sound: short_1, NFE 6 EPSS")), qPrintable(what));
    }

    void twoOfOneIdAreRefused() {
        const TestDesign design = smallDesign();
        const RecordedSession anna = sessionOf(design, 1, "Anna");
        RecordedSession other = anna;
        other.header.listener = "Ben";
        QVERIFY(!refusalOf([&] { (void)merged(of(design, {anna}), of(design, {other})); }).isEmpty());
        other = anna;
        for (ListeningEvent &event : other.events) {
            if (event.vote)
                event.vote->choice = -event.vote->choice;
        }
        QVERIFY(refusalOf([&] {
                    (void)merged(of(design, {anna}), of(design, {other}));
                }).contains(QString::fromStdString(anna.header.id)));
        QVERIFY(!refusalOf([&] { (void)of(design, {anna, other}); }).isEmpty());
    }

    void aFileIsReadBackTheSame() {
        for (const Mode mode : {Mode::AbPreference, Mode::Abx, Mode::Mushra, Mode::OriginalForm}) {
            TestDesign design = smallDesign();
            design.mode = mode;
            const TestRecord record = of(design, {sessionOf(design, 1, "Änna, \"A\""), sessionOf(design, 2, "")});
            const std::string text = toJson(record).dump(1);
            QVERIFY(parseRecord(text, "sessions.json") == record);
            QCOMPARE(toJson(parseRecord(text, "sessions.json")).dump(1), text);
        }
    }

    void filesThatWereChangedAreRefused_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        const auto row = [](const char *from, const char *to) {
            QTest::addRow("%s -> %s", from, to) << QString::fromLatin1(from) << QString::fromLatin1(to);
        };
        row("\"simulated\":false", "\"simulated\":true");
        row("\"seed\":7,\"simulated\"", "\"seed\":8,\"simulated\"");
        row("\"nfe\":6", "\"nfe\":5");
        row("\"length\":700", "\"length\":701");
        row("\"kind\":\"began\"", "\"kind\":\"paused\"");
        row("\"kind\":\"finished\"", "\"kind\":\"revealed\"");
        row("\"choice\":", "\"choice\":9");
        row("\"choice\":", "\"choise\":");
        row("\"trial\":0", "\"trial\":1");
        row("\"schema\":1,\"sessions\"", "\"schema\":2,\"sessions\"");
        row("ishowtts-listening-sessions", "ishowtts-test-design");
        row("\"condition\":\"anchor\"", "\"condition\":\"ankor\"");
        row("\"condition\":\"anchor\"", "\"condition\":\"low-pass\"");
        row("\"events\"", "\"evants\"");
        row("\"sounds\"", "\"noises\"");
        row("\"id\":\"", "\"id\":\"../");
    }

    void filesThatWereChangedAreRefused() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        const TestDesign design = smallDesign();
        QString text = QString::fromStdString(toJson(of(design, {sessionOf(design, 7, "Anna")})).dump());
        QVERIFY2(text.contains(from), qPrintable(text.left(2000)));
        text.replace(text.indexOf(from), from.size(), to);
        QVERIFY(!refusalOf([&] { (void)parseRecord(text.toStdString(), "sessions.json"); }).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestSessionMerge)
#include "tst_session_merge.moc"
