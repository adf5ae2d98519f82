#include <QTest>

#include <functional>

#include "app/listening/cell_facts.h"
#include "app/listening/cell_files.h"
#include "app/listening/cell_key.h"
#include "app/listening/cell_maker.h"
#include "app/listening/cell_plan.h"
#include "app/listening/session_rows.h"
#include "engine/error.h"
#include "engine/text/line_preparation.h"
#include "tests/app/tiny_data.h"

using namespace app::listening;

class TestCellKey : public QObject {
    Q_OBJECT

    const TinyData m_data;
    FileHashes m_hashes;

    CellRecipe recipe() const {
        CellRecipe recipe;
        recipe.request.text = "Hello.";
        recipe.request.spoken = "Hello.";
        recipe.request.voice = engine::loadVoice(m_data.root() / "voices" / "slt");
        recipe.request.seed = 7;
        recipe.modelHash = std::string(64, 'a');
        return recipe;
    }

private Q_SLOTS:
    void columnsHaveFoldersOfTheirOwn() {
        TestDesign design;
        design.columns = {TestColumn{7}, TestColumn{7}, TestColumn{7}};
        design.columns[1].swayCoefficient = -0.5;
        design.columns[2].swayCoefficient = 0.5;
        QCOMPARE(folderOf(design, 0), std::string("nfe-7-epss"));
        QCOMPARE(folderOf(design, 1), std::string("nfe-7-epss-sway-minus-0.5"));
        QCOMPARE(folderOf(design, 2), std::string("nfe-7-epss-sway-0.5"));
    }

    // The command line gives what is said always, the Studio where it is something else than what stands there.
    void whoeverPreparesTheWordsFindsTheSameSounds() {
        TestDesign design;
        design.voice = "slt";
        design.rows = {{"one", "calm", "Good morning, friends. ", 1}, {"two", "calm", "It is 5 km.", 2}};
        design.columns = {TestColumn{7}, TestColumn{5}};
        const auto keys = [&](bool always) {
            CellSources sources;
            sources.voice = [this](const std::string &id) { return engine::loadVoice(m_data.root() / "voices" / id); };
            sources.prepare = [always](engine::Request &request) {
                const auto line = engine::text::prepareLine(request.text, {});
                if (always || line.changed)
                    request.spoken = line.spoken;
            };
            return planCells(design, askedCells(design, sources), m_data.roots(), "cpu", m_hashes).keys;
        };
        QVERIFY(keys(true).size() >= 4);
        QVERIFY(keys(true) == keys(false));
    }

    void whatMakesOtherBytesMakesAnotherKey() {
        using Change = std::function<void(CellRecipe &)>;
        const std::string key = cellKey(recipe(), m_hashes);
        QCOMPARE(key.size(), std::size_t(64));
        QCOMPARE(cellKey(recipe(), m_hashes), key);
        const std::vector<Change> changes{
            [](CellRecipe &r) { r.request.spoken = "Hallo."; },
            [](CellRecipe &r) { r.request.spoken.clear(); },
            [](CellRecipe &r) { r.request.seed = 8; },
            [](CellRecipe &r) { r.request.nfeStep = 6; },
            [](CellRecipe &r) { r.request.schedule = engine::Schedule::Uniform; },
            [](CellRecipe &r) { r.request.cfgStrength = 2.0000001; },
            [](CellRecipe &r) { r.request.swayCoefficient = 0; },
            [](CellRecipe &r) { r.request.speed = 1.1; },
            [](CellRecipe &r) { r.request.crossFadeSeconds = 0.1; },
            [](CellRecipe &r) { r.request.durationRule = engine::DurationRule::AsUpstream; },
            [](CellRecipe &r) { r.request.joining = engine::Joining::AsUpstream; },
            [](CellRecipe &r) { r.request.voice.transcript += "!"; },
            [this](CellRecipe &r) { r.request.voice = engine::loadVoice(m_data.root() / "voices" / "rms"); },
            [this](CellRecipe &r) {
                r.request.otherVoices.push_back(engine::loadVoice(m_data.root() / "voices" / "rms"));
            },
            [](CellRecipe &r) { r.modelHash[0] = 'b'; },
            [](CellRecipe &r) { r.precision = engine::Precision::Bf16; },
            [](CellRecipe &r) { r.device = engine::DeviceKind::Cuda; },
        };
        std::vector<std::string> keys{key};
        for (const Change &change : changes) {
            CellRecipe other = recipe();
            change(other);
            keys.push_back(cellKey(other, m_hashes));
        }
        std::sort(keys.begin(), keys.end());
        QVERIFY(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
        QVERIFY(lowPassKey(key) != key &&
                lowPassKey(key) != lowPassKey(keys.back() == key ? keys.front() : keys.back()));
    }

    void whatMakesTheSameBytesMakesTheSameKey() {
        const std::string key = cellKey(recipe(), m_hashes);
        CellRecipe same = recipe();
        same.request.voice.name = "Somebody";
        same.request.voice.note = "a note";
        same.request.text = "hello"; // what is said counts
        QCOMPARE(cellKey(same, m_hashes), key);
        CellRecipe eight = recipe(), uniform = recipe();
        eight.request.nfeStep = uniform.request.nfeStep = 8; // EPSS has no table for it
        uniform.request.schedule = engine::Schedule::Uniform;
        QCOMPARE(cellKey(eight, m_hashes), cellKey(uniform, m_hashes));
        const auto copy = m_data.root() / "elsewhere.wav";
        std::filesystem::copy_file(recipe().request.voice.recording, copy);
        same.request.voice.recording = copy;
        QCOMPARE(cellKey(same, m_hashes), key);
    }

    void aModelIsItsFiles() {
        const TinyData other({"renamed"});
        const engine::ModelFiles model = engine::readModelFolder(m_data.root() / "models" / "demo");
        const std::string hash = m_hashes.of(model);
        QCOMPARE(m_hashes.of(engine::readModelFolder(other.root() / "models" / "renamed")), hash);
        QFile vocabulary(QString::fromStdString((other.root() / "models" / "renamed" / "vocab.txt").string()));
        QVERIFY(vocabulary.open(QIODevice::Append) && vocabulary.write("x\n") == 2);
        vocabulary.close();
        QVERIFY(m_hashes.of(engine::readModelFolder(other.root() / "models" / "renamed")) != hash);
        QVERIFY_THROWS_EXCEPTION(engine::Error, m_hashes.of(other.root() / "not-there"));
    }

    void factsComeBackAsTheyWere() {
        CellFacts facts;
        facts.key = std::string(64, '1');
        facts.audio = std::string(64, '2');
        facts.made = 5;
        facts.seconds = 1.25;
        facts.synthesisSeconds = 0.5;
        facts.loudness = -20.5;
        facts.artifacts = {engine::quality::Artifact::Click, engine::quality::Artifact::LongPause};
        facts.model = "demo";
        facts.modelHash = std::string(64, '3');
        facts.precision = "bf16";
        facts.device = "cpu";
        facts.deviceName = "a processor";
        facts.program = programThatMakes();
        QVERIFY(factsOf(recordOf(facts)) == facts);
        QCOMPARE(*facts.rtf(), 0.4);
        QCOMPARE(facts.lengthMs(), 1250);
        CellRecord broken = recordOf(facts);
        broken.facts = "{\"artifacts\":[\"nonsense\"]}";
        QVERIFY_THROWS_EXCEPTION(engine::Error, factsOf(broken));
        broken = recordOf(facts);
        broken.seconds = -1;
        QVERIFY_THROWS_EXCEPTION(engine::Error, factsOf(broken));
    }
};

QTEST_GUILESS_MAIN(TestCellKey)
#include "tst_cell_key.moc"
