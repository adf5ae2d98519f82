#include "engine/request.h"

#include <QTest>
#include <limits>
#include <set>

#include "tests/engine/door/problem_of.h"

using engine::Request;
using engine::Schedule;

class TestRequest : public QObject {
    Q_OBJECT

    static Request saying(const std::string &text) {
        Request request;
        request.text = text;
        return request;
    }

private Q_SLOTS:
    void speakableTexts_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"a", "7", "Hello.", "é", "中文", "😀 ok", "Привет", "नमस्ते", "½", "…so", "  x  ", "ａ",
                                 "あ", "한", "1️⃣"})
            QTest::addRow("%s", text) << QByteArray(text);
    }
    void speakableTexts() {
        QFETCH(QByteArray, text);
        QCOMPARE(problemOf([&] { engine::validate(saying(text.toStdString())); }), QString());
    }

    void silentTexts_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *text, const char *part) {
            QTest::addRow("%s", text) << QByteArray(text) << QString::fromUtf8(part);
        };
        row("", "is empty");
        row(" \t\r\n", "is empty");
        row("\u00a0\u3000\u200b\ufeff", "is empty");
        row("😀🎉👍🏽", "no letter and no digit");
        row("❤️ ☀️ ✨", "no letter and no digit");
        row("👨‍👩‍👧‍👦 🇩🇪", "no letter and no digit");
        row("...?!", "no letter and no digit");
        row("，。！？「」…—", "no letter and no digit");
        row("₿ € → ∑ ▶ ♪", "no letter and no digit");
        row("\u0301", "no letter and no digit");
        row("\ue000", "no letter and no digit");
        row("abc\xff", "not UTF-8: byte 4");
    }
    void silentTexts() {
        QFETCH(QByteArray, text);
        QFETCH(QString, part);
        COMPARE_PROBLEM(engine::validate(saying(text.toStdString())), part);
    }

    void aLongTextIsSpokenAndAVeryLongOneIsNot() {
        QCOMPARE(problemOf([] { engine::validate(saying(std::string(100000, 'a'))); }), QString());
        QCOMPARE(problemOf([] { engine::validate(saying(std::string(200000, 'a'))); }), QString());
        COMPARE_PROBLEM(engine::validate(saying(std::string(200001, 'a'))), u"200001 bytes long; at most 200000"_qs);
    }

    // What is spoken counts then: signs may have become words, and words nothing.
    void whatIsSpokenIsChecked() {
        const auto problemOfSpoken = [](const std::string &text, const std::string &spoken) {
            Request request = saying(text);
            request.spoken = spoken;
            return problemOf([&] { engine::validate(request); });
        };
        QCOMPARE(problemOfSpoken("😀", "a grinning face"), QString());
        QCOMPARE(problemOfSpoken("{pause 1s}", "{pause 1000ms}"), QString());
        QCOMPARE(problemOfSpoken("a", std::string(1000000, 'a')), QString());
        QVERIFY(problemOfSpoken("a", "...").contains(u"nothing to say"_qs));
        QVERIFY(problemOfSpoken("a", "b\xff").contains(u"not UTF-8: byte 2"_qs));
        QVERIFY(problemOfSpoken("a\xff", "b").contains(u"not UTF-8: byte 2"_qs));
        QVERIFY(problemOfSpoken("a", std::string(1000001, 'a')).contains(u"at most 1000000"_qs));
    }

    void otherVoicesAreFewAndEachIsThereOnce() {
        Request request = saying("a");
        for (std::size_t i = 0; i < engine::kMostOtherVoices; ++i)
            request.otherVoices.emplace_back().id = "voice" + std::to_string(i);
        QCOMPARE(problemOf([&] { engine::validate(request); }), QString());
        request.otherVoices.back().id = "voice0";
        COMPARE_PROBLEM(engine::validate(request), u"\"voice0\" is given twice"_qs);
        request.otherVoices.back().id = "voice31";
        request.otherVoices.emplace_back().id = "voice32";
        COMPARE_PROBLEM(engine::validate(request), u"33 other voices; at most 32"_qs);
    }

    void tellsSpeechFromSignsAndBlanks() {
        for (const char *text : {"a", "，a", "你", "7"})
            QVERIFY2(engine::isSpeakable(text), text);
        for (const char *text : {"", "，", "。", " ", "\n", "\xff"})
            QVERIFY2(!engine::isSpeakable(text), text);
        for (const char *text : {"", " \t\r\n", "\u00a0\u3000", "\u1680\ufeff"})
            QVERIFY2(engine::isBlankText(text), text);
        for (const char *text : {".", " a", "，"})
            QVERIFY2(!engine::isBlankText(text), text);
    }

    void numbersHaveRanges() {
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        constexpr double infinity = std::numeric_limits<double>::infinity();
        const auto problemWith = [](auto change) {
            Request request = saying("a");
            change(request);
            return problemOf([&] { engine::validate(request); });
        };
        for (const int good : {1, 7, 128})
            QCOMPARE(problemWith([&](Request &r) { r.nfeStep = good; }), QString());
        for (const int bad : {0, -1, 129, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()})
            QVERIFY(problemWith([&](Request &r) { r.nfeStep = bad; }).contains(u"NFE"_qs));
        struct Range {
            double Request::*member;
            double lowest, highest;
            QString name;
        };
        for (const auto &[member, lowest, highest, name] :
             {Range{&Request::cfgStrength, 0, 10, u"CFG"_qs}, Range{&Request::swayCoefficient, -1, 1, u"sway"_qs},
              Range{&Request::speed, 0.3, 3, u"speed"_qs}, Range{&Request::crossFadeSeconds, 0, 1, u"cross-fade"_qs}}) {
            for (const double good : {lowest, highest, (lowest + highest) / 2})
                QCOMPARE(problemWith([&](Request &r) { r.*member = good; }), QString());
            for (const double bad : {lowest - 0.01, highest + 0.01, nan, infinity, -infinity}) {
                const QString problem = problemWith([&](Request &r) { r.*member = bad; });
                QVERIFY2(problem.contains(name) && problem.contains(u"Choose a number from"_qs), qPrintable(problem));
            }
        }
        QVERIFY(problemWith([](Request &r) { r.speed = 5; }).contains(u"is 5, outside 0.3 to 3."_qs));
    }

    void schedules() {
        for (int nfe = 1; nfe <= 128; ++nfe) {
            const bool table = std::set<int>{5, 6, 7, 10, 12, 16}.count(nfe) != 0;
            QVERIFY(engine::effectiveSchedule(nfe, Schedule::Epss) == (table ? Schedule::Epss : Schedule::Uniform));
            QVERIFY(engine::effectiveSchedule(nfe, Schedule::Uniform) == Schedule::Uniform);
        }
        for (const Schedule schedule : {Schedule::Epss, Schedule::Uniform})
            QVERIFY(engine::scheduleFromString(engine::toString(schedule)) == schedule);
        COMPARE_PROBLEM(engine::scheduleFromString("EPSS"), u"Choose epss or uniform"_qs);
    }

    void rulesHaveNames() {
        using engine::DurationRule, engine::Joining;
        for (const DurationRule rule : {DurationRule::AsUpstream, DurationRule::BySyllables})
            QVERIFY(engine::durationRuleFromString(engine::toString(rule)) == rule);
        for (const Joining joining : {Joining::AsUpstream, Joining::Even})
            QVERIFY(engine::joiningFromString(engine::toString(joining)) == joining);
        COMPARE_PROBLEM(engine::durationRuleFromString(""), u"Choose upstream or syllables"_qs);
        COMPARE_PROBLEM(engine::joiningFromString("Even"), u"Choose upstream or even"_qs);
    }
};

QTEST_APPLESS_MAIN(TestRequest)
#include "tst_request.moc"
