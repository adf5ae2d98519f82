// `ishowtts compare`: four sentences in three columns, made, listened to, judged, applied, taken back and checked.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "tests/end_to_end/program.h"

using end_to_end::Program;
using end_to_end::Run;

namespace {

Run compare(const Program &program, const QStringList &words, const QByteArray &input = {}) {
    return program.run(QStringList{u"compare"_qs} + words, input);
}

Run make(const Program &program, const QStringList &more = {}, const QString &rows = u"4"_qs) {
    return compare(program, QStringList{u"make"_qs, u"--model"_qs, Program::tinyModel(), u"--nfe"_qs, u"7,6,5"_qs,
                                        u"--rows"_qs, rows, u"--mode"_qs, u"cmos"_qs, u"--json"_qs} +
                                more);
}

bool write(const QString &file, const QByteArray &bytes) {
    QFile opened(file);
    return opened.open(QIODevice::WriteOnly) && opened.write(bytes) == bytes.size();
}

} // namespace

class TestCompareVerb : public QObject {
    Q_OBJECT

    // A library with a test whose sounds are all made, which takes longest, and their folder. Each test function has a
    // copy of the library.
    const Program m_made;
    const QString m_set = m_made.path(u"set"_qs);
    Run m_making;

private Q_SLOTS:
    void initTestCase() {
        m_making = make(m_made, {u"--out"_qs, m_set});
        QVERIFY2(m_making.status == 0, qPrintable(m_making.messages));
    }

    void whatIsMissingIsMade() {
        const Program program;
        QVERIFY(program.takeOver(m_made));
        const QJsonObject made = m_making.object();
        QCOMPARE(made[u"cells"].toInt(), 4 * 5); // with the reference and the anchor of the sure pairs
        QCOMPARE(made[u"made"].toInt(), 20);
        QCOMPARE(made[u"test"].toString().size(), 64);
        QCOMPARE(made[u"columns"].toArray()[0].toObject()[u"column"].toString(), u"NFE 7 EPSS"_qs);
        QVERIFY(made[u"columns"].toArray()[0].toObject()[u"rtf_median"].toDouble() > 0);
        const QJsonObject again = make(program).object();
        QCOMPARE(again[u"made"].toInt(), 0);
        QCOMPARE(again[u"test"], made[u"test"]);
        QCOMPARE(again[u"design"], made[u"design"]);
        const QJsonObject list = compare(program, {u"list"_qs, u"--json"_qs}).object();
        QCOMPARE(list[u"tests"].toArray().size(), 1);
        const Run table = compare(program, {});
        QVERIFY2(table.output.contains("NFE 7 EPSS; NFE 6 EPSS; NFE 5 EPSS"), table.output.constData());
    }

    void simulatedVotesAreReportedAndDecideNothing() {
        const Program program, other;
        QVERIFY(program.takeOver(m_made));
        QCOMPARE(make(program, {u"--name"_qs, u"evening"_qs}).status, 0);
        const Run vote = compare(program, {u"vote"_qs, u"evening"_qs, u"--model"_qs, Program::tinyModel(),
                                           u"--simulate"_qs, u"sd=0.5,effect=0,listeners=3"_qs, u"--json"_qs});
        QVERIFY2(vote.status == 0, qPrintable(vote.messages));
        QCOMPARE(vote.object()[u"sessions"].toArray().size(), 3);
        const Run report = compare(program, {u"report"_qs, u"evening"_qs, u"--no-measures"_qs, u"--json"_qs});
        QVERIFY2(report.status == 0, qPrintable(report.messages));
        QVERIFY(report.object()[u"simulated"].toBool());
        const Run text = compare(program, {u"report"_qs, u"--no-measures"_qs});
        QVERIFY2(text.status == 0 && text.output.contains("NFE 6 EPSS"), text.output.constData());
        const Run csv = compare(program, {u"report"_qs, u"--format"_qs, u"csv"_qs});
        QVERIFY(csv.output.startsWith("test,session,listener"));
        const Run apply = compare(program, {u"apply"_qs, u"--column"_qs, u"6"_qs, u"--no-measures"_qs, u"--json"_qs});
        QCOMPARE(apply.status, 1);
        QVERIFY2(!apply.object()[u"applied"].toBool() && !apply.object()[u"why"].toString().isEmpty(),
                 apply.output.constData());
        const QString file = program.path(u"sessions.json"_qs);
        QCOMPARE(compare(program, {u"report"_qs, u"--format"_qs, u"sessions"_qs, u"--out"_qs, file}).status, 0);
        QCOMPARE(compare(other, {u"import"_qs, file, u"--json"_qs}).object()[u"new"].toInt(), 3);
        QCOMPARE(compare(other, {u"import"_qs, file, u"--json"_qs}).object()[u"new"].toInt(), 0);
    }

    void aTestIsVotedAppliedAndTakenBack() {
        const Program program;
        QVERIFY(program.takeOver(m_made));
        QJsonObject design = compare(program, {u"list"_qs, u"--json"_qs})
                                 .object()[u"tests"]
                                 .toArray()[0]
                                 .toObject()[u"design"]
                                 .toObject();
        // Nothing is heard on a machine without a loudspeaker.
        design[u"minimumHeardMs"_qs] = 0;
        design[u"checks"_qs] = QJsonObject{{u"nullPairs"_qs, 0}, {u"repeats"_qs, 0}, {u"gold"_qs, 0}};
        QJsonObject margins = design[u"margins"].toObject();
        margins[u"fewestVotes"_qs] = 4;
        design[u"margins"_qs] = margins;
        design[u"name"_qs] = u"quick"_qs;
        const QString file = program.path(u"design.json"_qs);
        QVERIFY(write(file, QJsonDocument(design).toJson()));
        const QStringList tiny{u"--model"_qs, Program::tinyModel()};
        const Run made = compare(program, QStringList{u"make"_qs, u"--design"_qs, file, u"--json"_qs} + tiny);
        QVERIFY2(made.status == 0, qPrintable(made.messages));
        QCOMPARE(made.object()[u"made"].toInt(), 0); // they are there from before
        // Two of eight answers, one of them no answer at all, one taken back; then away.
        const Run begun = compare(program, QStringList{u"vote"_qs, u"quick"_qs} + tiny, "7\n0\n0\nu\n");
        QCOMPARE(begun.status, 130);
        QVERIFY2(begun.output.contains("Question 2 of 8") && begun.output.contains("Sealed order"),
                 begun.output.constData());
        QVERIFY(!begun.output.contains("NFE")); // blind
        const Run rest = compare(program, QStringList{u"vote"_qs, u"quick"_qs} + tiny, "0\n0\n0\n0\n0\n0\n0\n");
        QVERIFY2(rest.status == 0, qPrintable(rest.messages));
        QVERIFY(rest.messages.contains(u"going on"));
        QVERIFY(rest.output.contains("with the salt"));
        const Run report = compare(program, {u"report"_qs, u"quick"_qs, u"--json"_qs});
        QVERIFY2(report.status == 0 && !report.object()[u"simulated"].toBool(), report.output.constData());
        QCOMPARE(report.object()[u"looks"].toArray().size(), 1);
        // What a person brings to measure with, and a batch that nobody listens to.
        const QStringList brought{u"report"_qs, u"quick"_qs, u"--json"_qs};
        const QStringList counts = brought + QStringList{u"--no-measures"_qs};
        const Run batch = compare(program, counts + QStringList{u"--batch"_qs, u"5"_qs} + tiny);
        QVERIFY2(batch.status == 0, qPrintable(batch.messages));
        QVERIFY2(batch.messages.contains(u"of 5 pairs"), qPrintable(batch.messages));
        const QJsonObject counted = compare(program, counts) // kept with the test
                                        .object()[u"candidates"]
                                        .toArray()[0]
                                        .toObject()[u"batch"]
                                        .toObject();
        QCOMPARE(counted[u"pairs"].toInt(), 5);
        const auto measured = [](const Run &run, const QString &measure) {
            return !run.object()[u"not_measured"].toObject().contains(measure);
        };
        QVERIFY2(!measured(report, u"likeness"_qs) && !measured(report, u"word-error"_qs), report.output.constData());
        const QString heard = program.path(u"heard.json"_qs);
        QVERIFY(write(heard, R"({"format": 1, "recogniser": "me", "heard": {}})"));
        const Run withAll = compare(program, brought + QStringList{u"--heard"_qs, heard, u"--speaker-model"_qs,
                                                                   QStringLiteral(TEST_DATA "/distances")});
        QVERIFY2(withAll.status == 0, qPrintable(withAll.messages));
        QCOMPARE(withAll.object()[u"looks"].toArray().size(), 1); // the same votes
        QVERIFY2(measured(withAll, u"likeness"_qs) && measured(withAll, u"word-error"_qs), withAll.output.constData());
        QCOMPARE(compare(program, brought + QStringList{u"--heard"_qs, heard + u"no"_qs}).status, 3);
        QCOMPARE(compare(program, brought + QStringList{u"--speaker-model"_qs, program.path(u"no"_qs)}).status, 3);
        const QString toml = program.path(u"ishowtts.toml"_qs);
        QVERIFY(write(toml, "# mine\n[f5]\ndefault_nfe_step = 7 # steps\n"));
        const QStringList apply{u"apply"_qs,  u"quick"_qs,         u"--column"_qs,      u"6"_qs,
                                u"--json"_qs, u"--no-measures"_qs, u"--no-benchmark"_qs};
        const Run dry = compare(program, apply + QStringList{u"--dry-run"_qs});
        QVERIFY2(dry.status == 0 && !dry.object()[u"applied"].toBool(), dry.output.constData());
        // What must be refused is refused before anything is written.
        QCOMPARE(compare(program, apply + QStringList{u"--toml"_qs, program.path(u"no.toml"_qs)}).status, 3);
        QVERIFY(compare(program, apply + QStringList{u"--dry-run"_qs}).object()[u"changes"].toArray().size() > 0);
        const Run applied = compare(program, apply + QStringList{u"--toml"_qs, toml});
        QVERIFY2(applied.status == 0 && applied.object()[u"applied"].toBool(), applied.output.constData());
        QCOMPARE(Program::read(toml), QByteArray("# mine\n[f5]\ndefault_nfe_step = 6 # steps\n"));
        const auto steps = [&] {
            const QStringList say{u"say"_qs,    u"--text"_qs,   u"Hello."_qs, u"--out"_qs, program.path(u"o.wav"_qs),
                                  u"--json"_qs, u"--no-keep"_qs};
            return program.run(say + tiny).object()[u"nfe_step"].toInt();
        };
        QCOMPARE(steps(), 6); // from the next utterance on
        const Run back = compare(program, {u"rollback"_qs, u"--json"_qs});
        QVERIFY2(back.status == 0, qPrintable(back.messages));
        QCOMPARE(back.object()[u"nfe"].toInt(), 7);
        QCOMPARE(steps(), 7);
        QCOMPARE(compare(program, {u"rollback"_qs}).status, 3);
    }

    void theOriginalsFormIsFilledInAtATerminal() {
        const Program program;
        const QString design = program.path(u"design.json"_qs);
        QVERIFY(write(design, R"({"format": "ishowtts-test-design", "schema": 1, "voice": "slt", "mode": "form",
            "minimumHeardMs": 0, "baseline": 0, "checks": {"gold": 0, "nullPairs": 0, "repeats": 0},
            "rows": [{"id": "one", "category": "own", "text": "Hello there.", "seed": 1}],
            "columns": [{"nfe": 7}, {"nfe": 6}]})"));
        const QStringList tiny{u"--model"_qs, Program::tinyModel()};
        const Run made =
            compare(program, QStringList{u"make"_qs, u"--design"_qs, design, u"--name"_qs, u"f"_qs} + tiny);
        QVERIFY2(made.status == 0, qPrintable(made.messages));
        const Run vote = compare(program, QStringList{u"vote"_qs, u"f"_qs} + tiny,
                                 "4 4 5 n\n4 4 5 n, 3 3 4 y; a click\ny\nmaybe\nn\nn\nn\nKeep 7.\n");
        QVERIFY2(vote.status == 0, qPrintable(vote.messages + QString::fromUtf8(vote.output)));
        const Run form =
            compare(program, {u"report"_qs, u"f"_qs, u"--format"_qs, u"form"_qs, u"--session"_qs, u"me"_qs});
        QVERIFY2(form.status == 0 && form.output.contains("Keep 7.") && form.output.contains("a click"),
                 form.output.constData());
    }

    void aSetIsCheckedAgainstThisBuild() {
        const Program program;
        QVERIFY(program.takeOver(m_made));
        const QString set = program.path(u"set"_qs);
        const Run stored = make(program, {u"--out"_qs, set}, u"2"_qs);
        QVERIFY2(stored.status == 0 && stored.object()[u"made"].toInt() == 0, qPrintable(stored.messages));
        const QStringList check{u"check"_qs, set, u"--model"_qs, Program::tinyModel(), u"--json"_qs};
        const Run same = compare(program, check);
        QVERIFY2(same.status == 0 && same.object()[u"passed"].toBool(), same.output.constData());
        // Another model is no drop of this build, and is said before anything is made.
        const QByteArray written = Program::read(set + u"/cells.json"_qs);
        QByteArray others = written;
        const qsizetype at = others.indexOf("\"model_hash\"");
        QVERIFY(at > 0);
        const qsizetype hash = others.indexOf('"', others.indexOf(':', at)) + 1;
        others[hash] = others[hash] == 'a' ? 'b' : 'a';
        QVERIFY(write(set + u"/cells.json"_qs, others));
        QCOMPARE(compare(program, check).status, 3);
        QVERIFY(write(set + u"/cells.json"_qs, written));
        // What was stored as NFE 5 was as good as the reference: now it is not any more.
        QJsonObject list = QJsonDocument::fromJson(Program::read(set + u"/cells.json"_qs)).object();
        QJsonArray cells = list[u"cells"].toArray();
        for (qsizetype i = 0; i < cells.size(); ++i) {
            QJsonObject cell = cells[i].toObject();
            if (cell[u"condition"].toString() != u"2")
                continue;
            for (const QJsonValue &other : std::as_const(cells)) {
                if (other[u"row"] == cell[u"row"] && other[u"condition"].toString() == u"reference") {
                    cell[u"audio"_qs] = other[u"audio"];
                    const QString file = set + u'/' + cell[u"file"].toString();
                    QVERIFY(QFile::remove(file) && QFile::copy(set + u'/' + other[u"file"].toString(), file));
                }
            }
            cells[i] = cell;
        }
        list[u"cells"_qs] = cells;
        QVERIFY(write(set + u"/cells.json"_qs, QJsonDocument(list).toJson()));
        const Run worse = compare(program, check);
        QCOMPARE(worse.status, 1);
        QVERIFY(!worse.object()[u"passed"].toBool());
        QStringList named;
        for (const QJsonValue &drop : worse.object()[u"drops"].toArray())
            named << drop[u"measure"].toString() + u' ' + drop[u"column"].toString();
        QVERIFY2(named.contains(u"teacher NFE 5 EPSS"), qPrintable(named.join(u", ")));
        QVERIFY2(named.filter(u"NFE 7"_qs).isEmpty(), qPrintable(named.join(u", ")));
    }

    void pairsMadeElsewhereComeInAndNeverDecide() {
        const Program program;
        QVERIFY(program.takeOver(m_made));
        const QString pairs = program.path(u"pairs"_qs);
        for (const QString &steps : {u"6"_qs, u"7"_qs}) {
            QVERIFY(QDir().mkpath(pairs + u"/nfe"_qs + steps));
            for (const QString &row : {u"short_1"_qs, u"short_2"_qs})
                QVERIFY(QFile::copy(m_set + u"/nfe-%1-epss/%2_nfe-%1-epss.wav"_qs.arg(steps, row),
                                    pairs + u"/nfe%1/%2_nfe%1.wav"_qs.arg(steps, row)));
        }
        const Run imported = compare(program, {u"import"_qs, pairs, u"--name"_qs, u"elsewhere"_qs, u"--json"_qs});
        QVERIFY2(imported.status == 0, qPrintable(imported.messages));
        QCOMPARE(imported.object()[u"cells"].toInt(), 4);
        const QJsonObject again =
            compare(program, {u"import"_qs, pairs, u"--name"_qs, u"elsewhere"_qs, u"--json"_qs}).object();
        QCOMPARE(again[u"design"], imported.object()[u"design"]);
        const Run vote = compare(program, {u"vote"_qs, u"elsewhere"_qs, u"--simulate"_qs, u"effect=-1,listeners=9"_qs});
        QCOMPARE(vote.status, 0);
        const Run apply =
            compare(program, {u"apply"_qs, u"elsewhere"_qs, u"--column"_qs, u"6"_qs, u"--no-measures"_qs});
        QCOMPARE(apply.status, 1);
        QCOMPARE(compare(program, {u"check"_qs, u"elsewhere"_qs}).status, 3); // nobody can make them again
    }

    void whatMakesNoSenseIsRefused() {
        const Program program;
        QCOMPARE(compare(program, {u"nonsense"_qs}).status, 2);
        QCOMPARE(compare(program, {u"make"_qs, u"--format"_qs, u"csv"_qs}).status, 2);
        QCOMPARE(compare(program, {u"make"_qs, u"--nfe"_qs, u"7,x"_qs}).status, 2);
        QCOMPARE(compare(program, {u"make"_qs, u"--nfe"_qs, u"7"_qs}).status, 3); // one column is no test
        QCOMPARE(compare(program, {u"vote"_qs, u"nobody's"_qs}).status, 3);
        QCOMPARE(compare(program, {u"report"_qs}).status, 3);
        QCOMPARE(compare(program, {u"check"_qs, u"/nowhere"_qs}).status, 3);
        const Run help = compare(program, {u"--help"_qs});
        QVERIFY2(help.status == 0 && help.output.contains("rollback"), help.output.constData());
    }
};

QTEST_GUILESS_MAIN(TestCompareVerb)
#include "tst_compare_verb.moc"
