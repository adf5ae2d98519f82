// From recorded spans to the figures of a profile. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/model/operator_trace.h"
#include "engine/performance/profile.h"

namespace engine::performance {

// Adds up the spans of several utterances; figures are of the mean one.
class SpanSums {
public:
    void add(const std::vector<model::Span> &utterance);
    // Stages, categories, operators, frames and tensor bytes.
    void fill(Profile &profile) const;

private:
    struct Stage {
        std::string name;
        double seconds = 0;
        double covered = 0;
    };
    struct Operator {
        ProfiledOperator figures;
        double calls = 0;
    };
    void addStage(const model::Span &stage, const std::vector<model::Span> &busy);
    void addOperator(const model::Span &span);

    std::vector<Stage> m_stages; // in the order in which they came
    std::vector<Operator> m_operators;
    double m_utterances = 0;
    double m_stepFrames = 0; // of all steps
    double m_bytes = 0;
};

// In Chrome's trace format (JSON, complete events, µs): threads are tracks, stages, steps and operators lie within each
// other, and each stands before what lies in it, as viewers want it. `title` names the process.
std::string chromeTrace(const std::vector<model::Span> &spans, const std::string &title);

} // namespace engine::performance
