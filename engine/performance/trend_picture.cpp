#include "engine/performance/trend_picture.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/error.h"

namespace engine::performance {

namespace {

constexpr std::size_t kMostRecords = 100'000;
constexpr double kLeft = 64, kRight = 84, kTop = 28, kBottom = 48; // px around the plot

std::string figure(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

std::string escaped(const std::string &text) {
    std::string result;
    for (const char sign : text) {
        if (sign == '&')
            result += "&amp;";
        else if (sign == '<')
            result += "&lt;";
        else if (static_cast<unsigned char>(sign) >= 0x20)
            result += sign;
    }
    return result;
}

// A step of 1, 2 or 5 times a power of ten, so that some five fit into `range`.
double roundStep(double range) {
    const double rough = range / 5;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double share = rough / power;
    return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

class Picture {
public:
    Picture(const std::vector<SpeedRecord> &records, PictureSize size) : m_records(records), m_size(size) {
        for (const SpeedRecord &record : records)
            m_top = std::max(m_top, std::max(record.rtf.maximum, record.rtf.mean));
        m_top = std::max(m_top, kPhases[0]) * 1.08;
    }

    std::string draw() {
        const std::string width = std::to_string(m_size.width), height = std::to_string(m_size.height);
        m_svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height +
                "\" viewBox=\"0 0 " + width + " " + height +
                "\" font-family=\"sans-serif\" font-size=\"12\">\n<title>RTF of this machine</title>\n"
                "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
        drawScale();
        drawPhases();
        drawRecords();
        drawDates();
        m_svg += "</svg>\n";
        return m_svg;
    }

private:
    double x(std::size_t index) const {
        const double room = m_size.width - kLeft - kRight;
        return kLeft + (m_records.size() == 1 ? room / 2 : room * double(index) / double(m_records.size() - 1));
    }
    double y(double rtf) const { return kTop + (m_size.height - kTop - kBottom) * (1 - rtf / m_top); }

    void line(double x1, double y1, double x2, double y2, const std::string &style) {
        m_svg += "<line x1=\"" + figure(x1, 1) + "\" y1=\"" + figure(y1, 1) + "\" x2=\"" + figure(x2, 1) + "\" y2=\"" +
                 figure(y2, 1) + "\" " + style + "/>\n";
    }
    void text(double atX, double atY, const std::string &anchor, const std::string &words, const char *colour) {
        m_svg += "<text x=\"" + figure(atX, 1) + "\" y=\"" + figure(atY, 1) + "\" text-anchor=\"" + anchor +
                 "\" fill=\"" + colour + "\">" + escaped(words) + "</text>\n";
    }

    void drawScale() {
        const double step = roundStep(m_top);
        for (int tick = 0; tick * step <= m_top; ++tick) {
            line(kLeft, y(tick * step), m_size.width - kRight, y(tick * step), "stroke=\"#e3e6e8\"");
            text(kLeft - 8, y(tick * step) + 4, "end", figure(tick * step, step < 0.1 ? 2 : 1), "#4a5358");
        }
        text(kLeft, kTop - 10, "start", "RTF (mean; line: smallest to largest run)", "#4a5358");
    }
    void drawPhases() {
        double below = -100; // where the last label is; the next keeps its distance
        for (const double phase : kPhases) {
            line(kLeft, y(phase), m_size.width - kRight, y(phase), "stroke=\"#b26a00\" stroke-dasharray=\"6 4\"");
            const double at = std::max(y(phase) + 4, below + 13);
            text(m_size.width - kRight + 6, at, "start", "phase " + figure(phase, 2), "#8a5200");
            below = at;
        }
    }
    void drawRecords() {
        std::string way;
        for (std::size_t i = 0; i < m_records.size(); ++i) {
            const Spread &rtf = m_records[i].rtf;
            line(x(i), y(rtf.minimum), x(i), y(rtf.maximum), "stroke=\"#7fbdb8\" stroke-width=\"2\"");
            way += figure(x(i), 1) + "," + figure(y(rtf.mean), 1) + " ";
        }
        m_svg += "<polyline fill=\"none\" stroke=\"#0a7d74\" stroke-width=\"2\" points=\"" + way + "\"/>\n";
        for (std::size_t i = 0; i < m_records.size(); ++i) {
            const SpeedRecord &record = m_records[i];
            m_svg += "<circle cx=\"" + figure(x(i), 1) + "\" cy=\"" + figure(y(record.rtf.mean), 1) +
                     "\" r=\"3.5\" fill=\"#0a7d74\"><title>" +
                     escaped(record.at + ": " + figure(record.rtf.mean, 3) + ", " + record.conditions.model + ", NFE " +
                             std::to_string(record.conditions.nfe)) +
                     "</title></circle>\n";
        }
    }
    void drawDates() {
        const std::size_t labels = std::min<std::size_t>(m_records.size(), std::max(1, (m_size.width - 150) / 110));
        for (std::size_t label = 0; label < labels; ++label) {
            const std::size_t index = labels == 1 ? 0 : label * (m_records.size() - 1) / (labels - 1);
            text(x(index), m_size.height - kBottom + 20, "middle", m_records[index].at.substr(0, 10), "#4a5358");
        }
    }

    const std::vector<SpeedRecord> &m_records;
    const PictureSize m_size;
    double m_top = 0;
    std::string m_svg;
};

} // namespace

std::string trendPicture(const std::vector<SpeedRecord> &records, PictureSize size) {
    if (records.empty())
        throw badInput("There is no record to draw.", "Run `ishowtts bench` first.");
    if (records.size() > kMostRecords)
        throw badInput("More than 100,000 records cannot be drawn.", "Choose fewer.");
    if (std::min(size.width, size.height) < 200 || std::max(size.width, size.height) > 10'000)
        throw badInput("A picture has 200 to 10,000 pixels each way.", "Choose another size.");
    return Picture(records, size).draw();
}

} // namespace engine::performance
