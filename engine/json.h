// JSON in and out for the engine: manifests, safetensors headers, --json. Own code for two reasons: headers of
// untrusted checkpoints need hard limits on depth and memory, and the preset `engine-only` must build without any
// library. Strict RFC 8259, UTF-8 checked, no comments, duplicate keys refused.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace engine {

class Json {
public:
    using Array = std::vector<Json>;
    using Object = std::map<std::string, Json>;

    Json() = default; // null
    Json(bool value) : m_value(value) {}
    Json(double value) : m_value(value) {}
    Json(std::int64_t value) : m_value(value) {}
    Json(int value) : m_value(std::int64_t(value)) {}
    Json(std::uint64_t value) : m_value(value) {} // whole range, as seeds need
    Json(std::string value) : m_value(std::move(value)) {}
    Json(const char *value) : m_value(std::string(value)) {}
    Json(Array value) : m_value(std::move(value)) {}
    Json(Object value) : m_value(std::move(value)) {}

    struct Limits {
        std::size_t bytes = 16 << 20; // longest text
        int depth = 32;
        std::size_t values = 1 << 20; // how many values in all
    };
    // Error(BadInput) "NAME: line L, column C: what".
    static Json parse(std::string_view text, const std::string &nameForErrors, Limits limits);
    static Json parse(std::string_view text, const std::string &nameForErrors) {
        return parse(text, nameForErrors, Limits());
    }
    // The same for a regular file; Error(BadInput) also when it is missing, no file, too long or unreadable.
    static Json read(const std::filesystem::path &file, Limits limits);
    static Json read(const std::filesystem::path &file) { return read(file, Limits()); }

    bool isNull() const { return std::holds_alternative<std::monostate>(m_value); }
    bool isBool() const { return std::holds_alternative<bool>(m_value); }
    bool isNumber() const;  // any
    bool isInteger() const; // written without fraction or exponent and inside int64 or uint64
    bool isString() const { return std::holds_alternative<std::string>(m_value); }
    bool isArray() const { return std::holds_alternative<Array>(m_value); }
    bool isObject() const { return std::holds_alternative<Object>(m_value); }

    // Each throws Error(BadInput) when the value is of another kind; integer() also when outside int64,
    // unsignedInteger() when negative. number() takes any number.
    bool boolean() const;
    double number() const;
    std::int64_t integer() const;
    std::uint64_t unsignedInteger() const;
    const std::string &string() const;
    const Array &array() const;
    const Object &object() const;

    // Member of an object; null when absent or when this is no object.
    const Json &operator[](const std::string &key) const;
    bool contains(const std::string &key) const;

    // Compact; `indent` > 0 puts members on lines of their own. Doubles in the shortest form that reads back the same;
    // not-a-number and infinity become null; bytes that are no UTF-8 become U+FFFD.
    std::string dump(int indent = 0) const;

private:
    void dumpInto(std::string &out, int indent, int depth) const;

    std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array, Object> m_value;
};

} // namespace engine
