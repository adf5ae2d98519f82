// What goes in and out of listening tests in the window: pairs that were made elsewhere, sessions of others, files of
// results, how fast a change is, a change that made takes worse, and sounds that all tests lack or none needs. By keys
// where people have keys.
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QSignalSpy>

#include <algorithm>
#include <cmath>

#include "app/listening/session_export.h"
#include "engine/audio/sound_file.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/patience.h"
#include "tests/ui/listening_room.h"

using namespace listening_states;
using namespace Qt::StringLiterals;
using ui::listening::ListeningActs;

namespace {

const QString kDoubt = QStringLiteral(R"([{"kind":"click"}])");

}

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
        auto &takes = m_desk->services.takes();
        // Each take is judged when it is there.
        const auto make = [&](int count, int steps, const QString &doubts) {
            for (int i = 0; i < count; ++i) {
                QSignalSpy kept(&takes, &app::takes::TakeLibrary::kept);
                app::speech::Take take = madeUpTake(unsigned(i), u"Hello."_s);
                take.request.nfeStep = steps;
                take.request.schedule = engine::Schedule::Uniform;
                takes.keep(take);
                if (!waitUntil([&] { return !kept.isEmpty(); }))
                    return false;
                takes.judge(kept.first()[1].value<app::takes::TakeRecord>().id, doubts);
            }
            return true;
        };
        QVERIFY(make(20, 4, u"[]"_s));
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        keepSession(*m_desk);
        QVERIFY(judged());
        QTRY_VERIFY_WITH_TIMEOUT(actionOf(*m_desk, ListeningActs::Apply)->isEnabled(), kLongEnough);
        actionOf(*m_desk, ListeningActs::Apply)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(settings.nfeStep() < 4, kLongEnough);
        QVERIFY(isSaid(u" before, "_s)); // how fast it was, and is
        QVERIFY(make(25, settings.nfeStep(), kDoubt));
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
