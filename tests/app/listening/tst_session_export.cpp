// Sessions for other programs and for people: every answer is in the table once, the log tells what was heard, and the
// original's form is the original's.
#include <QTest>

#include <functional>
#include <map>
#include <set>

#include "app/listening/listening_session.h"
#include "app/listening/session_export.h"
#include "engine/error.h"
#include "tests/app/listening/session_of_tests.h"

using namespace app::listening;
using Kind = ListeningEvent::Kind;

namespace {

// RFC 4180, by another hand than the one that wrote it.
std::vector<QStringList> readCsv(const std::string &text) {
    std::vector<QStringList> rows{{}};
    QString cell;
    bool quoted = false;
    const QString all = QString::fromStdString(text);
    for (qsizetype i = 0; i < all.size(); ++i) {
        const QChar c = all[i];
        if (quoted && c == u'"' && i + 1 < all.size() && all[i + 1] == u'"')
            cell += all[++i];
        else if (c == u'"')
            quoted = !quoted;
        else if (!quoted && (c == u',' || c == u'\n')) {
            rows.back() << cell.remove(u'\r');
            cell.clear();
            if (c == u'\n')
                rows.push_back({});
        } else
            cell += c;
    }
    rows.pop_back();
    return rows;
}

// Of one session; `always` says how it answers.
TestRecord recordWith(const TestDesign &design, const std::function<void(Vote &, const Trial &)> &always,
                      bool finished = true) {
    const auto plan = madeUpPlan(design, 11, "Anna, \"A\"");
    std::minstd_rand random(4);
    auto events = listenToTheEnd(plan, random);
    for (ListeningEvent &event : events) {
        if (event.vote)
            always(*event.vote, plan->order.trials[std::size_t(event.trial)]);
    }
    if (!finished)
        events.resize(events.size() - 2);
    return recordOf(design, plan->stimuli, {{plan->header, events}});
}

} // namespace

class TestSessionExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyAnswerIsInTheTableFromTheViewOfItsColumn() {
        for (const Mode mode : {Mode::AbPreference, Mode::Cmos}) {
            const TestDesign design = nfe7Against6(mode);
            // A listener who always finds NFE 7 better.
            const auto record = recordWith(design, [](Vote &vote, const Trial &trial) {
                vote.choice = trial.shown[0] == trial.shown[1]                      ? 0
                              : trial.shown[0] == 0 || trial.shown[0] == kReference ? -1
                                                                                    : 1;
            });
            const auto rows = readCsv(asCsv(record));
            QCOMPARE(rows[0].join(u','),
                     QStringLiteral("test,session,listener,simulated,complete,trial,kind,row,category,"
                                    "column,place,other,scale,value,heard_ms,undone,voted_at"));
            QCOMPARE(rows.size(), std::size_t(1 + 2 * (26 + 4 + 2 + 1)));
            std::map<QString, int> sums;
            std::map<QString, int> kinds;
            for (std::size_t i = 1; i < rows.size(); ++i) {
                QCOMPARE(rows[i].size(), 17);
                QCOMPARE(rows[i][0], QString::fromStdString(record.sessions[0].header.test));
                QCOMPARE(rows[i][2], QStringLiteral("Anna, \"A\""));
                QCOMPARE(rows[i][12], mode == Mode::Cmos ? QStringLiteral("cmos") : QStringLiteral("preference"));
                ++kinds[rows[i][6]];
                if (rows[i][6] == u"main")
                    sums[rows[i][9]] += rows[i][13].toInt();
                if (rows[i][6] == u"null")
                    QCOMPARE(rows[i][9], rows[i][11]);
                QVERIFY(rows[i][14].toInt() >= 700);
                QVERIFY(rows[i][16].startsWith(QStringLiteral("2023-11-14T")) && rows[i][16].endsWith(u'Z'));
            }
            QCOMPARE(sums[QStringLiteral("NFE 7 EPSS")], 26);
            QCOMPARE(sums[QStringLiteral("NFE 6 EPSS")], -26);
            QCOMPARE(kinds[QStringLiteral("repeat")], 8);
            QCOMPARE(kinds[QStringLiteral("gold")], 2);
        }
    }

    void theOtherModesHaveTheirScales() {
        const auto right = recordWith(nfe7Against6(Mode::Abx), [](Vote &vote, const Trial &trial) {
            vote.choice = trial.x == 0 ? -1 : 1;
            vote.confidence = 2;
        });
        std::set<QString> columns;
        int correct = 0;
        for (const QStringList &row : readCsv(asCsv(right))) {
            if (row[6] != u"main")
                continue;
            columns.insert(row[9]);
            correct += row[12] == u"correct" ? row[13].toInt() : 0;
        }
        QCOMPARE(correct, 26);
        QCOMPARE(columns, std::set<QString>{QStringLiteral("NFE 6 EPSS")});

        const auto mushra = recordWith(nfe7Against6(Mode::Mushra), [](Vote &vote, const Trial &trial) {
            for (std::size_t i = 0; i < vote.scores.size(); ++i)
                vote.scores[i] = trial.shown[i] == kReference ? 100
                                 : trial.shown[i] == kLowPass ? 20
                                                              : 60 + trial.shown[i];
        });
        int asked = 0;
        for (const QStringList &row : readCsv(asCsv(mushra))) {
            if (row[6] == u"main") {
                ++asked;
                const QString expected = row[9] == u"NFE 32 uniform"     ? QStringLiteral("100")
                                         : row[9] == u"low-pass 3.5 kHz" ? QStringLiteral("20")
                                         : row[9] == u"NFE 7 EPSS"       ? QStringLiteral("60")
                                         : row[9] == u"NFE 6 EPSS"       ? QStringLiteral("61")
                                                                         : QStringLiteral("58");
                QCOMPARE(row[13], expected);
            }
        }
        QCOMPARE(asked, 26 * 5);

        const auto form = recordWith(nfe7Against6(Mode::OriginalForm),
                                     [](Vote &vote, const Trial &) { vote.notes = "one, \"two\"\nthree"; });
        int notes = 0;
        for (const QStringList &row : readCsv(asCsv(form))) {
            if (row[12] == u"notes" && row[6] == u"main") {
                QCOMPARE(row[13], QStringLiteral("one, \"two\"\nthree"));
                QVERIFY(row[9].isEmpty() && row[10].isEmpty());
                ++notes;
            }
        }
        QCOMPARE(notes, 26);
    }

    void whatIsNotFinishedTellsNothing() {
        const auto record = recordWith(
            nfe7Against6(), [](Vote &, const Trial &) {}, false);
        QCOMPARE(readCsv(asCsv(record)).size(), std::size_t(1));
        const QString log = QString::fromStdString(asLog(record, record.sessions[0].header.id));
        QVERIFY(log.contains(QStringLiteral("not finished")));
        QVERIFY(log.contains(QString::fromStdString(record.sessions[0].header.commitment)));
        QVERIFY(!log.contains(QString::fromStdString(record.sessions[0].header.salt)));
        QVERIFY(!log.contains(QStringLiteral("1 NFE")));
        QVERIFY_EXCEPTION_THROWN((void)asLog(record, "nobody"), engine::Error);
    }

    void theLogTellsWhatWasHeard() {
        const auto record = recordWith(nfe7Against6(), [](Vote &vote, const Trial &) { vote.choice = 1; });
        const QString log = QString::fromStdString(asLog(record, record.sessions[0].header.id));
        for (const Stimulus &stimulus : record.stimuli)
            QVERIFY(log.contains(QString::fromStdString(stimulus.hash)));
        QCOMPARE(log.count(QStringLiteral("2 is better")), 26 + 4 + 2 + 1);
        QVERIFY(log.contains(QStringLiteral("sealed: yes")));
        QVERIFY(log.contains(QStringLiteral("Anna, \"A\"")));
        QVERIFY(!log.contains(QStringLiteral("SIMULATED")));
    }

    // The original's script, by its own words.
    void theEmptyFormIsTheOriginals() {
        const TestDesign design = nfe7Against6(Mode::OriginalForm);
        QString expected = QStringLiteral("NFE=6 Quality Evaluation\n") + QString(70, u'=') + QStringLiteral("\n\n") +
                           QStringLiteral("Evaluator: _______________\nDate: _______________\n\n") +
                           QStringLiteral("Rating Scale:\n5 = Excellent, 4 = Good, 3 = Acceptable, 2 = Poor, 1 = "
                                          "Unacceptable\n\n") +
                           QString(70, u'-') + QStringLiteral("\n\n");
        for (const TestRow &row : design.rows)
            expected += QStringLiteral("Test: %1\nText: %2\n"
                                       "NFE=7: Naturalness __ | Clarity __ | Artifacts (Y/N) __ | Prosody __\n"
                                       "NFE=6: Naturalness __ | Clarity __ | Artifacts (Y/N) __ | Prosody __\n"
                                       "Notes: _________________________________________________\n\n")
                            .arg(QString::fromStdString(row.id), QString::fromStdString(row.text));
        expected +=
            QString(70, u'-') + QStringLiteral("\n\nOverall Assessment:\n\n"
                                               "Quality difference noticeable? (Y/N) __\n"
                                               "NFE=6 acceptable for production? (Y/N) __\n"
                                               "Accept 14% speedup for this quality? (Y/N) __\n\n"
                                               "Final Decision: ACCEPT / REJECT NFE=6\n\n"
                                               "Recommendation:\n"
                                               "_________________________________________________________________\n"
                                               "_________________________________________________________________\n");
        const TestRecord record = recordOf(design, madeUpSounds(design), {});
        QCOMPARE(QString::fromStdString(asOriginalForm(record, {})), expected);
    }

    void theFormIsFilledIn() {
        const auto record = recordWith(nfe7Against6(Mode::OriginalForm), [](Vote &vote, const Trial &trial) {
            for (std::size_t place = 0; place < vote.forms.size(); ++place)
                vote.forms[place] = trial.kind != Trial::Kind::Main ? FormRating{1, 1, 1, true}
                                    : trial.shown[place] == 0       ? FormRating{5, 4, 4, false}
                                                                    : FormRating{3, 4, 2, true};
            vote.notes = trial.row == 0 ? "a click\nat the end" : "";
        });
        const QString form = QString::fromStdString(asOriginalForm(record, record.sessions[0].header.id, 12.4));
        QVERIFY(form.contains(QStringLiteral("Evaluator: Anna, \"A\"\nDate: 2023-11-14\n")));
        QCOMPARE(form.count(QStringLiteral("NFE=7: Naturalness 5 | Clarity 4 | Artifacts (Y/N) N | Prosody 4\n"
                                           "NFE=6: Naturalness 3 | Clarity 4 | Artifacts (Y/N) Y | Prosody 2\n")),
                 26);
        QVERIFY(form.contains(QStringLiteral("Notes: a click at the end\n")));
        QVERIFY(form.contains(QStringLiteral("noticeable? (Y/N) Y\nNFE=6 acceptable for production? (Y/N) N\n"
                                             "Accept 12% speedup for this quality? (Y/N) Y\n")));
        QVERIFY(form.contains(QStringLiteral("Final Decision: REJECT NFE=6\n\nRecommendation:\nKeep NFE 7.\n")));
        const auto another = recordWith(nfe7Against6(), [](Vote &, const Trial &) {});
        QVERIFY_EXCEPTION_THROWN((void)asOriginalForm(another, {}), engine::Error);
        QVERIFY_EXCEPTION_THROWN((void)asOriginalForm(record, std::string("nobody")), engine::Error);
    }
};

QTEST_APPLESS_MAIN(TestSessionExport)
#include "tst_session_export.moc"
