// Results for programs: results_report.h.
#include "app/listening/listening_words.h"
#include "app/listening/results_report.h"

namespace app::listening {

using engine::Json;
using namespace engine::statistics;

namespace {

constexpr const char *kFormat = "ishowtts-listening-results";
constexpr int kSchema = 1;

std::string plain(const QString &text) {
    return text.toStdString();
}

Json jsonOf(const Interval &interval) {
    return Json::Array{interval.low, interval.high};
}

template <class Value> Json orNull(const std::optional<Value> &value) {
    return value ? Json(*value) : Json();
}

Json orNull(const std::optional<Interval> &interval) {
    return interval ? jsonOf(*interval) : Json();
}

template <class Things, class Write> Json listOf(const Things &things, Write &&write) {
    Json::Array list;
    for (const auto &thing : things)
        list.push_back(write(thing));
    return list;
}

Json jsonOf(const NamedFigure &figure) {
    return Json::Object{{"name", plain(figure.name)},
                        {"value", figure.value},
                        {"n", std::uint64_t(figure.count)},
                        {"interval", orNull(figure.interval)},
                        {"python", figure.python}};
}

Json jsonOf(const std::vector<NamedFigure> &figures) {
    return listOf(figures, [](const NamedFigure &figure) { return jsonOf(figure); });
}

Json jsonOf(const ScaleResult &scale) {
    return Json::Object{{"scale", wordFor(scale.scale)},
                        {"decides", scale.decides},
                        {"votes", std::uint64_t(scale.votes)},
                        {"listeners", std::uint64_t(scale.listeners)},
                        {"sentences", std::uint64_t(scale.sentences)},
                        {"drop", scale.drop},
                        {"headline", orNull(scale.headline)},
                        {"categories", listOf(scale.categories,
                                              [](const CategoryMean &category) -> Json {
                                                  return Json::Object{{"category", category.category},
                                                                      {"votes", std::uint64_t(category.votes)},
                                                                      {"drop", category.mean},
                                                                      {"interval", orNull(category.interval)}};
                                              })},
                        {"tests", jsonOf(scale.tests)}};
}

Json jsonOf(const Decision &decision) {
    Json::Object object{{"verdict", toString(decision.verdict)},
                        {"reasons", listOf(decision.reasons,
                                           [](const Reason &reason) -> Json {
                                               return Json::Object{{"kind", toString(reason.kind)},
                                                                   {"subject", reason.subject},
                                                                   {"figure", reason.figure},
                                                                   {"limit", reason.limit}};
                                           })},
                        {"findings", listOf(decision.findings, [](const ScaleFinding &finding) -> Json {
                             return Json::Object{{"scale", finding.name},
                                                 {"mean", finding.mean.mean},
                                                 {"error", finding.mean.error},
                                                 {"freedom", finding.mean.freedom},
                                                 {"headline", jsonOf(finding.headline)},
                                                 {"upper", finding.upper},
                                                 {"lower", finding.lower},
                                                 {"panel_lower", finding.panelLower}};
                         })}};
    if (decision.more)
        object["more"] = Json::Object{{"votes", std::uint64_t(decision.more->votes)},
                                      {"listeners", std::uint64_t(decision.more->listeners)},
                                      {"sentences", std::uint64_t(decision.more->sentences)}};
    return object;
}

Json jsonOf(const CandidateResult &candidate) {
    Json::Object object{{"column", candidate.candidate},
                        {"key", plain(candidate.key)},
                        {"sentence", plain(candidate.sentence)},
                        {"decision", jsonOf(candidate.decision)},
                        {"scales", listOf(candidate.scales, [](const ScaleResult &scale) { return jsonOf(scale); })},
                        {"tests", jsonOf(candidate.tests)}};
    if (const auto &preference = candidate.preference)
        object["preference"] = Json::Object{{"candidate", preference->candidate},
                                            {"baseline", preference->baseline},
                                            {"none", preference->none},
                                            {"share", orNull(preference->candidateShare())},
                                            {"interval", jsonOf(preference->share)},
                                            {"p", preference->p},
                                            {"p_holm", preference->adjusted},
                                            {"e_value", preference->evidence}};
    if (const auto &heard = candidate.recognition)
        object["recognition"] = Json::Object{{"right", heard->right},
                                             {"asked", heard->asked},
                                             {"interval", jsonOf(heard->share)},
                                             {"p", heard->p},
                                             {"p_holm", heard->adjusted}};
    if (const auto &batch = candidate.batch)
        object["batch"] = Json::Object{{"pairs", std::int64_t(batch->pairs)},
                                       {"only_candidate", std::int64_t(batch->onlyCandidate)},
                                       {"only_baseline", std::int64_t(batch->onlyBaseline)}};
    if (const auto &artifacts = candidate.artifacts)
        object["artifacts"] =
            Json::Object{{"only_candidate", artifacts->onlyCandidate}, {"only_baseline", artifacts->onlyPresent}};
    return object;
}

Json jsonOf(const ColumnResult &column) {
    return Json::Object{{"column", column.column},
                        {"key", plain(column.key)},
                        {"baseline", column.isBaseline},
                        {"quality", orNull(column.quality)},
                        {"quality_interval", orNull(column.qualityInterval)},
                        {"rtf", orNull(column.rtf)},
                        {"rtf_variation", orNull(column.rtfVariation)},
                        {"pareto_front", column.onFront},
                        {"artifact_share", orNull(column.artifactShare)},
                        {"ratings", listOf(column.ratings, [](const ColumnResult::Rating &rating) -> Json {
                             return Json::Object{{"scale", wordFor(rating.scale)},
                                                 {"votes", std::uint64_t(rating.votes)},
                                                 {"mean", rating.mean},
                                                 {"interval", orNull(rating.interval)}};
                         })}};
}

Json jsonOf(const AskedAndRight &asked) {
    return Json::Object{{"asked", asked.asked}, {"right", asked.right}};
}

Json jsonOf(const ListenerReport &report) {
    Json::Array objections;
    for (const QString &objection : report.objections)
        objections.push_back(plain(objection));
    return Json::Object{{"session", report.session},
                        {"listener", report.listener},
                        {"simulated", report.simulated},
                        {"finished", report.finished},
                        {"complete", report.complete},
                        {"votes", report.votes},
                        {"undone", report.undone},
                        {"gold", jsonOf(report.gold)},
                        {"null_pairs", jsonOf(report.nullPairs)},
                        {"repeats", jsonOf(report.repeats)},
                        {"hidden_reference", jsonOf(report.hiddenReference)},
                        {"kappa", orNull(report.kappa)},
                        {"side_bias", orNull(report.sideBias)},
                        {"fewest_heard_ms", report.fewestHeardMs},
                        {"seconds_per_vote", report.secondsPerVote},
                        {"objections", std::move(objections)},
                        {"excluded", report.excluded}};
}

Json jsonOf(const std::optional<Association> &association) {
    return association ? Json(Json::Object{{"value", association->value}, {"p", association->p}}) : Json();
}

Json measuredJson(const TestResults &results) {
    return listOf(results.measured.cells, [&](const CellFigures &cell) -> Json {
        Json::Object figures;
        for (const auto &[measure, value] : cell.figures)
            figures[measure] = value;
        return Json::Object{{"row", results.design.rows.at(std::size_t(cell.row)).id},
                            {"column", nameOf(cell.condition)},
                            {"figures", std::move(figures)}};
    });
}

} // namespace

Json toJson(const TestResults &results) {
    Json::Object notMeasured;
    for (const auto &[measure, why] : results.measured.notMeasured)
        notMeasured[measure] = plain(why);
    return Json::Object{
        {"format", kFormat},
        {"schema", kSchema},
        {"test", results.test},
        {"design", results.designHash},
        {"name", results.design.name},
        {"simulated", results.simulated},
        {"sessions_counted", results.sessionsCounted},
        {"sessions_unfinished", results.sessionsUnfinished},
        {"simulated_left_out", results.simulatedLeftOut},
        {"listeners", std::uint64_t(results.listeners)},
        {"votes", std::uint64_t(results.votes)},
        {"looks", listOf(results.looks,
                         [](const Look &look) -> Json {
                             return Json::Object{{"at", look.at}, {"sessions", look.sessions}, {"votes", look.votes}};
                         })},
        {"looks_planned", results.design.margins.looks},
        {"sentence", plain(results.sentence)},
        {"choice", orNull(results.choice)},
        {"choice_reason", plain(results.choiceReason)},
        {"candidates", listOf(results.candidates, [](const CandidateResult &each) { return jsonOf(each); })},
        {"columns", listOf(results.columns, [](const ColumnResult &each) { return jsonOf(each); })},
        {"agreement", listOf(results.agreement,
                             [](const Agreement &each) -> Json {
                                 return Json::Object{{"scale", wordFor(each.scale)}, {"alpha", orNull(each.alpha)}};
                             })},
        {"overall", jsonOf(results.overall)},
        {"correlations", listOf(results.correlations,
                                [](const MeasureAndVotes &each) -> Json {
                                    return Json::Object{{"measure", each.measure},
                                                        {"scale", wordFor(each.scale)},
                                                        {"n", std::uint64_t(each.cells)},
                                                        {"spearman", jsonOf(each.spearman)},
                                                        {"kendall", jsonOf(each.kendall)}};
                                })},
        {"cells", measuredJson(results)},
        {"not_measured", std::move(notMeasured)},
        {"reports", listOf(results.reports, [](const ListenerReport &report) { return jsonOf(report); })}};
}

} // namespace app::listening
