// What a listening test compares: the names of its columns, its file, what is refused, and what its hash is made of.
#include <QTest>

#include <functional>
#include <set>

#include "app/listening/test_design.h"
#include "engine/error.h"
#include "tests/app/listening/design_of_tests.h"

using namespace app::listening;
using engine::Json;
using engine::Schedule;

namespace {

using Change = std::function<void(TestDesign &)>;
using JsonChange = std::function<void(Json::Object &)>;

Json::Object &member(Json::Object &object, const std::string &key) {
    // Json gives no way to change what it holds: taken out, changed, put back.
    return const_cast<Json::Object &>(object.at(key).object());
}

Json::Object &element(Json::Object &object, const std::string &key, std::size_t place) {
    return const_cast<Json::Object &>(object.at(key).array().at(place).object());
}

QString refusalOf(const std::string &text) {
    try {
        parseDesign(text, "design.json");
        return {};
    } catch (const engine::Error &error) {
        if (error.remedy().empty())
            return QStringLiteral("no remedy");
        return QString::fromUtf8(error.what());
    }
}

} // namespace

class TestTestDesign : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columnsAreNamedByWhatTheyReallyDo() {
        TestDesign design = designOf({});
        const auto key = [&](TestColumn column) {
            design.columns = {column};
            return QString::fromStdString(keyOf(design, 0));
        };
        QCOMPARE(key({7}), QStringLiteral("NFE 7 EPSS"));
        QCOMPARE(key({8}), QStringLiteral("NFE 8 uniform")); // there is no table for 8
        QCOMPARE(key({7, Schedule::Uniform}), QStringLiteral("NFE 7 uniform"));
        QCOMPARE(key({7, Schedule::Epss, -0.5, 1.5, engine::Precision::Bf16, 1.2, "rms", "Base"}),
                 QStringLiteral("NFE 7 EPSS, sway -0.5, CFG 1.5, bf16, speed 1.2, voice rms, model Base"));
        QCOMPARE(key({7, Schedule::Epss, -1, 2, engine::Precision::Fp32, 1, "slt"}), QStringLiteral("NFE 7 EPSS"));
        QCOMPARE(QString::fromStdString(keyOf(design, kReference)), QStringLiteral("NFE 32 uniform"));
        QCOMPARE(QString::fromStdString(keyOf(design, kLowPass)), QStringLiteral("low-pass 3.5 kHz"));
    }

    void whatIsWrittenIsReadBackTheSame() {
        for (const Mode mode : {Mode::AbPreference, Mode::Cmos, Mode::Abx, Mode::Mushra, Mode::OriginalForm}) {
            TestDesign design = nfe7Against6(mode);
            design.name = "Größe \"6\" gegen 7";
            design.model = "F5TTS_v1_Base";
            design.rows[3].seed = UINT64_MAX;
            design.columns.push_back({8, Schedule::Epss, 0.1 + 0.2, 0, engine::Precision::Bf16, 0.3, "rms:calm", "x"});
            design.baseline = 2;
            design.noPreference = false;
            design.asDelivered = true;
            design.minimumHeardMs = 0;
            design.targetLufs = -16.5;
            design.checks = {0, 7, 10};
            design.margins = {0.25, 0.5, 0.01, 40, 0.1, 3, 0.5, 2};
            design.flags = {"imported", "not-seed-matched"};
            const std::string text = toJson(design).dump(2);
            QVERIFY(parseDesign(text, "design.json") == design);
            QCOMPARE(toJson(parseDesign(text, "design.json")).dump(2), text);
        }
    }

    void whatIsNotSaidIsAsUsual() {
        const TestDesign design = parseDesign(
            R"({"format":"ishowtts-test-design","schema":1,"mode":"cmos","voice":"slt","baseline":1,
                "rows":[{"id":"a","category":"b","text":"Hello.","seed":18446744073709551615}],
                "columns":[{"nfe":7},{"nfe":32}]})",
            "design.json");
        QCOMPARE(design.rows[0].seed, UINT64_MAX);
        QVERIFY(design.checks == ListenerChecks());
        QVERIFY(design.margins == Margins());
        QVERIFY(design.columns[0] == TestColumn{7});
        QCOMPARE(design.targetLufs, -23.0);
    }

    void theHashIsOfWhatIsHeardAndHowItIsJudged() {
        const TestDesign design = nfe7Against6();
        const auto hashWith = [&](const Change &change) {
            TestDesign other = design;
            change(other);
            return designHash(other);
        };
        const std::string hash = designHash(design);
        QCOMPARE(hash.size(), std::size_t(64));
        QCOMPARE(hashWith([](TestDesign &) {}), hash);
        QCOMPARE(hashWith([](TestDesign &other) { other.name = "another"; }), hash);
        QCOMPARE(hashWith([](TestDesign &other) { other.columns[0].voice = "slt"; }), hash);
        QCOMPARE(hashWith([](TestDesign &other) { other.reference.schedule = Schedule::Epss; }), hash);
        const std::vector<Change> changes{
            [](TestDesign &other) { other.rows[25].seed += 1; },
            [](TestDesign &other) { other.rows[0].text += "!"; },
            [](TestDesign &other) { std::swap(other.rows[0], other.rows[1]); },
            [](TestDesign &other) { std::swap(other.columns[0], other.columns[1]); },
            [](TestDesign &other) { other.columns[0].schedule = Schedule::Uniform; },
            [](TestDesign &other) { other.voice = "rms"; },
            [](TestDesign &other) { other.mode = Mode::Cmos; },
            [](TestDesign &other) { other.baseline = 1; },
            [](TestDesign &other) { other.margins.inferior = 0.3; },
            [](TestDesign &other) { other.margins.looks = 2; },
            [](TestDesign &other) { other.flags = {"imported"}; },
            [](TestDesign &other) { other.checks.repeats = 3; },
            [](TestDesign &other) { other.targetLufs = -22.9; },
            [](TestDesign &other) { other.asDelivered = true; },
            [](TestDesign &other) { other.anchor.nfeStep = 6; },
        };
        std::set<std::string> seen{hash};
        for (const Change &change : changes)
            QVERIFY(seen.insert(hashWith(change)).second);
    }

    void whatIsShownTogether() {
        QCOMPARE(shownTogether(nfe7Against6()), (std::vector<Condition>{0, 1}));
        QCOMPARE(shownTogether(nfe7Against6(Mode::OriginalForm)), (std::vector<Condition>{0, 1}));
        QCOMPARE(shownTogether(nfe7Against6(Mode::Mushra)),
                 (std::vector<Condition>{0, 1, kReference, kAnchor, kLowPass}));
        // A column that is the reference is hidden among the others already; NFE 32 is uniform in any case.
        const TestDesign design = designOf({{7}, {32, Schedule::Epss}}, Mode::Mushra);
        QCOMPARE(hiddenReference(design), 1);
        QCOMPARE(shownTogether(design), (std::vector<Condition>{0, 1, kAnchor, kLowPass}));
        QCOMPARE(soundsNeeded(nfe7Against6()), (std::vector<Condition>{0, 1, kReference, kAnchor}));
        for (const Condition condition : {0, 1, kReference, kAnchor, kLowPass})
            QCOMPARE(conditionFromName(nameOf(condition), design), condition);
        QVERIFY_EXCEPTION_THROWN(conditionFromName("2", design), engine::Error);
        QVERIFY_EXCEPTION_THROWN(conditionFromName("00", design), engine::Error);
    }

    void hostileFilesAreRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("named"); // stands in the message
        const std::string good = toJson(nfe7Against6()).dump();
        const auto row = [&](const char *named, const JsonChange &change) {
            Json::Object object = Json::parse(good, "").object();
            change(object);
            QTest::addRow("%02d %s", m_rows++, named)
                << QString::fromStdString(Json(object).dump()) << QString::fromLatin1(named);
        };
        const auto text = [&](const char *named, const std::string &bytes) {
            QTest::addRow("%02d %s", m_rows++, named) << QString::fromStdString(bytes) << QString::fromLatin1(named);
        };
        text("design.json", "");
        text("design.json", good.substr(0, good.size() / 2));
        text("object", "[]");
        text("design.json", std::string(100, '['));
        text("design.json", R"({"format":1,"format":2})");
        row("format", [](auto &o) { o["format"] = "ishowtts-script"; });
        row("newer", [](auto &o) { o["schema"] = 2; });
        row("schema", [](auto &o) { o["schema"] = 0; });
        row("schema", [](auto &o) { o["schema"] = 1.5; });
        row("schema", [](auto &o) { o.erase("schema"); });
        row("mode", [](auto &o) { o["mode"] = "guess"; });
        row("mode", [](auto &o) { o["mode"] = 1; });
        row("voice", [](auto &o) { o["voice"] = ""; });
        row("voice", [](auto &o) { o["voice"] = std::string(201, 'v'); });
        row("name", [](auto &o) { o["name"] = "two\nlines"; });
        row("marginz", [](auto &o) { o["marginz"] = Json::Object{}; });
        row("baseline", [](auto &o) { o["baseline"] = 2; });
        row("baseline", [](auto &o) { o["baseline"] = -1; });
        row("baseline", [](auto &o) { o["baseline"] = UINT64_MAX; });
        row("minimumHeardMs", [](auto &o) { o["minimumHeardMs"] = 60'001; });
        row("minimumHeardMs", [](auto &o) { o["minimumHeardMs"] = -1; });
        row("targetLufs", [](auto &o) { o["targetLufs"] = 0; });
        row("targetLufs", [](auto &o) { o["targetLufs"] = -1e300; });
        row("targetLufs", [](auto &o) { o["targetLufs"] = "-23"; });
        row("asDelivered", [](auto &o) { o["asDelivered"] = 1; });
        row("rows", [](auto &o) { o["rows"] = Json::Array{}; });
        row("rows", [](auto &o) { o["rows"] = Json::Object{}; });
        row("rows", [](auto &o) { o["rows"] = Json::Array(501, o["rows"].array()[0]); });
        row("short_1", [](auto &o) { o["rows"] = Json::Array(2, o["rows"].array()[0]); });
        row("rows, 1, id", [](auto &o) { element(o, "rows", 0)["id"] = 7; });
        row("../x", [](auto &o) { element(o, "rows", 0)["id"] = "../x"; });
        row(".hidden", [](auto &o) { element(o, "rows", 0)["id"] = ".hidden"; });
        row("category", [](auto &o) { element(o, "rows", 0)["category"] = ""; });
        row("short_1", [](auto &o) { element(o, "rows", 0)["text"] = "two\nlines"; });
        row("short_1", [](auto &o) { element(o, "rows", 0)["text"] = "...?!"; });
        row("rows, 1, text", [](auto &o) { element(o, "rows", 0)["text"] = std::string(10'001, 'x'); });
        row("rows, 26, seed", [](auto &o) { element(o, "rows", 25)["seed"] = -1; });
        row("rows, 1, seed", [](auto &o) { element(o, "rows", 0)["seed"] = 1.0; });
        row("rows, 1, sead", [](auto &o) { element(o, "rows", 0)["sead"] = 1; });
        row("columns", [](auto &o) { o["columns"] = Json::Array(1, o["columns"].array()[0]); });
        row("columns", [](auto &o) { o["columns"] = Json::Array(13, o["columns"].array()[0]); });
        row("NFE 7 EPSS", [](auto &o) { o["columns"] = Json::Array(2, o["columns"].array()[0]); });
        row("columns, 1, nfe", [](auto &o) { element(o, "columns", 0)["nfe"] = 0; });
        row("columns, 2, nfe", [](auto &o) { element(o, "columns", 1)["nfe"] = 129; });
        row("columns, 1, schedule", [](auto &o) { element(o, "columns", 0)["schedule"] = "cosine"; });
        row("columns, 1, precision", [](auto &o) { element(o, "columns", 0)["precision"] = "auto"; });
        row("columns, 1, sway", [](auto &o) { element(o, "columns", 0)["sway"] = -1.01; });
        row("columns, 1, cfg", [](auto &o) { element(o, "columns", 0)["cfg"] = 1e9; });
        row("columns, 1, speed", [](auto &o) { element(o, "columns", 0)["speed"] = 0; });
        row("reference, nfe", [](auto &o) { member(o, "reference")["nfe"] = 1'000'000; });
        row("checks, repeats", [](auto &o) { member(o, "checks")["repeats"] = 51; });
        row("checks, gold", [](auto &o) { member(o, "checks")["gold"] = -1; });
        row("margin", [](auto &o) { member(o, "margins")["inferior"] = 0.0; });
        row("rejected", [](auto &o) { member(o, "margins")["rejected"] = 0.1; });
        row("margins, alpha", [](auto &o) { member(o, "margins")["alpha"] = 0.5; });
        row("margins, fewestVotes", [](auto &o) { member(o, "margins")["fewestVotes"] = 0; });
        row("margins, looks", [](auto &o) { member(o, "margins")["looks"] = 0; });
        row("makes no sense", [](auto &o) { o["flags"] = Json::Array{"made of Gold"}; });
        row("12 sounds", [](auto &o) {
            o["mode"] = "mushra";
            Json::Array columns;
            for (int nfe = 1; nfe <= 10; ++nfe)
                columns.emplace_back(Json::Object{{"nfe", nfe}});
            o["columns"] = columns;
        });
    }

    void hostileFilesAreRefused() {
        QFETCH(QString, text);
        QFETCH(QString, named);
        const QString what = refusalOf(text.toStdString());
        QVERIFY2(!what.isEmpty(), "it was taken");
        const bool said = what.contains(named) || (named == u"rejected" && what.contains(QStringLiteral("loss"))) ||
                          (named == u"schema" && what.contains(QStringLiteral("schema")));
        QVERIFY2(said, qPrintable(what));
    }

private:
    int m_rows = 0;
};

QTEST_APPLESS_MAIN(TestTestDesign)
#include "tst_test_design.moc"
