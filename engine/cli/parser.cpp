#include "engine/cli/parser.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "engine/cli/console.h"

namespace engine::cli {

namespace {

template <typename Number> std::optional<Number> parseNumber(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-'))
            return std::nullopt;
    }
    Number value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

std::vector<std::string> atCommas(const std::string &text) {
    std::vector<std::string> parts(1);
    for (const char sign : text) {
        if (sign == ',')
            parts.emplace_back();
        else
            parts.back() += sign;
    }
    return parts;
}

const Option *findOption(const Verb &verb, std::string_view name) {
    const auto found = std::find_if(verb.options.begin(), verb.options.end(),
                                    [&](const Option &option) { return option.name == name; });
    return found == verb.options.end() ? nullptr : &*found;
}

UsageError unknownOption(const Verb &verb, const std::string &name) {
    std::vector<std::string> names{"--help"};
    for (const Option &option : verb.options)
        names.push_back(option.name);
    std::string message = "`" + verb.name + "` has no option " + name;
    if (const auto near = closest(name, names))
        message += "; did you mean " + *near + "?";
    return {message, verb.name};
}

// Most often a text without its option, or one whose quotes were forgotten.
UsageError strayWord(const Verb &verb, const Arguments &arguments, const std::string &word) {
    for (const Option &option : verb.options)
        if (option.required && option.takes == Takes::Text && !arguments.has(option.name))
            return {"`" + verb.name + "` takes its text as " + option.name + " \"" + word + "\"", verb.name};
    return {"`" + verb.name + "` does not know what to do with \"" + word +
                "\"; a value that holds blanks is put between quotes",
            verb.name};
}

std::string listed(const std::vector<std::string> &words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
    return text;
}

// One word of the command line at a time.
struct Reader {
    const Verb &verb;
    std::span<const std::string> words;
    std::size_t next = 0;

    // The value of `option`: behind its "=", or the next word unless that is an option of the verb.
    std::string value(const Option &option, std::string_view word) {
        const auto equals = word.find('=');
        if (equals != std::string_view::npos)
            return std::string(word.substr(equals + 1));
        if (next >= words.size() || words[next] == "--" || findOption(verb, words[next]) != nullptr)
            throw UsageError{option.name + " needs a value: " + option.name + " " + option.placeholder, verb.name};
        return words[next++];
    }
};

bool isOption(std::string_view word) {
    return word.size() > 1 && word.starts_with('-');
}

} // namespace

void checkValue(const Option &option, const std::string &value) {
    const auto refuse = [&](const std::string &wanted) {
        throw UsageError{option.name + " takes " + wanted + ", not \"" + value + "\""};
    };
    switch (option.takes) {
    case Takes::Nothing:
    case Takes::Text:
        return;
    case Takes::Integer: {
        const auto number = parseNumber<long long>(value);
        if (!number || double(*number) < option.low || double(*number) > option.high)
            refuse("a whole number from " + shortest(option.low) + " to " + shortest(option.high));
        return;
    }
    case Takes::Integers:
        for (const std::string &part : atCommas(value)) {
            const auto number = parseNumber<long long>(part);
            if (!number || double(*number) < option.low || double(*number) > option.high)
                refuse("whole numbers from " + shortest(option.low) + " to " + shortest(option.high) +
                       " with commas between them");
        }
        return;
    case Takes::Number: {
        const auto number = parseNumber<double>(value);
        if (!number || !std::isfinite(*number) || *number < option.low || *number > option.high)
            refuse("a number from " + shortest(option.low) + " to " + shortest(option.high));
        return;
    }
    case Takes::Seed:
        if (!parseNumber<std::uint64_t>(value))
            refuse("a whole number from 0 to " + std::to_string(std::numeric_limits<std::uint64_t>::max()));
        return;
    case Takes::Choice:
        if (std::find(option.choices.begin(), option.choices.end(), value) == option.choices.end()) {
            const auto near = closest(value, option.choices);
            throw UsageError{option.name + " takes " + listed(option.choices) + ", not \"" + value + "\"" +
                             (near ? "; did you mean " + *near + "?" : "")};
        }
        return;
    case Takes::File:
    case Takes::Folder:
    case Takes::Voice:
    case Takes::Model:
        if (value.empty())
            throw UsageError{option.name + " needs a value: " + option.name + " " + option.placeholder};
        return;
    }
}

Arguments parseArguments(const Verb &verb, std::span<const std::string> words) {
    Arguments arguments;
    for (const Option &option : verb.options)
        if (!option.fallback.empty())
            arguments.m_fallback[option.name] = option.fallback;

    Reader reader{verb, words};
    bool optionsEnded = false;
    while (reader.next < words.size()) {
        const std::string &word = words[reader.next++];
        if (optionsEnded || !isOption(word)) {
            arguments.m_positional.push_back(word);
            continue;
        }
        if (word == "--") {
            optionsEnded = true;
            continue;
        }
        const std::string name = word.substr(0, word.find('='));
        const Option *option = findOption(verb, name);
        if (option == nullptr)
            throw unknownOption(verb, name);
        if (option->takes == Takes::Nothing) {
            if (name.size() != word.size())
                throw UsageError{name + " is a switch and takes no value", verb.name};
            arguments.m_given[name] = "";
            continue;
        }
        const std::string value = reader.value(*option, word);
        try {
            checkValue(*option, value);
        } catch (UsageError &error) {
            error.verb = verb.name;
            throw;
        }
        arguments.m_given[name] = value;
    }

    if (verb.positionalHelp.empty() && !arguments.m_positional.empty())
        throw strayWord(verb, arguments, arguments.m_positional.front());
    for (const Option &option : verb.options)
        if (option.required && !arguments.has(option.name))
            throw UsageError{"`" + verb.name + "` needs " + option.name + " " + option.placeholder, verb.name};
    return arguments;
}

bool wantsHelp(const Verb &verb, std::span<const std::string> words) {
    for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
        if (words[i] == "-h" || words[i] == "--help")
            return true;
        const Option *option = findOption(verb, words[i]);
        if (option != nullptr && option->takes == Takes::Text)
            ++i; // only a free text may read "--help" and mean it
    }
    return false;
}

std::optional<std::string> closest(std::string_view word, const std::vector<std::string> &candidates) {
    std::optional<std::string> best;
    std::size_t bestDistance = std::max<std::size_t>(1, std::min<std::size_t>(3, word.size() / 2)) + 1;
    for (const std::string &candidate : candidates) {
        // Edit distance with neighbours swapped counted once (optimal string alignment), three rows at a time.
        std::vector<std::size_t> before, above, row(candidate.size() + 1);
        for (std::size_t j = 0; j <= candidate.size(); ++j)
            row[j] = j;
        for (std::size_t i = 1; i <= word.size(); ++i) {
            before = std::move(above);
            above = row;
            row[0] = i;
            for (std::size_t j = 1; j <= candidate.size(); ++j) {
                const bool same = word[i - 1] == candidate[j - 1];
                row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0U : 1U)});
                if (i > 1 && j > 1 && word[i - 1] == candidate[j - 2] && word[i - 2] == candidate[j - 1])
                    row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        if (row.back() < bestDistance) {
            bestDistance = row.back();
            best = candidate;
        }
    }
    return best;
}

const Verb *findVerb(const std::vector<Verb> &verbs, std::string_view name) {
    const auto found = std::find_if(verbs.begin(), verbs.end(), [&](const Verb &verb) { return verb.name == name; });
    return found == verbs.end() ? nullptr : &*found;
}

bool Arguments::has(const std::string &option) const {
    return m_given.count(option) != 0;
}

std::string Arguments::text(const std::string &option) const {
    if (const auto given = m_given.find(option); given != m_given.end())
        return given->second;
    const auto fallback = m_fallback.find(option);
    return fallback == m_fallback.end() ? std::string() : fallback->second;
}

double Arguments::number(const std::string &option) const {
    if (const auto value = parseNumber<double>(text(option)))
        return *value;
    throw std::logic_error("the option " + option + " has no number");
}

int Arguments::integer(const std::string &option) const {
    return integers(option).front();
}

std::vector<int> Arguments::integers(const std::string &option) const {
    std::vector<int> values;
    for (const std::string &part : atCommas(text(option))) {
        const auto value = parseNumber<int>(part);
        if (!value)
            throw std::logic_error("the option " + option + " has no whole number");
        values.push_back(*value);
    }
    return values;
}

std::uint64_t Arguments::seed(const std::string &option) const {
    if (const auto value = parseNumber<std::uint64_t>(text(option)))
        return *value;
    throw std::logic_error("the option " + option + " has no seed");
}

} // namespace engine::cli
