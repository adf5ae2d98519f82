#include <QCryptographicHash>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <functional>
#include <set>

#include "app/listening/cell_files.h"
#include "app/takes/take_library.h"
#include "tests/app/listening/cell_desk.h"
#include "tests/app/models/made_up_model.h"

using namespace app::listening;
using app::speech::Origin;

namespace {

const std::vector<TestColumn> kThree{TestColumn{7}, TestColumn{6}, TestColumn{5}};

} // namespace

class TestCellMaker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCellsOfADesignAreMade() {
        const TinyData data;
        CellDesk desk(data.root());
        const TestDesign design = smallDesign(kThree);
        QVERIFY(desk.show(design));
        QVERIFY(desk.spoken.empty()); // nobody asked for anything yet
        QVERIFY(!desk.maker.stimuli());
        QCOMPARE(desk.maker.progress().total, 12);
        QCOMPARE(desk.maker.progress().made, 0);
        desk.maker.makeMissing();
        QVERIFY(desk.isDone());
        QCOMPARE(desk.maker.progress().made, 12);
        QCOMPARE(desk.spoken.size(), std::size_t(12));
        const auto stimuli = desk.maker.stimuli();
        QVERIFY(stimuli.has_value());
        QCOMPARE(stimuli->size(), std::size_t(12));
        QCOMPARE(testId(design, *stimuli).size(), std::size_t(64)); // which checks that each is there once
        std::set<std::string> sounds;
        for (int row = 0; row < 4; ++row) {
            const engine::ClipPtr first = desk.sound(row, 0);
            QVERIFY(first);
            for (Condition column = 0; column < 3; ++column) {
                const Cell &cell = desk.maker.cell(row, column);
                QVERIFY(cell.state == CellState::Made);
                const engine::ClipPtr clip = desk.sound(row, column);
                QVERIFY(clip);
                // One seed, one duration: nothing but the settings differs.
                QCOMPARE(clip->samples.size(), first->samples.size());
                QCOMPARE(cell.facts->seconds, clip->seconds());
                QVERIFY(*cell.facts->rtf() > 0);
                QVERIFY(cell.facts->loudness.has_value());
                QCOMPARE(cell.facts->precision, std::string("fp32"));
                QCOMPARE(cell.facts->device, std::string("cpu"));
                QCOMPARE(cell.facts->modelHash.size(), std::size_t(64));
                sounds.insert(cell.facts->audio);
            }
        }
        QCOMPARE(sounds.size(), std::size_t(12)); // different steps are different sounds
        for (const engine::Request &request : desk.spoken) {
            const auto row = std::find_if(design.rows.begin(), design.rows.end(),
                                          [&](const TestRow &one) { return one.text == request.text; });
            QVERIFY(row != design.rows.end());
            QCOMPARE(request.seed, row->seed);
        }
    }

    void whatIsThereIsFoundAgainAndAChangedDesignMakesOnlyWhatIsMissing() {
        const TinyData data;
        TestDesign design = smallDesign(kThree);
        std::optional<std::vector<Stimulus>> before;
        {
            CellDesk desk(data.root());
            QVERIFY(desk.makeAll(design));
            before = desk.maker.stimuli();
        }
        CellDesk desk(data.root());
        QVERIFY(desk.makeAll(design));
        QCOMPARE(desk.spoken.size(), std::size_t(0));
        QVERIFY(desk.maker.stimuli() == before);
        design.columns[1].nfeStep = 16; // another column, and a sentence that says something else
        design.rows[2].text += " Really.";
        QVERIFY(desk.makeAll(design));
        QCOMPARE(desk.spoken.size(), std::size_t(4 + 2));
        design.columns[1].nfeStep = 6; // back
        QVERIFY(desk.makeAll(design));
        QCOMPARE(desk.spoken.size(), std::size_t(4 + 2 + 1));
        design.name = "another name";
        design.mode = Mode::Cmos;
        QVERIFY(desk.makeAll(design));
        QCOMPARE(desk.spoken.size(), std::size_t(4 + 2 + 1));
    }

    void theSameSettingsAreTheSameBytes() {
        const TinyData data;
        CellDesk desk(data.root());
        QVERIFY(desk.makeAll(smallDesign({TestColumn{7}, TestColumn{6}}, 1)));
        const std::string sound = desk.maker.cell(0, 1).facts->audio;
        desk.done.clear();
        desk.maker.makeAnew(0, 1);
        QVERIFY(desk.isDone());
        QCOMPARE(desk.spoken.size(), std::size_t(3));
        QCOMPARE(desk.maker.cell(0, 1).facts->audio, sound);
    }

    void aLastSettingIsNotLostWhileItLooks() {
        const TinyData data;
        CellDesk desk(data.root());
        desk.maker.setDesign(smallDesign(kThree, 2));
        desk.maker.makeMissing(); // before anything is known
        desk.maker.setDesign(smallDesign(kThree, 1));
        desk.maker.makeMissing();
        QVERIFY(desk.done.wait(CellDesk::kPatience));
        QCOMPARE(desk.maker.progress().made, 3);
        QCOMPARE(desk.spoken.size(), std::size_t(3));
    }

    void whatIsMadeWhenTheDesignChangesGoesOnWhereItFits() {
        const TinyData data;
        CellDesk desk(data.root());
        QVERIFY(desk.show(smallDesign(kThree)));
        desk.maker.makeMissing();
        QTRY_VERIFY_WITH_TIMEOUT(desk.maker.progress().made >= 2, CellDesk::kPatience);
        TestDesign fewer = smallDesign(kThree, 2); // its cells were asked for, and still are
        desk.done.clear();
        desk.maker.setDesign(fewer);
        QTRY_COMPARE_WITH_TIMEOUT(desk.maker.progress().made, 6, CellDesk::kPatience);
        QCOMPARE(desk.maker.progress().asked, 0);
        QVERIFY(desk.spoken.size() <= 6 + 2); // what was in the queue may have begun
    }

    void aPersonsTakeGoesFirstAndPauseStopsTheRest() {
        const TinyData data;
        CellDesk desk(data.root());
        QVERIFY(desk.show(smallDesign(kThree)));
        desk.maker.makeMissing();
        QVERIFY(desk.maker.progress().isBusy());
        QTRY_VERIFY_WITH_TIMEOUT(desk.maker.progress().made >= 1, CellDesk::kPatience);
        engine::Request own;
        own.text = "Now.";
        own.voice = desk.voices.at("slt");
        const std::size_t before = desk.spoken.size();
        const quint64 id = desk.queue.enqueue(own, Origin::Studio);
        std::size_t after = 0; // cells begun when it was done
        QObject::connect(&desk.queue, &app::speech::SpeechQueue::finished, &desk.queue,
                         [&](const app::speech::Take &take) { after = take.id == id ? desk.spoken.size() : after; });
        QTRY_VERIFY_WITH_TIMEOUT(after > 0, CellDesk::kPatience);
        QVERIFY(after <= before + 1); // the one that was on the engine's thread, and no other
        desk.maker.pause();
        QVERIFY(desk.maker.progress().paused);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.queue.running(), CellDesk::kPatience);
        QCOMPARE(desk.queue.waiting(), 0);
        const int left = desk.maker.progress().asked;
        QVERIFY(left > 0);
        QVERIFY(!desk.maker.progress().isBusy());
        desk.done.clear();
        desk.maker.resume();
        QVERIFY(desk.isDone());
        QCOMPARE(desk.maker.progress().made, 12);
    }

    void cancelLeavesWhatIsMade() {
        const TinyData data;
        CellDesk desk(data.root());
        QVERIFY(desk.show(smallDesign(kThree)));
        desk.maker.makeMissing();
        QTRY_VERIFY_WITH_TIMEOUT(desk.maker.progress().made >= 2, CellDesk::kPatience);
        desk.maker.cancel();
        QCOMPARE(desk.maker.progress().asked, 0);
        QVERIFY(!desk.done.isEmpty());
        const int made = desk.maker.progress().made;
        QVERIFY(made >= 2 && made < 12);
        QVERIFY(desk.state(3, 2) == CellState::Missing);
        desk.done.clear();
        desk.maker.make(3, 2);
        QVERIFY(desk.isDone());
        QVERIFY(desk.state(3, 2) == CellState::Made);
    }

    void aCellThatCannotBeMadeSaysWhyAndCanBeAskedForAgain() {
        const TinyData data;
        CellDesk desk(data.root());
        TestColumn stranger{6};
        stranger.voice = "nobody";
        TestColumn other{6};
        other.model = "no-such-model";
        QVERIFY(desk.makeAll(smallDesign({TestColumn{7}, stranger, other}, 2)));
        QCOMPARE(desk.maker.progress().made, 2);
        QCOMPARE(desk.maker.progress().failed, 4);
        QVERIFY(desk.state(1, 1) == CellState::Failed);
        QVERIFY(desk.maker.cell(1, 1).problem.what.contains(QStringLiteral("nobody")));
        QVERIFY(!desk.maker.cell(1, 1).problem.remedy.isEmpty());
        QVERIFY(desk.maker.cell(0, 2).problem.what.contains(QStringLiteral("no-such-model")));
        desk.voices["nobody"] = desk.voices.at("rms"); // it comes
        desk.looked.clear();
        desk.maker.lookAgain();
        QVERIFY(desk.looked.wait(CellDesk::kPatience));
        QVERIFY(desk.state(1, 1) == CellState::Missing);
        desk.done.clear();
        desk.maker.makeMissing();
        QVERIFY(desk.isDone());
        QVERIFY(desk.state(1, 1) == CellState::Made);
    }

    void officialWeightsOfAColumnAskForTheirLicence() {
        const TinyData data({"demo", "second"});
        QFile weights(data.path(QStringLiteral("models/second/model_reference.safetensors")));
        QVERIFY(weights.open(QIODevice::ReadWrite) && weights.seek(weights.size()) && weights.write(" ") == 1);
        QVERIFY(weights.seek(0));
        MadeUpModel model = madeUpModel();
        app::models::SourceFile &official = model.catalogue.entries.front().files.front();
        official.bytes = weights.size();
        official.sha256 = QCryptographicHash::hash(weights.readAll(), QCryptographicHash::Sha256).toHex().toStdString();
        weights.close();
        writeCatalogue(model, "https://localhost", data.root() / "models");
        CellDesk desk(data.root());
        TestColumn other{7};
        other.model = "second";
        QVERIFY(desk.makeAll(smallDesign({TestColumn{7}, other}, 1)));
        QVERIFY(desk.state(0, 0) == CellState::Made && desk.state(0, 1) == CellState::Failed);
        QVERIFY2(desk.maker.cell(0, 1).problem.what.contains(QStringLiteral("the official weights of Tiny")),
                 qPrintable(desk.maker.cell(0, 1).problem.what));
    }

    void anotherRecordingIsAnotherCell() {
        const TinyData data;
        CellDesk desk(data.root());
        const TestDesign design = smallDesign({TestColumn{7}, TestColumn{6}}, 1);
        QVERIFY(desk.makeAll(design));
        std::filesystem::copy_file(desk.voices.at("rms").recording, desk.voices.at("slt").recording,
                                   std::filesystem::copy_options::overwrite_existing);
        QVERIFY(desk.makeAll(design));
        QCOMPARE(desk.spoken.size(), std::size_t(4));
    }

    void aColumnMayHaveAPrecisionAndAModelOfItsOwn() {
        const TinyData data({"demo", "second"});
        CellDesk desk(data.root());
        QSignalSpy loaded(&desk.worker, &app::speech::SpeechWorker::loaded);
        TestColumn half{7};
        half.precision = engine::Precision::Bf16;
        TestColumn second{7};
        second.model = "second";
        QVERIFY(desk.makeAll(smallDesign({TestColumn{7}, half, second}, 2)));
        QCOMPARE(desk.maker.progress().made, 6);
        QCOMPARE(desk.maker.cell(0, 1).facts->precision, std::string("bf16"));
        QVERIFY(desk.maker.cell(0, 1).facts->audio != desk.maker.cell(0, 0).facts->audio);
        QCOMPARE(desk.maker.cell(0, 2).facts->audio, desk.maker.cell(0, 0).facts->audio); // the same weights
        QCOMPARE(desk.sound(1, 1)->samples.size(), desk.sound(1, 0)->samples.size());
        engine::Request own;
        own.text = "And now.";
        own.voice = desk.voices.at("slt");
        QSignalSpy finished(&desk.queue, &app::speech::SpeechQueue::finished);
        desk.queue.enqueue(own, Origin::Studio);
        QVERIFY(finished.wait(CellDesk::kPatience));
        QVERIFY(finished.last().first().value<app::speech::Take>().model.precision == engine::Precision::Fp32);
        QCOMPARE(loaded.count(), 1); // the person's own model stayed where it was
    }

    void theAnchorsOfAMushraTestAreMade() {
        const TinyData data;
        CellDesk desk(data.root());
        TestDesign design = smallDesign({TestColumn{7}, TestColumn{6}}, 1);
        design.mode = Mode::Mushra;
        QVERIFY(desk.makeAll(design));
        QCOMPARE(desk.maker.progress().total, 5); // two columns, reference, anchor, low-pass
        QCOMPARE(desk.maker.progress().made, 5);
        QCOMPARE(desk.spoken.size(), std::size_t(4));
        const engine::ClipPtr reference = desk.sound(0, kReference);
        const engine::ClipPtr dull = desk.sound(0, kLowPass);
        QVERIFY(reference && dull);
        QCOMPARE(dull->samples.size(), reference->samples.size());
        QVERIFY(dull->samples != reference->samples);
        QVERIFY(!desk.maker.cell(0, kLowPass).facts->rtf());
        QVERIFY(desk.maker.stimuli().has_value());
    }

    void aFullDiskPausesAndSaysSo() {
        const TinyData data;
        CellDesk desk(data.root());
        QVERIFY(desk.show(smallDesign(kThree)));
        // The folder for sound cannot be: a file lies in its place.
        std::filesystem::remove_all(app::storage::takesFolder(data.root()));
        QVERIFY(data.writeJson(QStringLiteral("takes"), {}));
        QSignalSpy problem(&desk.maker, &CellMaker::problem);
        desk.maker.makeMissing();
        QVERIFY(problem.wait(CellDesk::kPatience));
        QVERIFY(desk.maker.progress().paused);
        QVERIFY(desk.maker.progress().failed >= 1);
        QVERIFY(QFile::remove(data.path(QStringLiteral("takes"))));
        desk.done.clear();
        desk.maker.makeMissing();
        desk.maker.resume();
        QVERIFY(desk.isDone());
        QCOMPARE(desk.maker.progress().made, 12);
    }

    void aSetIsWrittenReadAndDamageIsSeen() {
        const TinyData data;
        CellDesk desk(data.root());
        const TestDesign design = smallDesign({TestColumn{7}, TestColumn{8}}, 2);
        QVERIFY(desk.makeAll(design));
        const std::filesystem::path folder = data.root() / "set";
        const auto written = waitFor<int>([&](auto *context, auto done) { desk.maker.writeTo(folder, context, done); });
        QCOMPARE(written.value.value_or(0), 4);
        QVERIFY(QFile::exists(data.path(QStringLiteral("set/nfe-7-epss/short_1_nfe-7-epss.wav"))));
        QVERIFY(QFile::exists(data.path(QStringLiteral("set/nfe-8-uniform/short_2_nfe-8-uniform.wav"))));
        const CellSet set = readCells(folder);
        QVERIFY(set.design == design);
        QCOMPARE(set.cells.size(), std::size_t(4));
        for (const CellFile &cell : set.cells) {
            QVERIFY(cell.facts == *desk.maker.cell(cell.place.row, cell.place.condition).facts);
            QCOMPARE(soundOf(folder, cell)->samples, desk.sound(cell.place.row, cell.place.condition)->samples);
        }
        QFile sound(data.path(QStringLiteral("set/nfe-7-epss/short_1_nfe-7-epss.wav")));
        QVERIFY(sound.open(QIODevice::ReadWrite) && sound.seek(2000) && sound.write("x") == 1);
        sound.close();
        QVERIFY_THROWS_EXCEPTION(engine::Error, soundOf(folder, set.cells.front()));
        QFile list(data.path(QStringLiteral("set/cells.json")));
        QVERIFY(list.open(QIODevice::ReadWrite));
        const QByteArray text = list.readAll();
        for (const auto &[before, after] :
             {std::pair("nfe-7-epss/short_1", "../../../short_1"),
              std::pair("\"row\": \"short_1\"", "\"row\": \"short_9\""), std::pair("\"schema\": 1", "\"schema\": 2")}) {
            QByteArray other = text;
            other.replace(before, after);
            QVERIFY2(other != text, before);
            QVERIFY(list.resize(0) && list.seek(0) && list.write(other) == other.size() && list.flush());
            QVERIFY_THROWS_EXCEPTION(engine::Error, readCells(folder));
        }
    }

    // As versions did that knew no tags; what has none is not looked at again.
    void whatWasCountedOtherwiseIsCountedAnew() {
        const TinyData data;
        TestDesign design = smallDesign({TestColumn{7}, TestColumn{6}}, 2);
        design.rows[0].text += " {pause 900ms} Indeed.";
        std::optional<CellFacts> made;
        const auto counted = [](app::storage::Connection &connection) {
            auto rows = connection.prepare(
                QStringLiteral("SELECT count(*) FROM listening_cell WHERE json_extract(facts, '$.reads_tags') = 1"));
            return rows.next() ? int(rows.integer(0)) : -1;
        };
        {
            CellDesk desk(data.root());
            QVERIFY(desk.makeAll(design));
            made = desk.maker.cell(0, 0).facts;
            const auto forgotten = waitFor<int>([&](auto *context, auto done) {
                desk.database.run<int>(
                    context,
                    [](app::storage::Connection &connection) {
                        connection
                            .prepare(QStringLiteral("UPDATE listening_cell SET facts = json_remove(json_set(facts, "
                                                    "'$.artifacts', json('[\"dropout\"]')), '$.reads_tags')"))
                            .run();
                        return 1;
                    },
                    done);
            });
            QVERIFY(forgotten.value);
        }
        const std::vector<engine::quality::Artifact> old{engine::quality::Artifact::Dropout};
        QVERIFY(made && made->artifacts != old);
        { // a disk that takes nothing more: it is shown all the same, and not counted again with each look
            CellDesk desk(data.root());
            const auto run = [&](const char *sql) {
                return waitFor<int>([&](auto *context, auto done) {
                    desk.database.run<int>(
                        context,
                        [sql](app::storage::Connection &connection) {
                            connection.prepare(QString::fromLatin1(sql)).run();
                            return 1;
                        },
                        done);
                });
            };
            QVERIFY(run("CREATE TEMP TRIGGER full BEFORE INSERT ON listening_cell BEGIN "
                        "SELECT raise(ABORT, 'the disk is full'); END")
                        .value);
            QVERIFY(desk.show(design));
            QVERIFY(desk.maker.cell(0, 0).facts == made);
            const auto sound = app::storage::AudioStore(app::storage::takesFolder(data.root()))
                                   .fileOf(QString::fromStdString(made->audio));
            const auto away = data.root() / "away.wav";
            std::filesystem::rename(sound, away);
            std::ofstream(sound).put('x'); // who reads it again learns nothing
            QVERIFY(desk.show(design));
            QVERIFY(desk.maker.cell(0, 0).facts == made);
            std::filesystem::rename(away, sound);
            const auto kept =
                waitFor<int>([&](auto *context, auto done) { desk.database.run<int>(context, counted, done); });
            QCOMPARE(kept.value.value_or(-1), 0);
        }
        for (int start = 0; start < 2; ++start) {
            CellDesk desk(data.root());
            std::set<int> seen; // by who asks the library for something else meanwhile
            std::function<void()> ask = [&] {
                desk.database.run<int>(&desk.maker, counted, [&](const app::storage::Answer<int> &answer) {
                    seen.insert(answer.value.value_or(-1));
                    if (desk.looked.isEmpty())
                        ask();
                });
            };
            ask();
            QVERIFY(desk.show(design));
            QVERIFY(desk.maker.cell(0, 0).facts == made);
            QVERIFY(desk.maker.cell(1, 0).facts->artifacts == old);
            const auto kept =
                waitFor<int>([&](auto *context, auto done) { desk.database.run<int>(context, counted, done); });
            QCOMPARE(kept.value.value_or(-1), 2);
            const std::set<int> one{0, 1, 2}, none{2};
            QVERIFY2(start == 0 ? seen == one : seen == none, "it waits until all are counted, or counts them twice");
        }
    }

    void theSoundOfCellsSurvivesTheClearingUpOfTakes() {
        const TinyData data;
        std::optional<std::vector<Stimulus>> stimuli;
        {
            CellDesk desk(data.root());
            QVERIFY(desk.makeAll(smallDesign({TestColumn{7}, TestColumn{6}}, 1)));
            stimuli = desk.maker.stimuli();
        }
        {
            app::storage::Database database(QString::fromStdString(app::storage::libraryFile(data.root()).string()),
                                            app::storage::librarySchema());
            app::takes::TakeLibrary library(database, app::storage::takesFolder(data.root()));
            database.flush();
        }
        CellDesk desk(data.root());
        QVERIFY(desk.show(smallDesign({TestColumn{7}, TestColumn{6}}, 1)));
        QVERIFY(desk.maker.stimuli() == stimuli);
        QVERIFY(desk.sound(0, 1));
    }
};

QTEST_GUILESS_MAIN(TestCellMaker)
#include "tst_cell_maker.moc"
