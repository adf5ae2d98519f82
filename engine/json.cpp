#include "engine/json.h"

#include <charconv>
#include <cmath>

#include "engine/error.h"
#include "engine/utf8.h"

namespace engine {

namespace {

const char *kindOf(const Json &value) {
    if (value.isNull())
        return "null";
    if (value.isBool())
        return "true or false";
    if (value.isNumber())
        return "a number";
    if (value.isString())
        return "a text";
    return value.isArray() ? "a list" : "an object";
}

[[noreturn]] void wrongKind(const Json &value, const char *wanted) {
    throw badInput(std::string("JSON: expected ") + wanted + ", found " + kindOf(value) + ".",
                   "Correct the value in the file it comes from.");
}

void dumpString(const std::string &text, std::string &out) {
    static constexpr char hex[] = "0123456789abcdef";
    out += '"';
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Char c = decodeUtf8(text, i);
        if (c.bytes == 0) {
            out += "\xEF\xBF\xBD"; // U+FFFD: what is written is always valid JSON
            ++i;
            continue;
        }
        switch (c.codePoint) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (c.codePoint < 0x20) {
                out += "\\u00";
                out += hex[c.codePoint >> 4];
                out += hex[c.codePoint & 15];
            } else {
                out.append(text, i, c.bytes);
            }
        }
        i += c.bytes;
    }
    out += '"';
}

// Shortest form that reads back as the same number; a whole double keeps ".0" so that it stays a double.
void dumpDouble(double value, std::string &out) {
    if (!std::isfinite(value)) {
        out += "null";
        return;
    }
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    const std::string_view digits(buffer, std::size_t(end - buffer));
    out += digits;
    if (digits.find_first_of(".e") == std::string_view::npos)
        out += ".0";
}

void newLine(std::string &out, int indent, int depth) {
    if (indent > 0) {
        out += '\n';
        out.append(std::size_t(indent) * std::size_t(depth), ' ');
    }
}

// What all of a list's values or an object's members share.
template <typename Group, typename Write>
void dumpGroup(const Group &group, char open, char close, std::string &out, int indent, int depth, Write write) {
    out += open;
    bool first = true;
    for (const auto &item : group) {
        if (!first)
            out += ',';
        first = false;
        newLine(out, indent, depth + 1);
        write(item);
    }
    if (!first)
        newLine(out, indent, depth);
    out += close;
}

} // namespace

bool Json::isNumber() const {
    return isInteger() || std::holds_alternative<double>(m_value);
}

bool Json::isInteger() const {
    return std::holds_alternative<std::int64_t>(m_value) || std::holds_alternative<std::uint64_t>(m_value);
}

bool Json::boolean() const {
    if (const bool *value = std::get_if<bool>(&m_value))
        return *value;
    wrongKind(*this, "true or false");
}

double Json::number() const {
    if (const double *value = std::get_if<double>(&m_value))
        return *value;
    if (const std::int64_t *value = std::get_if<std::int64_t>(&m_value))
        return double(*value);
    if (const std::uint64_t *value = std::get_if<std::uint64_t>(&m_value))
        return double(*value);
    wrongKind(*this, "a number");
}

std::int64_t Json::integer() const {
    if (const std::int64_t *value = std::get_if<std::int64_t>(&m_value))
        return *value;
    if (const std::uint64_t *value = std::get_if<std::uint64_t>(&m_value); value && *value <= INT64_MAX)
        return std::int64_t(*value);
    wrongKind(*this, "a whole number below 2^63");
}

std::uint64_t Json::unsignedInteger() const {
    if (const std::uint64_t *value = std::get_if<std::uint64_t>(&m_value))
        return *value;
    if (const std::int64_t *value = std::get_if<std::int64_t>(&m_value); value && *value >= 0)
        return std::uint64_t(*value);
    wrongKind(*this, "a whole number from 0 to 2^64 - 1");
}

const std::string &Json::string() const {
    if (const std::string *value = std::get_if<std::string>(&m_value))
        return *value;
    wrongKind(*this, "a text");
}

const Json::Array &Json::array() const {
    if (const Array *value = std::get_if<Array>(&m_value))
        return *value;
    wrongKind(*this, "a list");
}

const Json::Object &Json::object() const {
    if (const Object *value = std::get_if<Object>(&m_value))
        return *value;
    wrongKind(*this, "an object");
}

const Json &Json::operator[](const std::string &key) const {
    static const Json null;
    if (const Object *members = std::get_if<Object>(&m_value)) {
        const auto found = members->find(key);
        if (found != members->end())
            return found->second;
    }
    return null;
}

bool Json::contains(const std::string &key) const {
    const Object *members = std::get_if<Object>(&m_value);
    return members && members->count(key) != 0;
}

void Json::dumpInto(std::string &out, int indent, int depth) const {
    if (const bool *flag = std::get_if<bool>(&m_value)) {
        out += *flag ? "true" : "false";
    } else if (const std::int64_t *whole = std::get_if<std::int64_t>(&m_value)) {
        out += std::to_string(*whole);
    } else if (const std::uint64_t *large = std::get_if<std::uint64_t>(&m_value)) {
        out += std::to_string(*large);
    } else if (const double *real = std::get_if<double>(&m_value)) {
        dumpDouble(*real, out);
    } else if (const std::string *text = std::get_if<std::string>(&m_value)) {
        dumpString(*text, out);
    } else if (const Array *values = std::get_if<Array>(&m_value)) {
        dumpGroup(*values, '[', ']', out, indent, depth,
                  [&](const Json &value) { value.dumpInto(out, indent, depth + 1); });
    } else if (const Object *members = std::get_if<Object>(&m_value)) {
        dumpGroup(*members, '{', '}', out, indent, depth, [&](const Object::value_type &member) {
            dumpString(member.first, out);
            out += indent > 0 ? ": " : ":";
            member.second.dumpInto(out, indent, depth + 1);
        });
    } else {
        out += "null";
    }
}

std::string Json::dump(int indent) const {
    std::string out;
    dumpInto(out, indent, 0);
    return out;
}

} // namespace engine
