// Figures in Prometheus's text format 0.0.4: a family says what it is once, then come its samples. Pure. Any thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace app::server {

class PrometheusText {
public:
    using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>; // values of any content

    static constexpr const char *kContentType = "text/plain; version=0.0.4; charset=utf-8";

    // type: "counter", "gauge", "histogram".
    PrometheusText &family(std::string_view name, std::string_view type, std::string_view help);
    PrometheusText &sample(double value, Labels labels = {}, std::string_view suffix = {}); // of the last family
    const std::string &text() const { return m_text; }

private:
    std::string m_name;
    std::string m_text;
};

// How often a value was how large, in fixed steps.
class Histogram {
public:
    explicit Histogram(std::vector<double> upTo); // ascending

    void add(double value);
    std::uint64_t count() const { return m_count; }
    void writeTo(PrometheusText &text, std::string_view name, std::string_view help) const;

private:
    std::vector<double> m_upTo;
    std::vector<std::uint64_t> m_counts; // of each step alone; the last one is of what is beyond
    std::uint64_t m_count = 0;
    double m_sum = 0;
};

} // namespace app::server
