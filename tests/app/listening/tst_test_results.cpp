// What votes say, beside what Python says of the same votes (tests/reference/make_listening_results.py); who is
// believed; simulated votes; the plain words.
#include <QTest>

#include <cmath>

#include "app/listening/results_report.h"
#include "app/listening/test_results.h"
#include "engine/json.h"
#include "tests/app/listening/voted_sessions.h"

using namespace app::listening;
using engine::Json;
using engine::statistics::ReasonKind;
using engine::statistics::Verdict;

namespace {

const Json &cases() {
    static const Json json = Json::read(TEST_DATA "/listening/results.json");
    return json["cases"];
}

QString word(Verdict verdict) {
    return QString::fromStdString(toString(verdict));
}

int whole(const Json &json) {
    return int(json.integer());
}

FormRating formOf(const Json &rating) {
    return {whole(rating.array()[0]), whole(rating.array()[1]), whole(rating.array()[2]),
            whole(rating.array()[3]) == 1};
}

// The answer of a listener of the case. Column 0 is the baseline (NFE 7), column 1 the candidate.
AnswerTo answerOf(const Json &oneCase, std::size_t listener, Mode mode) {
    return [&oneCase, listener, mode](const Trial &trial) {
        const auto row = std::size_t(trial.row);
        Vote vote;
        if (mode == Mode::AbPreference || mode == Mode::Cmos) {
            if (trial.kind == Trial::Kind::Null)
                return vote;
            if (trial.kind == Trial::Kind::Gold)
                return pairVote(trial, [](Condition condition) { return condition == kReference ? 1 : 0; });
            const int better = whole(oneCase["votes"].array()[listener].array()[row]);
            return pairVote(
                trial, [&](Condition condition) { return condition == 1 ? better : 0; }, 3);
        }
        for (const Condition condition : trial.shown) {
            const Json &of = oneCase[condition == 1 ? "candidate" : "baseline"].array()[listener].array()[row];
            if (mode == Mode::Mushra)
                vote.scores.push_back(condition >= 0 ? whole(of) : condition == kReference ? 95 : 10);
            else
                vote.forms.push_back(condition >= 0            ? formOf(of)
                                     : condition == kReference ? FormRating{5, 5, 5}
                                                               : FormRating{1, 1, 1});
        }
        return vote;
    };
}

bool isNear(double one, double other) {
    return std::abs(one - other) <= 1e-9 * std::max(1.0, std::abs(other));
}

AnswerTo everywhere(int candidateWorth) {
    return [candidateWorth](const Trial &trial) {
        return pairVote(trial, [&](Condition condition) {
            return condition == kReference ? 1 : condition == kAnchor ? -1 : condition == 1 ? candidateWorth : 0;
        });
    };
}

const NamedFigure *figure(const ScaleResult &scale, const QString &part) {
    for (const NamedFigure &each : scale.tests) {
        if (each.name.contains(part))
            return &each;
    }
    return nullptr;
}

} // namespace

class TestTestResults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void votesSayWhatPythonSays_data() {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < cases().array().size(); ++i) {
            const Json &each = cases().array()[i];
            QTest::addRow("%d %s %s", int(i), each["mode"].string().c_str(), each["verdict"].string().c_str())
                << int(i);
        }
    }

    void votesSayWhatPythonSays() {
        QFETCH(const int, number);
        const Json &expected = cases().array()[std::size_t(number)];
        const Mode mode = modeFromWord(expected["mode"].string());
        const std::size_t listeners =
            (expected.contains("votes") ? expected["votes"] : expected["baseline"]).array().size();
        std::vector<AnswerTo> answers;
        for (std::size_t listener = 0; listener < listeners; ++listener)
            answers.push_back(answerOf(expected, listener, mode));
        const TestResults results = resultsOf(recordWith(nfe7Against6(mode), answers));
        QCOMPARE(results.listeners, listeners);
        QCOMPARE(results.votes, listeners * 26);
        const CandidateResult &candidate = results.candidates.at(0);
        QCOMPARE(word(candidate.decision.verdict), QString::fromStdString(expected["verdict"].string()));
        QCOMPARE(candidate.scales.size(), expected["scales"].array().size());
        for (std::size_t i = 0; i < candidate.scales.size(); ++i) {
            const ScaleResult &scale = candidate.scales[i];
            const Json &said = expected["scales"].array()[i];
            QCOMPARE(wordFor(scale.scale), said["scale"].string());
            QVERIFY(isNear(scale.drop, said["drop"].number()));
            QVERIFY(isNear(scale.headline->low, said["headline"].array()[0].number()));
            QVERIFY(isNear(scale.headline->high, said["headline"].array()[1].number()));
            QVERIFY(isNear(figure(scale, QStringLiteral("Sign-flip"))->value, said["sign_flip"].number()));
            QVERIFY(isNear(figure(scale, QStringLiteral("Wilcoxon"))->value, said["wilcoxon"].number()));
            for (std::size_t part = 0; part < scale.categories.size(); ++part)
                QVERIFY(isNear(scale.categories[part].mean, said["categories"].array().at(part).number()));
            for (const auto &finding : candidate.decision.findings) {
                if (finding.name != wordFor(scale.scale))
                    continue;
                QVERIFY(std::abs(finding.upper - said["upper"].number()) < 1e-6);
                QVERIFY(std::abs(finding.lower - said["lower"].number()) < 1e-6);
                QVERIFY(std::abs(finding.panelLower - said["panel_lower"].number()) < 1e-6);
            }
        }
        if (const Json &said = expected["preference"]; !said.isNull()) {
            QCOMPARE(candidate.preference->candidate, whole(said["candidate"]));
            QCOMPARE(candidate.preference->baseline, whole(said["baseline"]));
            QCOMPARE(candidate.preference->none, whole(said["none"]));
            QVERIFY(isNear(candidate.preference->p, said["p"].number()));
            QVERIFY(isNear(candidate.preference->share.low, said["low"].number()));
            QVERIFY(isNear(candidate.preference->share.high, said["high"].number()));
        }
        if (const Json &said = expected["artifacts"]; !said.isNull()) {
            QCOMPARE(int(candidate.artifacts->onlyCandidate), whole(said.array()[0]));
            QCOMPARE(int(candidate.artifacts->onlyPresent), whole(said.array()[1]));
        }
        if (const Json &said = expected["alpha"]; !said.isNull())
            QVERIFY(std::abs(*results.agreement.at(0).alpha - said.number()) < 1e-6);
    }

    void nobodyHasListened() {
        const TestResults none = resultsOf(recordWith(nfe7Against6(), {}));
        QVERIFY(!none.choice);
        QVERIFY(none.sentence.contains(QStringLiteral("Nobody has listened")));
        QVERIFY(!asReport(none).empty());
        // What was begun is no vote yet, and its order is not told.
        const TestDesign design = nfe7Against6();
        const auto plan = madeUpPlan(design);
        auto events = answered(plan, everywhere(0));
        events.pop_back();
        const TestResults open = resultsOf(recordOf(design, madeUpSounds(design), {{plan->header, events}}));
        QCOMPARE(open.sessionsUnfinished, 1);
        QCOMPARE(int(open.votes), 0);
        QVERIFY(open.sentence.contains(QStringLiteral("finished")));
        QVERIFY(!open.candidates[0].isAccepted());
    }

    void simulatedVotesDecideNothing() {
        TestDesign design = nfe7Against6();
        const std::vector<AnswerTo> equal(5, everywhere(0));
        const TestResults results = resultsOf(recordWith(design, equal, true));
        QVERIFY(results.simulated);
        QCOMPARE(word(results.candidates[0].decision.verdict), word(Verdict::Equivalent));
        QVERIFY(results.sentence.startsWith(QStringLiteral("Simulated votes")));
        QVERIFY(objectionToApplying(results, 1));
        QVERIFY(!objectionToApplying(resultsOf(recordWith(design, equal)), 1));
        // Beside a person's they do not count, and do not make them stronger.
        TestRecord both = recordWith(design, equal, true);
        const auto plan = madeUpPlan(design, 77, "Anna");
        both.sessions.push_back({plan->header, answered(plan, everywhere(-1))});
        const TestResults mixed = resultsOf(recordOf(design, both.stimuli, both.sessions));
        QVERIFY(!mixed.simulated);
        QCOMPARE(mixed.simulatedLeftOut, 5);
        QCOMPARE(int(mixed.listeners), 1);
        QCOMPARE(word(mixed.candidates[0].decision.verdict), word(Verdict::Rejected));
    }

    void theFastestThatWasAcceptedIsChosen() {
        TestDesign design = designOf({TestColumn{7}, TestColumn{6}, TestColumn{5}});
        const AnswerTo fiveIsBad = [](const Trial &trial) {
            return pairVote(trial, [](Condition condition) {
                return condition == 2 || condition == kAnchor ? -1 : condition == kReference ? 1 : 0;
            });
        };
        const AnswerTo allEqual = [](const Trial &trial) {
            return pairVote(trial, [](Condition condition) { return condition == kAnchor ? -1 : 0; });
        };
        MeasuredCells measured;
        for (int row = 0; row < 26; ++row) {
            for (Condition column = 0; column < 3; ++column)
                measured.cells.push_back({row, column, {{"rtf", 0.21 - 0.03 * column + 0.001 * row}}, {}, false});
        }
        const TestResults first = resultsOf(recordWith(design, {fiveIsBad, fiveIsBad}), measured);
        QCOMPARE(first.choice, std::optional<Condition>(1));
        QVERIFY(first.sentence.startsWith(QStringLiteral("Use NFE 6 EPSS.")));
        QVERIFY(first.choiceReason.contains(QStringLiteral("fastest")));
        const TestResults second = resultsOf(recordWith(design, {allEqual, allEqual}), measured);
        QCOMPARE(second.choice, std::optional<Condition>(2));
        // Unmeasured: steps are counted, and it is said.
        const TestResults unmeasured = resultsOf(recordWith(design, {allEqual, allEqual}));
        QCOMPARE(unmeasured.choice, std::optional<Condition>(2));
        QVERIFY(unmeasured.choiceReason.contains(QStringLiteral("speed was not measured")));
        // 5 is slower than 7 on this machine: nothing to be gained.
        for (CellFigures &cell : measured.cells)
            cell.figures["rtf"] = cell.condition == 0 ? 0.1 : 0.2;
        const TestResults slow = resultsOf(recordWith(design, {allEqual, allEqual}), measured);
        QCOMPARE(slow.choice, std::optional<Condition>(0));
        QVERIFY(slow.sentence.startsWith(QStringLiteral("Keep NFE 7 EPSS.")));
        // 6 is as good as 7 and faster; 5 is faster still.
        QVERIFY(!first.columns[0].onFront && first.columns[1].onFront && first.columns[2].onFront);
        QVERIFY(!slow.columns[2].onFront);
    }

    void undecidedTellsHowManyMore() {
        TestDesign design = nfe7Against6();
        design.margins.fewestVotes = 26;
        int turn = 0;
        const AnswerTo wavering = [&turn](const Trial &trial) {
            const int worth =
                trial.kind == Trial::Kind::Main ? std::vector{-1, -1, 1, -1, 0}[std::size_t(turn++) % 5] : 0;
            return pairVote(trial, [&](Condition condition) {
                return condition == kReference ? 1 : condition == 1 ? worth : 0;
            });
        };
        const TestResults results = resultsOf(recordWith(design, {wavering}));
        const CandidateResult &candidate = results.candidates[0];
        QCOMPARE(word(candidate.decision.verdict), word(Verdict::Undecided));
        QCOMPARE(results.choice, std::optional<Condition>(0));
        QVERIFY(candidate.decision.more.has_value());
        QVERIFY2(candidate.sentence.contains(QStringLiteral("more votes are needed")), qPrintable(candidate.sentence));
        QVERIFY(candidate.reasons.last().contains(QStringLiteral("not planned")));
        // A second look that was planned leaves each a smaller part of the error.
        design.margins.looks = 2;
        turn = 0;
        const TestResults planned = resultsOf(recordWith(design, {wavering}));
        QVERIFY(planned.candidates[0].decision.findings[0].upper > candidate.decision.findings[0].upper);
        QVERIFY(!planned.candidates[0].reasons.last().contains(QStringLiteral("not planned")));
        // Less than was agreed on decides nothing, however clear it is.
        design.margins.fewestVotes = 27;
        const TestResults few = resultsOf(recordWith(design, {everywhere(0)}));
        QCOMPARE(word(few.candidates[0].decision.verdict), word(Verdict::Undecided));
        QVERIFY(few.candidates[0].decision.reasons[0].kind == ReasonKind::TooFewVotes);
    }

    void importedSoundsAreNeverAccepted() {
        TestDesign design = nfe7Against6();
        design.flags = {"imported", "not-seed-matched"};
        const TestResults results = resultsOf(recordWith(design, std::vector<AnswerTo>(5, everywhere(0))));
        QCOMPARE(word(results.candidates[0].decision.verdict), word(Verdict::Undecided));
        QVERIFY(results.candidates[0].sentence.contains(QStringLiteral("made elsewhere")));
        QVERIFY(!results.candidates[0].decision.more);
        QVERIFY(objectionToApplying(results, 1));
        QVERIFY(QString::fromStdString(asReport(results)).contains(QStringLiteral("one seed")));
    }

    void abxTellsWhetherADifferenceIsHeard() {
        const TestDesign design = nfe7Against6(Mode::Abx);
        const AnswerTo always = [](const Trial &trial) {
            Vote vote;
            vote.choice = trial.x == 0 ? -1 : 1;
            vote.confidence = 3;
            return vote;
        };
        const TestResults results = resultsOf(recordWith(design, {always}));
        const CandidateResult &candidate = results.candidates[0];
        QCOMPARE(candidate.recognition->right, 26);
        QVERIFY(isNear(candidate.recognition->p, std::pow(0.5, 26)));
        QCOMPARE(word(candidate.decision.verdict), word(Verdict::Undecided));
        QVERIFY(candidate.sentence.contains(QStringLiteral("is heard: 26 of 26")));
    }

    void guardsRejectWhatVotesAccept() {
        const TestDesign design = nfe7Against6();
        const TestRecord record = recordWith(design, std::vector<AnswerTo>(5, everywhere(0)));
        const auto with = [&](const std::function<void(CellFigures &)> &change, const ResultOptions &options = {}) {
            MeasuredCells measured;
            for (int row = 0; row < 26; ++row) {
                for (Condition column = 0; column < 2; ++column) {
                    CellFigures cell{row, column, {}, {}, true};
                    change(cell);
                    measured.cells.push_back(cell);
                }
            }
            return word(resultsOf(record, measured, options).candidates[0].decision.verdict);
        };
        const auto nothing = [](CellFigures &) {};
        QCOMPARE(with(nothing), word(Verdict::Equivalent)); // what is not measured blocks nothing
        QCOMPARE(with([](CellFigures &cell) {
                     cell.figures["word-error"] = cell.condition == 1 ? 0.1 + 0.001 * cell.row : 0.01;
                 }),
                 word(Verdict::Rejected));
        QCOMPARE(with([](CellFigures &cell) {
                     cell.figures["likeness"] = cell.condition == 1 ? 0.7 - 0.001 * cell.row : 0.8;
                 }),
                 word(Verdict::Rejected));
        QCOMPARE(with([](CellFigures &cell) {
                     if (cell.condition == 1 && cell.row == 3)
                         cell.artifacts = {engine::quality::Artifact::NotNumbers};
                 }),
                 word(Verdict::Rejected));
        QCOMPARE(with([](CellFigures &cell) {
                     if (cell.condition == 1 && cell.row < 12)
                         cell.artifacts = {engine::quality::Artifact::Click};
                 }),
                 word(Verdict::Rejected));
        // In a batch that is large enough it can pass, fail and stay open.
        ResultOptions options;
        options.batches = {{1, 200, 0, 0}};
        QCOMPARE(with(nothing, options), word(Verdict::Equivalent));
        options.batches = {{1, 200, 40, 0}};
        QCOMPARE(with(nothing, options), word(Verdict::Rejected));
        options.batches = {{1, 200, 10, 2}};
        QCOMPARE(with(nothing, options), word(Verdict::Undecided));
    }

    void listenersWhoHearNothingDoNotCount() {
        const TestDesign design = nfe7Against6();
        const AnswerTo deaf = [](const Trial &trial) {
            return pairVote(trial, [](Condition condition) { return condition == kAnchor || condition == 1 ? 1 : 0; });
        };
        const TestResults results = resultsOf(recordWith(design, {everywhere(0), everywhere(0), deaf}));
        QCOMPARE(int(results.listeners), 2);
        int excluded = 0;
        for (const ListenerReport &report : results.reports) {
            excluded += report.excluded ? 1 : 0;
            QCOMPARE(report.objections.isEmpty(), !report.excluded);
            QCOMPARE(report.gold.asked, 1);
            QCOMPARE(report.nullPairs.asked, 2);
            QCOMPARE(report.repeats.asked, 4);
            QCOMPARE(report.repeats.right, 4);
            QCOMPARE(report.sideBias, std::optional(0.0));
            QVERIFY(report.fewestHeardMs > 0);
        }
        QCOMPARE(excluded, 1);
        QCOMPARE(results.candidates[0].preference->candidate, 0);
        // The view with all of them, and one who is alone.
        ResultOptions all;
        all.withExcluded = true;
        const TestResults beside = resultsOf(recordWith(design, {everywhere(0), everywhere(0), deaf}), {}, all);
        QCOMPARE(int(beside.listeners), 3);
        QVERIFY(objectionToApplying(beside, 1));
        const TestResults alone = resultsOf(recordWith(design, {deaf}));
        QCOMPARE(int(alone.listeners), 1);
        QVERIFY(!alone.reports[0].objections.isEmpty() && !alone.reports[0].excluded);
        const TestResults nobody = resultsOf(recordWith(design, {deaf, deaf}));
        QVERIFY2(nobody.sentence.contains(QStringLiteral("left out")), qPrintable(nobody.sentence));
    }

    // "No preference" twenty-six times is no proof when the pair that anybody hears got the same answer.
    void whoIsAloneAndHearsNothingAcceptsNothing() {
        const AnswerTo indifferent = [](const Trial &) { return Vote(); };
        const TestResults results = resultsOf(recordWith(nfe7Against6(), {indifferent}));
        QCOMPARE(int(results.listeners), 1);
        QCOMPARE(word(results.candidates[0].decision.verdict), word(Verdict::Undecided));
        QVERIFY(objectionToApplying(results, 1));
        QVERIFY2(results.candidates[0].sentence.contains(QStringLiteral("only listener")),
                 qPrintable(results.candidates[0].sentence));
        QVERIFY(!results.candidates[0].reasons.filter(QStringLiteral("only listener")).isEmpty());
    }

    void aLossOfNothingIsNotCalledLessThanNothing() {
        for (const int better : {0, 1}) {
            const std::vector<AnswerTo> answers(3, everywhere(better));
            const TestResults results = resultsOf(recordWith(nfe7Against6(), answers));
            const CandidateResult &candidate = results.candidates[0];
            QVERIFY(candidate.isAccepted());
            QVERIFY2(candidate.sentence.contains(QStringLiteral("no loss is heard")), qPrintable(candidate.sentence));
            QVERIFY2(candidate.reasons.first().contains(QStringLiteral("no loss is heard")),
                     qPrintable(candidate.reasons.first()));
        }
    }

    void whoTakesTheHiddenReferenceForWorseDoesNotCount() {
        const TestDesign design = nfe7Against6(Mode::Mushra);
        const auto rating = [](int missed) {
            return [missed](const Trial &trial) {
                Vote vote;
                for (const Condition condition : trial.shown)
                    vote.scores.push_back(condition == kReference ? (trial.row < missed ? 80 : 95)
                                          : condition >= 0        ? 70
                                                                  : 20);
                return vote;
            };
        };
        // 3 of 26 are 11.5 %, 4 are 15.4 %.
        const TestResults results = resultsOf(recordWith(design, {rating(0), rating(3), rating(4)}));
        QCOMPARE(int(results.listeners), 2);
        for (const ListenerReport &report : results.reports)
            QCOMPARE(report.excluded, report.listener == "3");
    }

    void sessionsOfOneListenerAreOneListeners() {
        const TestDesign design = nfe7Against6();
        std::vector<RecordedSession> sessions;
        for (std::uint64_t seed : {1U, 2U}) {
            const auto plan = madeUpPlan(design, seed, "Anna");
            sessions.push_back({plan->header, answered(plan, everywhere(seed == 1 ? -1 : 0))});
        }
        const TestResults results = resultsOf(recordOf(design, madeUpSounds(design), sessions));
        QCOMPARE(results.sessionsCounted, 2);
        QCOMPARE(int(results.listeners), 1);
        QCOMPARE(int(results.votes), 26);
        QCOMPARE(results.candidates[0].scales[0].drop, 0.5);
    }

    void measuresAreComparedWithVotes() {
        const TestDesign design = nfe7Against6(Mode::OriginalForm);
        const AnswerTo byRow = [](const Trial &trial) {
            Vote vote;
            for (const Condition condition : trial.shown) {
                const int points = 1 + (trial.row + (condition == 1 ? 1 : 0)) % 5;
                vote.forms.push_back({points, points, points, false});
            }
            return vote;
        };
        MeasuredCells measured;
        for (int row = 0; row < 26; ++row) {
            for (Condition column = 0; column < 2; ++column)
                measured.cells.push_back({row, column, {{"teacher", 9.0 - (row + column) % 5}}, {}, false});
        }
        const TestResults results = resultsOf(recordWith(design, {byRow}), measured);
        QCOMPARE(int(results.correlations.size()), 3);
        QCOMPARE(results.correlations[0].measure, std::string("teacher"));
        QCOMPARE(int(results.correlations[0].cells), 52);
        QVERIFY(isNear(results.correlations[0].spearman->value, -1));
        QVERIFY(isNear(results.correlations[0].kendall->value, -1));
    }

    void theReportBeginsWithASentenceAndTheMatrixIsFilledIn() {
        std::vector<AnswerTo> answers;
        for (std::size_t listener = 0; listener < 5; ++listener)
            answers.push_back(answerOf(cases().array()[1], listener, Mode::OriginalForm));
        const TestResults results = resultsOf(recordWith(nfe7Against6(Mode::OriginalForm), answers));
        const QString report = QString::fromStdString(asReport(results));
        QVERIFY(report.startsWith(results.sentence));
        QVERIFY(report.contains(QStringLiteral("Krippendorff")));
        QVERIFY(!report.contains(QStringLiteral("%1")));
        const std::vector<OriginalMatrix> matrix = originalMatrix(results);
        QCOMPARE(int(matrix.size()), 1);
        QCOMPARE(int(matrix[0].rows.size()), 6);
        QCOMPARE(matrix[0].rows[0].met, MatrixRow::Met::Yes);
        QVERIFY(matrix[0].decision.startsWith(QStringLiteral("ACCEPT")));
        QVERIFY2(matrix[0].rows[0].found.contains(QStringLiteral("95 %")), qPrintable(matrix[0].rows[0].found));
        TestDesign lessSure = nfe7Against6(Mode::OriginalForm);
        lessSure.margins.alpha = 0.1;
        QVERIFY(
            originalMatrix(resultsOf(recordWith(lessSure, answers)))[0].rows[0].found.contains(QStringLiteral("90 %")));
        const Json json = Json::parse(toJson(results).dump(2), "results");
        QCOMPARE(json["format"].string(), std::string("ishowtts-listening-results"));
        QCOMPARE(json["candidates"].array()[0]["decision"]["verdict"].string(), std::string("equivalent"));
        QCOMPARE(json["test"].string(), results.test);
    }

    void onlyWhatADefaultHoldsCanBeApplied() {
        TestDesign design = designOf({TestColumn{7}, TestColumn{6}});
        design.columns[1].cfgStrength = 1.5;
        const TestResults results = resultsOf(recordWith(design, std::vector<AnswerTo>(5, everywhere(0))));
        QVERIFY(results.candidates[0].isAccepted());
        QVERIFY(objectionToApplying(results, 1));
        QVERIFY(objectionToApplying(results, 0));
        QVERIFY(objectionToApplying(results, 5));
    }
};

QTEST_GUILESS_MAIN(TestTestResults)
#include "tst_test_results.moc"
