#include "app/listening/listening_event.h"

#include <QCoreApplication>

#include "app/listening/json_fields.h"

namespace app::listening {

using engine::Json;
using Kind = ListeningEvent::Kind;

namespace {

constexpr std::int64_t kLatest = 253'402'300'800'000; // the year 10000
constexpr int kLongest = 3'600'000;                   // ms of one sound
constexpr std::size_t kLongestNotes = 4000;

const std::vector<std::string> &words() {
    static const std::vector<std::string> all{"began",  "played",  "switched", "heard",    "voted",   "undone",
                                              "paused", "resumed", "assessed", "finished", "revealed"};
    return all;
}

Json jsonOf(const Vote &vote) {
    Json::Object object;
    if (vote.choice != 0 || (vote.scores.empty() && vote.forms.empty()))
        object["choice"] = vote.choice;
    if (vote.confidence != 0)
        object["confidence"] = vote.confidence;
    if (!vote.scores.empty()) {
        Json::Array scores;
        for (const int score : vote.scores)
            scores.emplace_back(score);
        object["scores"] = std::move(scores);
    }
    if (!vote.forms.empty()) {
        Json::Array forms;
        for (const FormRating &form : vote.forms)
            forms.emplace_back(Json::Object{{"naturalness", form.naturalness},
                                            {"clarity", form.clarity},
                                            {"prosody", form.prosody},
                                            {"artifacts", form.artifacts}});
        object["forms"] = std::move(forms);
    }
    if (!vote.notes.empty())
        object["notes"] = vote.notes;
    return object;
}

Vote voteIn(JsonFields fields) {
    Vote vote;
    vote.choice = int(fields.integer("choice", -3, 3, 0));
    vote.confidence = int(fields.integer("confidence", 0, 3, 0));
    if (fields.has("scores")) {
        for (const Json &score : fields.list("scores", 1, 12)) {
            if (!score.isInteger() || score.number() < 0 || score.number() > 100)
                fields.refuse("scores", QCoreApplication::translate("listening", "a score is no whole number from 0 to "
                                                                                 "100")
                                            .toStdString());
            vote.scores.push_back(int(score.integer()));
        }
    }
    if (fields.has("forms")) {
        for (const Json &form : fields.list("forms", 1, 12)) {
            JsonFields rating(form, "forms");
            vote.forms.push_back({int(rating.integer("naturalness", 1, 5)), int(rating.integer("clarity", 1, 5)),
                                  int(rating.integer("prosody", 1, 5)), rating.flag("artifacts")});
            rating.finish();
        }
    }
    vote.notes = fields.text("notes", kLongestNotes, "");
    fields.finish();
    return vote;
}

Json jsonOf(const Assessment &assessment) {
    return Json::Object{{"noticeable", assessment.noticeable},
                        {"acceptable", assessment.acceptable},
                        {"worthTheSpeed", assessment.worthTheSpeed},
                        {"accepted", assessment.accepted},
                        {"recommendation", assessment.recommendation}};
}

Assessment assessmentIn(JsonFields fields) {
    Assessment assessment;
    assessment.noticeable = fields.flag("noticeable");
    assessment.acceptable = fields.flag("acceptable");
    assessment.worthTheSpeed = fields.flag("worthTheSpeed");
    assessment.accepted = fields.flag("accepted");
    assessment.recommendation = fields.text("recommendation", kLongestNotes, "");
    fields.finish();
    return assessment;
}

bool isOfASound(Kind kind) {
    return kind == Kind::Played || kind == Kind::Switched || kind == Kind::Heard;
}

} // namespace

Json toJson(const ListeningEvent &event) {
    Json::Object object{{"kind", wordFor(event.kind)}, {"at", event.at}};
    if (isOfASound(event.kind) || event.kind == Kind::Voted)
        object["trial"] = event.trial;
    if (isOfASound(event.kind))
        object["place"] = event.place;
    if (event.kind == Kind::Played || event.kind == Kind::Switched)
        object["position"] = event.positionMs;
    if (event.kind == Kind::Heard)
        object["heard"] = event.heardMs;
    if (event.vote)
        object["vote"] = jsonOf(*event.vote);
    if (event.assessment)
        object["assessment"] = jsonOf(*event.assessment);
    return object;
}

ListeningEvent eventFromJson(const Json &json) {
    JsonFields fields(json, QCoreApplication::translate("listening", "An event of a session").toStdString());
    ListeningEvent event;
    event.kind = Kind(fields.choice("kind", words()));
    event.at = fields.integer("at", 0, kLatest);
    if (isOfASound(event.kind) || event.kind == Kind::Voted)
        event.trial = int(fields.integer("trial", 0, 100'000));
    if (isOfASound(event.kind))
        event.place = int(fields.integer("place", 0, kPlaceOfX));
    if (event.kind == Kind::Played || event.kind == Kind::Switched)
        event.positionMs = int(fields.integer("position", 0, kLongest));
    if (event.kind == Kind::Heard)
        event.heardMs = int(fields.integer("heard", 0, kLongest));
    if (event.kind == Kind::Voted)
        event.vote = voteIn(fields.object("vote"));
    if (event.kind == Kind::Assessed)
        event.assessment = assessmentIn(fields.object("assessment"));
    fields.finish();
    return event;
}

std::string wordFor(Kind kind) {
    return words()[std::size_t(kind)];
}

} // namespace app::listening
