#include "app/server/prometheus_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace app::server {

namespace {

std::string numberOf(double value) {
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr; // whatever the locale
    return {text, end};
}

std::string escaped(std::string_view value) {
    std::string text;
    for (const char c : value) {
        if (c == '\\' || c == '"')
            text += '\\';
        text += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return text;
}

} // namespace

PrometheusText &PrometheusText::family(std::string_view name, std::string_view type, std::string_view help) {
    m_name = name;
    m_text.append("# HELP ").append(name).append(" ").append(help).append("\n");
    m_text.append("# TYPE ").append(name).append(" ").append(type).append("\n");
    return *this;
}

PrometheusText &PrometheusText::sample(double value, Labels labels, std::string_view suffix) {
    m_text.append(m_name).append(suffix);
    const char *before = "{";
    for (const auto &[name, content] : labels) {
        m_text.append(before).append(name).append("=\"").append(escaped(content)).append("\"");
        before = ",";
    }
    if (labels.size() > 0)
        m_text.append("}");
    m_text.append(" ").append(numberOf(value)).append("\n");
    return *this;
}

Histogram::Histogram(std::vector<double> upTo) : m_upTo(std::move(upTo)), m_counts(m_upTo.size() + 1) {}

void Histogram::add(double value) {
    if (!std::isfinite(value))
        return;
    const auto step = std::lower_bound(m_upTo.begin(), m_upTo.end(), value) - m_upTo.begin();
    ++m_counts[std::size_t(step)];
    ++m_count;
    m_sum += value;
}

void Histogram::writeTo(PrometheusText &text, std::string_view name, std::string_view help) const {
    text.family(name, "histogram", help);
    std::uint64_t below = 0;
    for (std::size_t step = 0; step < m_upTo.size(); ++step) {
        below += m_counts[step];
        text.sample(double(below), {{"le", numberOf(m_upTo[step])}}, "_bucket");
    }
    text.sample(double(m_count), {{"le", "+Inf"}}, "_bucket");
    text.sample(m_sum, {}, "_sum").sample(double(m_count), {}, "_count");
}

} // namespace app::server
