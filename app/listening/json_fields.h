// The members of a JSON object that a stranger may have written: each is read with its bounds, and what nobody asked
// for is an error too, so that a misspelt word does not become a default without a sound. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/json.h"

namespace app::listening {

class JsonFields {
public:
    // `where` stands at the beginning of messages: "rows, 3". The object must outlive this. Error(BadInput) unless it
    // is one.
    JsonFields(const engine::Json &object, std::string where);

    // Each throws Error(BadInput) when the member is of another kind or outside its bounds, and when it is missing and
    // there is no `fallback`.
    std::int64_t integer(const std::string &key, std::int64_t lowest, std::int64_t highest,
                         std::optional<std::int64_t> fallback = {});
    double number(const std::string &key, double lowest, double highest, std::optional<double> fallback = {});
    std::uint64_t unsignedInteger(const std::string &key); // the whole range, as seeds need
    bool flag(const std::string &key, std::optional<bool> fallback = {});
    std::string text(const std::string &key, std::size_t mostBytes, std::optional<std::string> fallback = {});
    std::string hash(const std::string &key); // 64 small hexadecimal digits
    // The place in `words` of the word under `key`.
    std::size_t choice(const std::string &key, const std::vector<std::string> &words);
    const engine::Json::Array &list(const std::string &key, std::size_t fewest, std::size_t most);
    JsonFields object(const std::string &key);
    bool has(const std::string &key); // and not null

    void finish() const; // Error(BadInput) when a member is left that was not asked for
    [[noreturn]] void refuse(const std::string &key, const std::string &why) const;

private:
    const engine::Json *find(const std::string &key); // nothing when it is missing or null
    const engine::Json &need(const std::string &key);

    const engine::Json &m_object;
    const std::string m_where;
    std::set<std::string> m_asked;
};

// In the shortest form that reads back the same: "2.5", "-1", "0".
std::string written(double value);

} // namespace app::listening
