#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <memory>
#include <semaphore>
#include <thread>

#include "app/storage/audio_store.h"
#include "app/storage/library_schema.h"
#include "app/takes/take_library.h"
#include "tests/app/storage/waiting.h"
#include "tests/app/takes/library_check.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"
#include "tests/patience.h"

using namespace std::chrono_literals;
using app::speech::Take;
using app::storage::Answer;
using app::storage::Connection;
using app::storage::Done;
using app::takes::TakeLibrary;
using app::takes::TakePage;
using app::takes::TakeQuery;
using app::takes::TakeRecord;
using app::takes::TakesByLine;

class TestTakeLibrary : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void everythingAboutATakeIsKept() {
        Take take = madeUpTake(7, QStringLiteral("Grüße aus 北京 🎙️\nzweite Zeile"));
        take.request.voice.name = "Zoë";
        take.request.voice.transcript = "What she said.";
        take.request.voice.recording = SOURCE_FOLDER "/voices/slt/reference.wav";
        take.request.seed = 0xFEDC'BA98'7654'3210U; // does not fit into SQLite's numbers
        take.request.nfeStep = 12;
        take.request.schedule = engine::Schedule::Uniform;
        take.request.cfgStrength = 0.1 + 0.2; // no short decimal
        take.request.swayCoefficient = -1.0 / 3;
        take.request.speed = 1.1;
        take.request.crossFadeSeconds = 0.07;
        take.request.spoken = "Grüße aus 北京(bei3 jing1){pause 500ms}[rms:happy]second line";
        engine::Voice &other = take.request.otherVoices.emplace_back(take.request.voice);
        other.id = "rms:happy";
        other.name = "\"Rms\", 男";
        take.request.durationRule = engine::DurationRule::BySyllables;
        take.request.joining = engine::Joining::Even;
        take.model.precision = engine::Precision::Bf16;
        take.model.device = {engine::DeviceKind::Cuda, "GPU 5", "", true};
        take.timings = {take.clip->seconds(), 1.5, 0.25, {0.1, 0.2, 0.7, 0.4, 0.1}, 3, true, false};
        const QDateTime before = QDateTime::currentDateTimeUtc();
        TakeRecord parent;
        TakeRecord kept;
        {
            OpenLibrary open(*m_folder);
            parent = open.keep(madeUpTake(1, QStringLiteral("parent")));
            kept = open.keep(take, QStringLiteral("{line}"), parent.id);
        }
        OpenLibrary open(*m_folder); // the next start
        const TakeRecord record = open.byId(kept.id);
        QVERIFY(record.id > parent.id);
        QVERIFY(record.created >= before.addMSecs(-1) && record.created <= QDateTime::currentDateTimeUtc());
        QVERIFY(!record.removed.isValid());
        QCOMPARE(record.lineId, QStringLiteral("{line}"));
        QCOMPARE(record.parentId, parent.id);
        QCOMPARE(record.text.toStdString(), take.request.text);
        QCOMPARE(record.voiceId, QStringLiteral("slt"));
        QCOMPARE(record.voiceName, QStringLiteral("Zoë"));
        QCOMPARE(record.voiceTranscript, QStringLiteral("What she said."));
        QCOMPARE(record.voiceRecording.size(), 64);
        QCOMPARE(record.modelName, QStringLiteral("made up"));
        QCOMPARE(record.modelLicence, QStringLiteral("MIT"));
        QCOMPARE(record.seed, quint64(0xFEDC'BA98'7654'3210U));
        QCOMPARE(record.nfeStep, 12);
        QVERIFY(record.schedule == engine::Schedule::Uniform);
        QVERIFY(record.cfgStrength == take.request.cfgStrength); // to the last bit
        QVERIFY(record.swayCoefficient == take.request.swayCoefficient);
        QVERIFY(record.speed == take.request.speed);
        QVERIFY(record.crossFadeSeconds == take.request.crossFadeSeconds);
        QCOMPARE(record.spoken.toStdString(), take.request.spoken);
        QCOMPARE(record.otherVoices.size(), 1);
        QCOMPARE(record.otherVoices[0].id, QStringLiteral("rms:happy"));
        QCOMPARE(record.otherVoices[0].name, QStringLiteral("\"Rms\", 男"));
        QCOMPARE(record.otherVoices[0].transcript, QStringLiteral("What she said."));
        QCOMPARE(record.otherVoices[0].recording, record.voiceRecording);
        QVERIFY(record.durationRule == engine::DurationRule::BySyllables);
        QVERIFY(record.joining == engine::Joining::Even);
        QCOMPARE(record.doubts, QString()); // not looked for
        QCOMPARE(record.precision, QStringLiteral("bf16"));
        QCOMPARE(record.deviceKind, QStringLiteral("cuda"));
        QCOMPARE(record.deviceName, QStringLiteral("GPU 5"));
        QCOMPARE(record.programVersion, QStringLiteral(ISHOWTTS_VERSION));
        QCOMPARE(record.build, app::takes::programBuild());
        QVERIFY(record.timings.synthesisSeconds == 1.5 && record.timings.firstAudioSeconds == 0.25);
        const engine::Stages &stages = record.timings.stages;
        QVERIFY(stages.text == 0.1 && stages.reference == 0.2 && stages.dit == 0.7 && stages.vocoder == 0.4 &&
                stages.other == 0.1);
        QCOMPARE(record.timings.chunks, 3);
        QVERIFY(record.timings.referenceShortened);
        QVERIFY(record.seconds == take.clip->seconds());
        QCOMPARE(record.audioHash, app::storage::AudioStore::hashOf(*take.clip));
        QVERIFY((*open.audio(record).value)->samples == take.clip->samples);
        QCOMPARE(open.problems.count(), 0);
    }

    void searchIsNotAboutCaseInAnyScript() {
        OpenLibrary open(*m_folder);
        open.keep(madeUpTake(1, QStringLiteral("ÄRGER in der Straße")));
        open.keep(madeUpTake(2, QStringLiteral("Ελλάδα, ПРИВЕТ")));
        const TakeRecord third = open.keep(madeUpTake(3, QStringLiteral("今天天气很好"), QStringLiteral("bdl")));
        QCOMPARE(open.texts(QStringLiteral("ärger")).size(), 1);
        QCOMPARE(open.texts(QStringLiteral("STRASSE")).size(), 1);
        QCOMPARE(open.texts(QStringLiteral("A\u0308rger")).size(), 1);   // ä as two signs
        QCOMPARE(open.texts(QStringLiteral("ελλάΔΑ привет")).size(), 1); // both words, in any order
        QCOMPARE(open.texts(QStringLiteral("привет ελλ")).size(), 1);
        QCOMPARE(open.texts(QStringLiteral("天气")).size(), 1);
        QCOMPARE(open.texts(QStringLiteral("BDL")).size(), 1); // the voice's name
        QCOMPARE(open.texts(QStringLiteral("ärger привет")).size(), 0);
        QCOMPARE(open.texts(QStringLiteral("%")).size(), 0); // signs mean themselves
        QCOMPARE(open.texts(QStringLiteral("  ")).size(), 3);

        QSignalSpy changed(&open.library, &TakeLibrary::changed);
        open.library.rename(third.id, QStringLiteral("Wetter"));
        open.library.annotate(third.id, QStringLiteral("zu SCHNELL"));
        QTRY_COMPARE(changed.count(), 2);
        QCOMPARE(changed.last().first().value<TakeRecord>().name, QStringLiteral("Wetter"));
        QCOMPARE(changed.last().first().value<TakeRecord>().note, QStringLiteral("zu SCHNELL"));
        QCOMPARE(open.texts(QStringLiteral("wetter schnell")).size(), 1);
        open.library.rename(third.id, QString());
        QTRY_COMPARE(changed.count(), 3);
        QCOMPARE(open.texts(QStringLiteral("wetter")).size(), 0);
    }

    void pagesOrdersAndFilters() {
        OpenLibrary open(*m_folder);
        for (unsigned i = 1; i <= 9; ++i) {
            Take take = madeUpTake(i, QStringLiteral("take %1").arg(i),
                                   i % 2 == 1 ? QStringLiteral("slt") : QStringLiteral("rms"));
            take.clip = madeUpClip(i, int(1000 * ((i * 4) % 9 + 1)));
            open.keep(take, i <= 3 ? QStringLiteral("line") : QString());
        }
        TakeQuery query;
        query.limit = 4;
        TakePage page = open.find(query);
        QCOMPARE(page.total, 9);
        QCOMPARE(page.takes.size(), 4);
        QCOMPARE(page.takes.first().text, QStringLiteral("take 9"));
        query.offset = 8;
        page = open.find(query);
        QCOMPARE(page.total, 9);
        QCOMPARE(page.takes.size(), 1);
        QCOMPARE(page.takes.first().text, QStringLiteral("take 1"));
        query.offset = 0;
        query.order = TakeQuery::Order::OldestFirst;
        QCOMPARE(open.find(query).takes.first().text, QStringLiteral("take 1"));
        query.order = TakeQuery::Order::LongestFirst;
        QCOMPARE(open.find(query).takes.first().text, QStringLiteral("take 2")); // 9000 samples
        query.order = TakeQuery::Order::ShortestFirst;
        QCOMPARE(open.find(query).takes.first().text, QStringLiteral("take 9")); // 1000 samples
        query = {};
        query.lineId = QStringLiteral("line");
        QCOMPARE(open.find(query).total, 3);
        query.lineId = QString();
        QCOMPARE(open.find(query).total, 6);
        query = {};
        query.voiceId = QStringLiteral("rms");
        QCOMPARE(open.find(query).total, 4);
        query.words = QStringLiteral("4");
        QCOMPARE(open.find(query).total, 1);
        QSignalSpy changed(&open.library, &TakeLibrary::changed);
        open.library.star(4, true);
        open.library.star(5, true);
        open.library.star(5, false);
        QTRY_COMPARE(changed.count(), 3);
        query = {};
        query.starredOnly = true;
        QCOMPARE(open.find(query).total, 1);
        QCOMPARE(open.find(query).takes.first().id, qint64(4));
        QVERIFY(open.find(query).takes.first().starred);
        query = {};
        query.limit = 1'000'000;
        QCOMPARE(open.find(query).takes.size(), 9); // at most 500 a page, whatever is asked for
    }

    void newestAndStarredOfManyLines() {
        OpenLibrary open(*m_folder);
        QStringList lines;
        QHash<QString, qint64> newest;
        for (unsigned line = 0; line < 20; ++line) {
            lines << QStringLiteral("line %1").arg(line);
            for (unsigned take = 0; take < 3; ++take)
                newest[lines.last()] = open.keep(madeUpTake(line * 3 + take, QStringLiteral("text")), lines.last()).id;
        }
        open.keep(madeUpTake(100, QStringLiteral("of none")));
        QSignalSpy changed(&open.library, &TakeLibrary::changed);
        QSignalSpy removed(&open.library, &TakeLibrary::removed);
        const qint64 first = newest[lines[0]] - 2;
        open.library.star(first + 1, true);
        QTRY_COMPARE(changed.count(), 1);
        QTest::qWait(5);                // stars carry their time in ms
        open.library.star(first, true); // the last one counts
        open.library.remove({newest[lines[1]]});
        QTRY_COMPARE(removed.count(), 1);
        lines << QStringLiteral("unknown") << QString();
        const auto found =
            waitFor<TakesByLine>([&](auto *context, auto done) { open.library.ofLines(lines, context, done); });
        QVERIFY(found);
        QCOMPARE(found.value->size(), 20);
        const auto takes = *found.value;
        QCOMPARE(takes[lines[0]].newest->id, newest[lines[0]]);
        QCOMPARE(takes[lines[0]].starred->id, first);
        QCOMPARE(takes[lines[1]].newest->id, newest[lines[1]] - 1);
        QVERIFY(!takes[lines[1]].starred);
        QCOMPARE(takes[lines[19]].newest->id, newest[lines[19]]);
        QCOMPARE(takes[lines[19]].newest->lineId, lines[19]);
    }

    void removedTakesComeBackUntilTheNextStart() {
        QList<qint64> ids;
        QString shared;
        {
            OpenLibrary open(*m_folder);
            for (unsigned i = 0; i < 4; ++i)
                ids << open.keep(madeUpTake(i, QStringLiteral("take %1").arg(i)), {}, ids.isEmpty() ? 0 : ids[0]).id;
            shared = open.keep(madeUpTake(0, QStringLiteral("the same sound"))).audioHash;
            QSignalSpy removed(&open.library, &TakeLibrary::removed);
            QSignalSpy restored(&open.library, &TakeLibrary::restored);
            open.library.remove({ids[0], ids[1], ids[2], 12345});
            QVERIFY(removed.wait(kLongEnough));
            QCOMPARE(removed.first().first().value<QList<qint64>>(), (QList<qint64>{ids[0], ids[1], ids[2]}));
            QCOMPARE(open.find({}).total, 2);
            QVERIFY(open.byId(ids[0]).removed.isValid());
            open.library.remove({ids[0]}); // once more changes nothing
            QVERIFY(removed.wait(kLongEnough));
            QVERIFY(removed.last().first().value<QList<qint64>>().isEmpty());
            open.library.restore({ids[1]});
            QVERIFY(restored.wait(kLongEnough));
            QCOMPARE(restored.first().first().value<QList<qint64>>(), QList<qint64>{ids[1]});
            QCOMPARE(open.find({}).total, 3);
            QVERIFY(open.audio(open.byId(ids[0])).value);

            OpenLibrary second(*m_folder); // another program starts: Undo must still work here
            QCOMPARE(second.find({}).total, 3);
            open.library.restore({ids[2]});
            QVERIFY(restored.wait(kLongEnough));
            QCOMPARE(open.find({}).total, 4);
            QVERIFY(open.audio(open.byId(ids[2])).value);
            open.library.remove({ids[2]});
            QVERIFY(removed.wait(kLongEnough));
        }
        const LibraryState state = examineLibrary(m_folder->path(), app::storage::librarySchema()); // the next start
        QCOMPARE(state.faults, QStringList());
        QCOMPARE(state.takes.size(), 3);
        QVERIFY(!state.find(ids[0]) && !state.find(ids[2]));
        QCOMPARE(state.find(ids[1])->parentId, qint64(0)); // the parent is gone
        QVERIFY(std::any_of(state.takes.begin(), state.takes.end(),
                            [&](const TakeRecord &take) { return take.audioHash == shared; }));
    }

    void problemsAreSaid() {
        OpenLibrary open(*m_folder);
        const TakeRecord take = open.keep(madeUpTake(1, QStringLiteral("text")));
        open.library.star(999, true);
        QTRY_COMPARE(open.problems.count(), 1);
        QVERIFY(open.lastProblem().what.contains(QStringLiteral("no longer")));
        open.library.star(999, true); // a person who tries again hears it again
        QTRY_COMPARE(open.problems.count(), 2);
        open.library.rename(take.id, QString(201, u'x'));
        open.library.annotate(take.id, QString(4001, u'x'));
        QCOMPARE(open.problems.count(), 4);
        QVERIFY(open.lastProblem().what.contains(QStringLiteral("4000")));
        Take silent = madeUpTake(2, QStringLiteral("text"));
        silent.clip.reset();
        open.library.keep(silent);
        QTRY_COMPARE(open.notKept.count(), 1);
        QCOMPARE(open.notKept.first().first().toULongLong(), quint64(2));
        QCOMPARE(open.problems.count(), 5);
        QCOMPARE(open.find({}).total, 1);

        const auto file =
            app::storage::AudioStore(app::storage::takesFolder(m_folder->path().toStdString())).fileOf(take.audioHash);
        QVERIFY(std::filesystem::remove(file));
        const auto gone = open.audio(take);
        QVERIFY(!gone);
        QVERIFY(gone.problem.remedy.contains(take.audioHash));
        QCOMPARE(open.find({}).total, 1); // the row stays
    }

    void aSlowDiskHoldsNobodyUpAndNothingIsLostOnQuitting() {
        {
            auto open = std::make_unique<OpenLibrary>(*m_folder);
            open->keep(madeUpTake(1, QStringLiteral("first")));
            std::binary_semaphore ticked(0);
            int ticks = 0;
            QTimer timer;
            connect(&timer, &QTimer::timeout, this, [&] {
                if (++ticks == 10)
                    ticked.release();
            });
            timer.start(10);
            bool nobodyWaited = false;
            open->database.run<Done>(
                this,
                [&](Connection &) { // the disk is slow until the event loop has turned
                    nobodyWaited = ticked.try_acquire_for(30s);
                    return Done();
                },
                [](const Answer<Done> &) {});
            QSignalSpy kept(&open->library, &TakeLibrary::kept);
            open->library.keep(madeUpTake(2, QStringLiteral("second")));
            open->library.star(1, true);
            QVERIFY(kept.wait(kLongEnough));
            QVERIFY(nobodyWaited);
            for (unsigned i = 3; i <= 20; ++i)
                open->library.keep(madeUpTake(i, QStringLiteral("more")));
            open->library.annotate(2, QStringLiteral("a last word"));
        } // quits at once
        const LibraryState state = examineLibrary(m_folder->path(), app::storage::librarySchema());
        QCOMPARE(state.faults, QStringList());
        QCOMPARE(state.takes.size(), 20);
        QVERIFY(state.find(1)->starred);
        QCOMPARE(state.find(2)->note, QStringLiteral("a last word"));
    }

    void aLostLibraryCostsNoSound() {
        TakeRecord take;
        {
            OpenLibrary open(*m_folder);
            take = open.keep(madeUpTake(1, QStringLiteral("text")));
        }
        QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("library.sqlite"))));
        { OpenLibrary open(*m_folder); }
        OpenLibrary open(*m_folder);
        QCOMPARE(open.find({}).total, 0);
        QVERIFY(open.audio(take).value);
    }

    void numbersFromTheFileAreChecked() {
        OpenLibrary open(*m_folder);
        const TakeRecord take = open.keep(madeUpTake(1, QStringLiteral("text")));
        const auto spoiled = waitFor<Done>([&](auto *context, auto done) {
            open.database.write<Done>(
                context,
                [](Connection &connection) {
                    connection.run(QStringLiteral(
                        "UPDATE take SET nfe = 999999999999, cfg = 9e999, sway = -7, speed = 0, "
                        "cross_fade = -1, schedule = 'odd', chunks = -5, sample_rate = 0, "
                        "audio = '../../etc/passwd', seconds = -3, duration_rule = 'odd', joining = 'odd', "
                        "other_voices = '[{\"id\": 7}, 8'"));
                    return Done();
                },
                done);
        });
        QVERIFY(spoiled);
        const TakeRecord record = open.byId(take.id);
        QCOMPARE(record.nfeStep, 128);
        QCOMPARE(record.cfgStrength, 2.0);
        QCOMPARE(record.swayCoefficient, -1.0);
        QCOMPARE(record.speed, 0.3);
        QCOMPARE(record.crossFadeSeconds, 0.0);
        QCOMPARE(record.timings.chunks, 0);
        QVERIFY(record.durationRule == engine::DurationRule::AsUpstream);
        QVERIFY(record.joining == engine::Joining::AsUpstream);
        QVERIFY(record.otherVoices.isEmpty());
        QCOMPARE(record.sampleRate, 1);
        QCOMPARE(record.seconds, 0.0);
        QVERIFY(!open.audio(record));
    }
};

QTEST_GUILESS_MAIN(TestTakeLibrary)
#include "tst_take_library.moc"
