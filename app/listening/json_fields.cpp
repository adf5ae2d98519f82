#include "app/listening/json_fields.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "app/listening/listening_words.h"
#include "engine/error.h"
#include "engine/hex_digits.h"

namespace app::listening {

using engine::Json;

namespace {

std::string sayPlain(const char *words, const std::string &first) {
    return say(words).arg(QString::fromStdString(first)).toStdString();
}

std::string sayPlain(const char *words, const std::string &first, const std::string &second) {
    return say(words).arg(QString::fromStdString(first), QString::fromStdString(second)).toStdString();
}

std::string outside(const std::string &lowest, const std::string &highest) {
    return sayPlain("it must be a number from %1 to %2", lowest, highest);
}

} // namespace

JsonFields::JsonFields(const Json &object, std::string where) : m_object(object), m_where(std::move(where)) {
    if (!object.isObject())
        throw engine::badInput(sayPlain("%1 is not an object with names and values.", m_where),
                               sayPlain("Correct it there, or take another file."));
}

const Json *JsonFields::find(const std::string &key) {
    m_asked.insert(key);
    const Json &value = m_object[key];
    return value.isNull() ? nullptr : &value;
}

const Json &JsonFields::need(const std::string &key) {
    if (const Json *value = find(key))
        return *value;
    refuse(key, sayPlain("it is missing"));
}

std::int64_t JsonFields::integer(const std::string &key, std::int64_t lowest, std::int64_t highest,
                                 std::optional<std::int64_t> fallback) {
    const Json *value = find(key);
    if (!value && fallback)
        return *fallback;
    const Json &number = value ? *value : need(key);
    if (number.isInteger() && (number.dump().front() == '-' || number.unsignedInteger() <= INT64_MAX)) {
        const std::int64_t whole = number.integer();
        if (whole >= lowest && whole <= highest)
            return whole;
    }
    refuse(key, sayPlain("it must be a whole number from %1 to %2", std::to_string(lowest), std::to_string(highest)));
}

double JsonFields::number(const std::string &key, double lowest, double highest, std::optional<double> fallback) {
    const Json *value = find(key);
    if (!value && fallback)
        return *fallback;
    const Json &number = value ? *value : need(key);
    if (number.isNumber()) {
        const double real = number.number();
        if (real >= lowest && real <= highest)
            return real;
    }
    refuse(key, outside(written(lowest), written(highest)));
}

std::uint64_t JsonFields::unsignedInteger(const std::string &key) {
    const Json &number = need(key);
    if (!number.isInteger() || number.dump().front() == '-')
        refuse(key, outside("0", std::to_string(UINT64_MAX)));
    return number.unsignedInteger();
}

bool JsonFields::flag(const std::string &key, std::optional<bool> fallback) {
    const Json *value = find(key);
    if (!value && fallback)
        return *fallback;
    const Json &flag = value ? *value : need(key);
    if (!flag.isBool())
        refuse(key, sayPlain("it must be true or false"));
    return flag.boolean();
}

std::string JsonFields::text(const std::string &key, std::size_t mostBytes, std::optional<std::string> fallback) {
    const Json *value = find(key);
    if (!value && fallback)
        return *fallback;
    const Json &text = value ? *value : need(key);
    if (!text.isString())
        refuse(key, sayPlain("it must be a text"));
    if (text.string().size() > mostBytes)
        refuse(key, sayPlain("it is longer than %1 bytes", std::to_string(mostBytes)));
    return text.string();
}

std::string JsonFields::hash(const std::string &key) {
    std::string digits = text(key, 64);
    if (!engine::isSha256(digits))
        refuse(key, sayPlain("it must be a SHA-256, 64 small hexadecimal digits"));
    return digits;
}

std::size_t JsonFields::choice(const std::string &key, const std::vector<std::string> &words) {
    const std::string word = text(key, 200);
    const auto found = std::find(words.begin(), words.end(), word);
    if (found != words.end())
        return std::size_t(found - words.begin());
    std::string known;
    for (const std::string &each : words)
        known += (known.empty() ? "" : ", ") + each;
    refuse(key, sayPlain("“%1” is none of: %2", word, known));
}

const Json::Array &JsonFields::list(const std::string &key, std::size_t fewest, std::size_t most) {
    const Json &values = need(key);
    if (!values.isArray())
        refuse(key, sayPlain("it must be a list"));
    if (values.array().size() < fewest || values.array().size() > most)
        refuse(key, sayPlain("it must hold from %1 to %2 things", std::to_string(fewest), std::to_string(most)));
    return values.array();
}

JsonFields JsonFields::object(const std::string &key) {
    return {need(key), m_where.empty() ? key : m_where + ", " + key};
}

bool JsonFields::has(const std::string &key) {
    return find(key) != nullptr;
}

void JsonFields::finish() const {
    for (const auto &[key, value] : m_object.object()) {
        if (!m_asked.contains(key))
            refuse(key, sayPlain("nothing is known by this name"));
    }
}

void JsonFields::refuse(const std::string &key, const std::string &why) const {
    throw engine::badInput(sayPlain("%1: %2.", m_where.empty() ? key : m_where + ", " + key, why),
                           sayPlain("Correct it there, or take another file."));
}

std::string written(double value) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value + 0.0).ptr; // no "-0"
    return {buffer, end};
}

} // namespace app::listening
