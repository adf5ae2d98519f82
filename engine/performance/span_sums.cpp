#include "engine/performance/span_sums.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/json.h"

namespace engine::performance {

namespace {

using model::Span;
using model::SpanKind;

constexpr double kNanosecond = 1e-9;

std::string shapesOf(const Span &span) {
    std::string text;
    for (const model::SpanShape &shape : span.shapes) {
        if (shape.axes == 0)
            continue;
        text += text.empty() ? "[" : " [";
        for (std::int32_t axis = 0; axis < shape.axes; ++axis)
            text += (axis > 0 ? ", " : "") + std::to_string(shape.extents.at(std::size_t(axis)));
        text += "]";
    }
    return text;
}

// Of all threads together: from when to when something ran.
std::vector<Span> busyTimes(const std::vector<Span> &spans) {
    std::vector<Span> times;
    for (const Span &span : spans)
        if (span.kind == SpanKind::Operator)
            times.push_back(span);
    std::sort(times.begin(), times.end(), [](const Span &a, const Span &b) { return a.begin < b.begin; });
    std::vector<Span> merged;
    for (const Span &span : times) {
        if (!merged.empty() && span.begin <= merged.back().end)
            merged.back().end = std::max(merged.back().end, span.end);
        else
            merged.push_back(span);
    }
    return merged;
}

bool has(const std::string &text, std::initializer_list<const char *> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char *word) { return text.find(word) != std::string::npos; });
}

} // namespace

std::string categoryOf(const std::string &name) {
    if (has(name, {"::normal", "::tanh", "divide", "::topk"})) // hold the names of others
        return "element by element";
    if (has(name, {"attention", "softmax"}))
        return "attention";
    if (has(name, {"conv", "unfold", "im2col"}))
        return "convolutions";
    if (has(name, {"linear", "addmm", "matmul", "::mm", "::bmm", "baddbmm", "outer"}))
        return "matrix products";
    if (has(name, {"fft", "stft", "col2im"}))
        return "Fourier transforms";
    if (has(name, {"norm", "rsqrt"}))
        return "normalisation";
    if (has(name, {"gelu", "mish", "silu"}))
        return "activations";
    if (has(name, {"rotate"}))
        return "rotary positions";
    if (has(name, {"copy",    "::to",   "clone",   "contiguous", "::cat", "stack",  "empty",  "zeros",
                   "ones",    "fill",   "zero_",   "view",       "slice", "narrow", "select", "strided",
                   "reshape", "expand", "permute", "transpose",  "::t",   "alias",  "chunk",  "split",
                   "squeeze", "detach", "resize",  "embedding",  "index", "arange", "::set_"}))
        return "memory and views";
    return "element by element";
}

void SpanSums::addStage(const Span &span, const std::vector<Span> &busy) {
    auto known = std::find_if(m_stages.begin(), m_stages.end(), [&](const Stage &s) { return s.name == span.name; });
    if (known == m_stages.end())
        known = m_stages.insert(m_stages.end(), Stage{span.name});
    known->seconds += double(span.end - span.begin) * kNanosecond;
    for (const Span &time : busy)
        known->covered +=
            double(std::max<std::int64_t>(0, std::min(span.end, time.end) - std::max(span.begin, time.begin))) *
            kNanosecond;
}

void SpanSums::addOperator(const Span &span) {
    const std::string shapes = shapesOf(span);
    auto known = std::find_if(m_operators.begin(), m_operators.end(), [&](const Operator &other) {
        return other.figures.name == span.name && other.figures.shapes == shapes;
    });
    if (known == m_operators.end())
        known = m_operators.insert(m_operators.end(), Operator{{span.name, categoryOf(span.name), shapes}});
    known->calls += 1;
    known->figures.seconds += double(span.end - span.begin - span.inside) * kNanosecond;
    known->figures.bytes += double(span.allocated);
    m_bytes += double(span.allocated);
}

void SpanSums::add(const std::vector<Span> &utterance) {
    m_utterances += 1;
    const std::vector<Span> busy = busyTimes(utterance);
    std::vector<const Span *> stages;
    for (const Span &span : utterance) {
        if (span.kind == SpanKind::Operator)
            addOperator(span);
        else if (span.kind == SpanKind::Stage)
            stages.push_back(&span);
        else
            m_stepFrames += span.shapes[0].axes > 0 ? double(span.shapes[0].extents[0]) : 0;
    }
    std::sort(stages.begin(), stages.end(), [](const Span *a, const Span *b) { return a->begin < b->begin; });
    for (const Span *stage : stages)
        addStage(*stage, busy);
}

void SpanSums::fill(Profile &profile) const {
    const double utterances = std::max(1.0, m_utterances);
    profile.stages.clear();
    for (const Stage &stage : m_stages) {
        const bool computes = stage.name == "dit" || stage.name == "vocoder";
        profile.stages.push_back(
            {stage.name, stage.seconds / utterances,
             computes && stage.seconds > 0 ? std::optional(stage.covered / stage.seconds) : std::nullopt});
    }
    std::map<std::string, ProfiledCategory> categories;
    profile.operators.clear();
    for (const Operator &known : m_operators) {
        ProfiledOperator figures = known.figures;
        figures.calls = int(known.calls / utterances + 0.5);
        figures.seconds /= utterances;
        figures.bytes /= utterances;
        ProfiledCategory &category = categories[figures.category];
        category.name = figures.category;
        category.calls += figures.calls;
        category.seconds += figures.seconds;
        profile.operators.push_back(std::move(figures));
    }
    profile.categories.clear();
    for (auto &[name, category] : categories)
        profile.categories.push_back(category);
    const auto longer = [](const auto &a, const auto &b) { return a.seconds > b.seconds; };
    std::stable_sort(profile.categories.begin(), profile.categories.end(), longer);
    std::stable_sort(profile.operators.begin(), profile.operators.end(), longer);
    profile.tensorBytes = m_bytes / utterances;
    profile.frames = profile.nfe > 0 ? m_stepFrames / utterances / profile.nfe : 0;
}

std::string chromeTrace(const std::vector<Span> &spans, const std::string &title) {
    std::vector<const Span *> ordered;
    std::int32_t threads = 0;
    for (const Span &span : spans) {
        ordered.push_back(&span);
        threads = std::max(threads, span.thread + 1);
    }
    std::stable_sort(ordered.begin(), ordered.end(), [](const Span *a, const Span *b) {
        return std::tuple(a->thread, a->begin, -a->end, a->kind) < std::tuple(b->thread, b->begin, -b->end, b->kind);
    });
    std::string text = R"({"displayTimeUnit":"ms","traceEvents":[)"; // piece by piece: there may be a million
    const auto add = [&](const Json::Object &event) { text += (text.back() == '[' ? "" : ",\n") + Json(event).dump(); };
    add({{"ph", "M"}, {"name", "process_name"}, {"pid", 1}, {"args", Json::Object{{"name", title}}}});
    for (std::int32_t thread = 0; thread < threads; ++thread) {
        const std::string name = thread == 0 ? "engine" : "beside " + std::to_string(thread);
        add({{"ph", "M"},
             {"name", "thread_name"},
             {"pid", 1},
             {"tid", thread + 1},
             {"args", Json::Object{{"name", name}}}});
    }
    for (const Span *span : ordered) {
        const bool isOperator = span->kind == SpanKind::Operator;
        Json::Object event{{"ph", "X"},
                           {"name", span->name},
                           {"cat", isOperator                     ? categoryOf(span->name)
                                   : span->kind == SpanKind::Part ? std::string("part")
                                                                  : std::string("stage")},
                           {"pid", 1},
                           {"tid", span->thread + 1},
                           {"ts", double(span->begin) / 1000},
                           {"dur", double(span->end - span->begin) / 1000}};
        Json::Object facts;
        if (const std::string shapes = shapesOf(*span); !shapes.empty())
            facts.insert({"shapes", shapes});
        if (span->allocated > 0)
            facts.insert({"bytes", span->allocated});
        if (!facts.empty())
            event.insert({"args", std::move(facts)});
        add(event);
    }
    return text + "]}\n";
}

} // namespace engine::performance
