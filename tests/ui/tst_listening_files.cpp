// What goes in and out of listening tests in the window: pairs that were made elsewhere, sessions of others, files of
// results, what is measured and counted beside the votes, how fast a change is, when it counts, a change that made
// takes worse, and sounds that all tests lack or none needs. By keys where people have keys.
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QTableWidget>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <map>

#include "app/listening/session_export.h"
#include "engine/audio/sound_file.h"
#include "tests/app/server/raw_client.h"
#include "tests/patience.h"
#include "tests/ui/listening_room.h"
#include "ui/listening/batch_desk.h"
#include "ui/listening/result_plot.h"

using namespace listening_states;
using namespace Qt::StringLiterals;
using ui::listening::ListeningActs;

class TestListeningFiles : public QObject, ListeningRoom {
    Q_OBJECT

    // A path put into the dialog that the act opens, and Return.
    bool type(ListeningActs::Act act, const QString &path) {
        actionOf(*m_desk, act)->trigger();
        QFileDialog *dialog = nullptr;
        if (!waitUntil([&] { return (dialog = m_desk->window->findChild<QFileDialog *>()) && dialog->isVisible(); }))
            return false;
        auto *field = dialog->findChild<QLineEdit *>(u"fileNameEdit"_s);
        field->setFocus();
        field->setText(path); // typed, a list of names that begin so would take the Return
        QTest::keyClick(field, Qt::Key_Return);
        return waitUntil([&] { return m_desk->window->findChild<QFileDialog *>() == nullptr; });
    }

    static QByteArray contentOf(const QString &file) {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    bool judged() {
        tests(*m_desk).list(tests(*m_desk).test()->id);
        return waitUntil([&] { return results().results() && !results().results()->measured.cells.empty(); });
    }

private Q_SLOTS:
    void cleanup() { m_desk.reset(); }

    void aFolderOfPairsBecomesATest() {
        start();
        const QString folder = m_desk->file(u"pairs"_s);
        for (const char *steps : {"nfe6", "nfe7"}) {
            QVERIFY(QDir().mkpath(folder + u'/' + QLatin1String(steps)));
            for (const char *row : {"one", "two"}) {
                engine::Clip clip;
                for (int i = 0; i < engine::kSampleRate; ++i)
                    clip.samples.push_back(float(0.2 * std::sin(i * (steps[3] == '6' ? 0.05 : 0.06))));
                const QString file = u"%1/%2/%3_%2.wav"_s.arg(folder, QLatin1String(steps), QLatin1String(row));
                engine::audio::writeSound(file.toStdString(), clip, engine::audio::SoundFormat::WavFloat);
            }
        }
        QVERIFY(type(ListeningActs::ImportPairs, folder));
        QVERIFY(isSaid(u"4 sounds came in"_s));
        QVERIFY(waitUntil([&] { return tests(*m_desk).test() && !m_desk->services.cells().isLooking(); }));
        QCOMPARE(tests(*m_desk).test()->design.rows.size(), std::size_t(2));
        QVERIFY(isSaid(u"Made elsewhere, and never concluded"_s));
        QTRY_VERIFY(actionOf(*m_desk, ListeningActs::Listen)->isEnabled());
        QVERIFY(open(*m_desk));
    }

    void resultsAreSavedAndOthersComeIn() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::OriginalForm));
        QVERIFY(!actionOf(*m_desk, ListeningActs::SaveTable)->isEnabled());
        const RecordedSession kept = keepSession(*m_desk);
        QVERIFY(judged());
        QCOMPARE(results().results()->listeners, std::size_t(1));
        const auto save = [&](ListeningActs::Act act, const QString &name) {
            const QString file = m_desk->file(name);
            return type(act, file) && waitUntil([&] { return !contentOf(file).isEmpty(); }) ? contentOf(file)
                                                                                            : QByteArray();
        };
        const auto record = waitFor<TestRecord>(
            [&](auto *context, auto done) { m_desk->services.sessions().test(kept.header.test, context, done); });
        QCOMPARE(save(ListeningActs::SaveTable, u"votes.csv"_s).toStdString(), asCsv(*record.value));
        QCOMPARE(save(ListeningActs::SaveLog, u"log.txt"_s).toStdString(), asLog(*record.value, kept.header.id));
        QCOMPARE(save(ListeningActs::SaveForm, u"form.txt"_s).toStdString(),
                 asOriginalForm(*record.value, kept.header.id));
        const QByteArray all = save(ListeningActs::SaveSessions, u"sessions.json"_s);
        QVERIFY(parseRecord(all.toStdString(), "sessions.json") == *record.value);

        // Those of somebody else, from another Studio.
        const auto design = tests(*m_desk).test()->design;
        const auto plan = std::make_shared<const SessionPlan>(
            newPlan(design, *m_desk->services.cells().stimuli(), {"Berta", false}, 1'700'000'100'000));
        std::minstd_rand random(9);
        const TestRecord other =
            recordOf(design, *m_desk->services.cells().stimuli(), {{plan->header, listenToTheEnd(plan, random)}});
        const QString file = m_desk->file(u"other.json"_s);
        QFile target(file);
        QVERIFY(target.open(QIODevice::WriteOnly));
        target.write(QByteArray::fromStdString(toJson(other).dump()));
        target.close();
        QVERIFY(type(ListeningActs::Merge, file));
        QVERIFY(isSaid(u"1 session came in."_s));
        QTRY_COMPARE_WITH_TIMEOUT(results().results()->listeners, std::size_t(2), kLongEnough);
        QVERIFY(type(ListeningActs::Merge, file));
        QVERIFY(isSaid(u"here already"_s));
    }

    void aChangeIsMeasuredAndTakenBackWhereItMadeTakesWorse() {
        start();
        auto &settings = m_desk->services.settings();
        settings.setNfeStep(4);
        settings.setCheckTakes(false); // they are judged here
        settings.setSchedule(engine::Schedule::Uniform);
        QVERIFY(makeTakes(*m_desk, 20, stepsOf(*m_desk), u"[]"_s));
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        keepSession(*m_desk);
        QVERIFY(judged());
        QTRY_VERIFY_WITH_TIMEOUT(actionOf(*m_desk, ListeningActs::Apply)->isEnabled(), kLongEnough);
        actionOf(*m_desk, ListeningActs::Apply)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(settings.nfeStep() < 4, kLongEnough);
        QVERIFY(isSaid(u" before, "_s)); // how fast it was, and is
        QVERIFY(makeTakes(*m_desk, 25, stepsOf(*m_desk), u"[{\"kind\": \"click\"}]"_s));
        QVERIFY(isSaid(u"taking the change back would help"_s));
        const auto all = m_desk->window->notices().all();
        const auto proposal = std::ranges::find_if(
            all, [](const auto *notice) { return notice->what.contains(u"taking the change back"_s); });
        QVERIFY(proposal != all.end());
        const auto back = (*proposal)->actions.front();
        QCOMPARE(back.text, u"Roll back"_s);
        back.run();
        QTRY_COMPARE_WITH_TIMEOUT(settings.nfeStep(), 4, kLongEnough);
    }

    void whatWasMeasuredStandsBesideTheVotesAndEachScaleIsDrawn() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::OriginalForm));
        keepSession(*m_desk);
        QVERIFY(judged());
        QTableWidget *measures = nullptr;
        for (auto *table : results().findChildren<QTableWidget *>()) {
            if (table->accessibleName() == u"Measures of the sounds"_s)
                measures = table;
        }
        QVERIFY(measures);
        QCOMPARE(measures->rowCount(), int(app::listening::measures().size()));
        QCOMPARE(measures->columnCount(), 1 + 3 + 1); // with the votes
        QStringList names;
        for (int row = 0; row < measures->rowCount(); ++row) {
            names << measures->item(row, 0)->text();
            QVERIFY2(measures->item(row, 0)->toolTip().size() > 10, qPrintable(names.last())); // which variant it is
        }
        const int peak = int(names.indexOf(u"True peak, dBTP"_s)),
                  likeness = int(names.indexOf(u"Likeness of the voice"_s));
        QVERIFY(peak >= 0 && likeness >= 0);
        QVERIFY2(measures->item(peak, 4)->text().contains(u"(n "_s), qPrintable(measures->item(peak, 4)->text()));
        QVERIFY(measures->item(peak, 4)->toolTip().contains(u"Kendall"_s));
        QCOMPARE(measures->item(likeness, 1)->text(), u"not measured"_s);
        QVERIFY(measures->item(likeness, 1)->toolTip().contains(u"No speaker model"_s));
        QStringList plots;
        for (auto *box : results().findChildren<QComboBox *>()) {
            if (box->accessibleName() != u"Plot"_s)
                continue;
            for (int i = 0; i < box->count(); ++i) {
                plots << box->itemText(i);
                box->setCurrentIndex(i);
                Q_EMIT box->activated(i);
                const auto *plot = results().findChild<ui::listening::ResultPlot *>();
                QVERIFY2(plot->accessibleDescription().contains(u"NFE 2"_s), qPrintable(plots.last()));
            }
        }
        for (const char *plot : {"Drop, with the margins: Naturalness", "Drop, with the margins: Prosody",
                                 "Ratings: Naturalness", "Ratings: Clarity", "Ratings: Prosody"})
            QVERIFY2(plots.contains(QLatin1String(plot)), qPrintable(plots.join(u", ")));
    }

    void artifactsAreCountedInSoundsThatNobodyListensTo() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        QVERIFY(!actionOf(*m_desk, ListeningActs::Batch)->isEnabled());
        keepSession(*m_desk);
        QVERIFY(judged());
        QVERIFY(actionOf(*m_desk, ListeningActs::Batch)->isEnabled());
        auto &batch = m_desk->window->listening().results().batch();
        const auto &cells = m_desk->services.batchCells();
        actionOf(*m_desk, ListeningActs::Batch)->trigger();
        QVERIFY(isSaid(u"600 sounds that nobody listens to"_s));
        QVERIFY(batch.isRunning());
        const auto buttons = results().findChildren<QToolButton *>();
        const auto stop = std::ranges::find_if(
            buttons, [](const auto *button) { return button->accessibleName() == u"Stop counting artifacts"_s; });
        QVERIFY(stop != buttons.end() && (*stop)->isVisible());
        QVERIFY(isSaid(u"of 600 sounds."_s));
        (*stop)->click();
        QVERIFY(!(*stop)->isVisible());
        QVERIFY(!batch.isRunning() && !cells.design());
        app::listening::TestResults another = *results().results(); // under the results of this one
        another.test = "of-another";
        another.design.name = "Tea & cake";
        for (app::listening::TestRow &row : another.design.rows) // sounds of its own, more than are made meanwhile
            row.text += " Indeed.";
        batch.start(another);
        QVERIFY(batch.isRunning() && !(*stop)->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(cells.progress().made > 0, kLongEnough);
        QVERIFY(!(*stop)->isVisible());
        QCOMPARE(actionOf(*m_desk, ListeningActs::Batch)->text(), u"Stop c&ounting artifacts of “Tea && cake”"_s);
        batch.stop();
        QCOMPARE(actionOf(*m_desk, ListeningActs::Batch)->text(), u"C&ount artifacts"_s);
        for (int round = 0; round < 2; ++round) { // what is made is found again
            int spoken = 0;
            const auto counted =
                connect(&m_desk->services.queue(), &app::speech::SpeechQueue::started, this, [&spoken] { ++spoken; });
            batch.start(*results().results(), 5);
            QTRY_VERIFY_WITH_TIMEOUT(!batch.isRunning(), kLongEnough);
            disconnect(counted);
            QCOMPARE(spoken > 0, round == 0);
            QVERIFY(isSaid(u"The artifacts are counted"_s));
            QVERIFY(isSaid(u"of 5 pairs"_s));
            QTRY_VERIFY(results().results()->candidates[1].batch);
            QCOMPARE(results().results()->candidates[0].batch->pairs, 5L);
        }
        // What 200 pairs have ruled out stays so when fewer are counted, and when nothing can be made.
        using app::listening::CountedBatch;
        const std::string test = results().results()->test;
        QVERIFY(waitFor<std::vector<CountedBatch>>([&](auto *context, auto done) {
            m_desk->services.sessions().keepBatches(test, {{1, 200, 60, 0}}, context, done);
        }));
        const auto isRuledOut = [&] {
            const auto *candidate = results().results()->find(1);
            return candidate->batch && candidate->batch->pairs == 200 &&
                   candidate->decision.verdict == engine::statistics::Verdict::Rejected;
        };
        batch.start(*results().results(), 6);
        QVERIFY(isSaid(u"of 6 pairs"_s));
        QTRY_VERIFY(isRuledOut());
        QCOMPARE(batchColumns(*results().results()).size(), std::size_t(2)); // artifacts alone: counted again
        app::listening::TestResults away = *results().results();
        away.design.voice = "of-nobody";
        batch.start(away, 5);
        QVERIFY(isSaid(u"No artifacts could be counted"_s));
        QVERIFY(isSaid(u"of-nobody"_s));
        QTRY_VERIFY(results().results()->candidates[1].batch->pairs == 6);
        QVERIFY(isRuledOut());
    }

    // Your own lines, live comments and what another program asks for.
    void whatIsAppliedCountsFromTheNextUtteranceOfAllThree() {
        start();
        auto &services = m_desk->services;
        services.settings().setNfeStep(4);
        services.settings().setSchedule(engine::Schedule::Uniform);
        services.danmaku().setSilent(true);
        services.server().turnOn({.port = 0});
        QTRY_COMPARE_WITH_TIMEOUT(services.server().state(), app::server::SpeechServer::State::On, kLongEnough);
        using app::speech::Origin;
        std::map<Origin, int> steps;
        connect(&services.queue(), &app::speech::SpeechQueue::started, this, [&] {
            const auto &job = services.queue().runningJob();
            if (job->origin != Origin::Listening) // how fast the change is
                steps[job->origin] = job->request.nfeStep;
        });
        int number = 0;
        const auto speakForAll = [&](int wanted) {
            steps.clear();
            const QString words = u"Good morning number %1."_s.arg(++number);
            services.queue().enqueue(services.request(words));
            auto message = std::make_shared<app::chat::Message>();
            message->source = u"bridge"_s;
            message->id = QString::number(number);
            message->userId = message->login = message->user = u"ann%1"_s.arg(number);
            message->text = words;
            services.danmaku().inject(message);
            const QByteArray body = "{\"text\": \"" + words.toUtf8() + "\"}";
            RawClient client(services.server().port());
            client.send("POST /api/tts HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(services.server().port()) +
                        "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
                        "\r\n\r\n" + body);
            return waitUntil([&] {
                return steps == std::map<Origin, int>{
                                    {Origin::Studio, wanted}, {Origin::Danmaku, wanted}, {Origin::Server, wanted}};
            });
        };
        QVERIFY(speakForAll(4));
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        keepSession(*m_desk);
        QVERIFY(judged());
        QTRY_VERIFY_WITH_TIMEOUT(actionOf(*m_desk, ListeningActs::Apply)->isEnabled(), kLongEnough);
        actionOf(*m_desk, ListeningActs::Apply)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(services.settings().nfeStep() < 4, kLongEnough);
        QVERIFY(speakForAll(services.settings().nfeStep()));
        actionOf(*m_desk, ListeningActs::RollBack)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(services.settings().nfeStep(), 4, kLongEnough);
        QVERIFY(speakForAll(4));
        services.server().turnOff();
    }

    void whatAllTestsLackIsMadeAndWhatNoneNeedsIsRemoved() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        TestDesign changed = tests(*m_desk).test()->design;
        changed.rows.pop_back();
        changed.rows.front().text = "Good evening.";
        const auto &cells = m_desk->services.cells();
        const auto add = [&](const TestDesign &design) {
            const auto stored = waitFor<StoredDesign>(
                [&](auto *context, auto done) { m_desk->services.designs().add(design, context, done); });
            return stored ? stored.value->id : std::string();
        };
        QVERIFY(!add(changed).empty());
        changed.rows.front().text = "Good night.";
        const std::string third = add(changed);
        const std::string whole = tests(*m_desk).test()->id;
        tests(*m_desk).list(whole);
        QTRY_COMPARE(pane().findChildren<QComboBox *>()[0]->count(), 3);
        actionOf(*m_desk, ListeningActs::MakeAll)->trigger();
        QVERIFY(isSaid(u"The sounds of 3 tests are made."_s));
        tests(*m_desk).list(whole);
        QTRY_VERIFY(tests(*m_desk).test()->id == whole && !cells.isLooking());
        actionOf(*m_desk, ListeningActs::RemoveUnused)->trigger();
        QVERIFY(isSaid(u"There is nothing to remove."_s));
        // Without the first test, its first and last sentence are nobody's.
        actionOf(*m_desk, ListeningActs::Remove)->trigger();
        QTRY_VERIFY(tests(*m_desk).test()->id != whole && !cells.isLooking());
        actionOf(*m_desk, ListeningActs::RemoveUnused)->trigger();
        QVERIFY(isSaid(u"6 sounds that no test needs"_s));
        m_desk->window->notices().dismiss();
        QTRY_VERIFY(!cells.isLooking());
        QVERIFY(isSaid(u"This test: 9 sounds"_s));
        QCOMPARE(cells.progress().made, 9);
        // Another program removes one: the others are gone through.
        QVERIFY(waitFor<app::storage::Done>(
            [&](auto *context, auto done) { m_desk->services.designs().remove(third, context, done); }));
        actionOf(*m_desk, ListeningActs::MakeAll)->trigger();
        QVERIFY(isSaid(u"The sounds of one test are made."_s));
    }
};

QTEST_MAIN(TestListeningFiles)
#include "tst_listening_files.moc"
