#include <algorithm>
#include <charconv>
#include <fstream>

#include "engine/error.h"
#include "engine/json.h"
#include "engine/utf8.h"

namespace engine {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

class Parser {
public:
    Parser(std::string_view text, const std::string &name, Json::Limits limits)
        : m_text(text), m_name(name), m_limits(limits) {}

    Json parse() {
        if (m_text.size() > m_limits.bytes)
            throw badInput(m_name + ": the JSON text is " + std::to_string(m_text.size()) + " bytes long; at most " +
                               std::to_string(m_limits.bytes) + " are read.",
                           "Use the file that belongs here.");
        if (m_text.substr(0, 3) == "\xEF\xBB\xBF")
            fail("a byte order mark, which JSON does not allow; save the file as UTF-8 without it");
        Json value = parseValue(0);
        skipBlank();
        if (m_position != m_text.size())
            fail("text after the end of the JSON value");
        return value;
    }

private:
    [[noreturn]] void fail(const std::string &what) const {
        const std::string_view before = m_text.substr(0, std::min(m_position, m_text.size()));
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        const std::size_t lineStart = before.rfind('\n') + 1; // npos + 1 = 0
        const auto column = 1 + std::count_if(before.begin() + std::ptrdiff_t(lineStart), before.end(),
                                              [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
        throw badInput(m_name + ": line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + what +
                           ".",
                       "Correct the JSON there, or restore the file from where it came.");
    }

    bool atEnd() const { return m_position >= m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text[m_position]; }

    void skipBlank() {
        while (!atEnd() && (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t'))
            ++m_position;
    }

    bool take(char wanted) {
        if (atEnd() || m_text[m_position] != wanted)
            return false;
        ++m_position;
        return true;
    }

    Json parseValue(int depth) {
        skipBlank();
        if (atEnd())
            fail("the text ends where a value should stand");
        if (++m_values > m_limits.values)
            fail("more than " + std::to_string(m_limits.values) + " values");
        switch (peek()) {
        case '{':
            return parseObject(depth + 1);
        case '[':
            return parseArray(depth + 1);
        case '"':
            return Json(parseString());
        case 't':
            return parseWord("true", Json(true));
        case 'f':
            return parseWord("false", Json(false));
        case 'n':
            return parseWord("null", Json());
        default:
            return parseNumber();
        }
    }

    Json parseWord(std::string_view word, Json value) {
        if (m_text.substr(m_position, word.size()) != word)
            fail("a word that is neither true, false nor null");
        m_position += word.size();
        return value;
    }

    void enter(int depth) {
        if (depth > m_limits.depth)
            fail("lists and objects nested deeper than " + std::to_string(m_limits.depth));
        ++m_position;
        skipBlank();
    }

    Json parseArray(int depth) {
        enter(depth);
        Json::Array values;
        if (take(']'))
            return Json(std::move(values));
        while (true) {
            values.push_back(parseValue(depth));
            skipBlank();
            if (take(']'))
                return Json(std::move(values));
            if (!take(','))
                fail("expected ',' or ']' in a list");
        }
    }

    Json parseObject(int depth) {
        enter(depth);
        Json::Object members;
        if (take('}'))
            return Json(std::move(members));
        while (true) {
            skipBlank();
            if (peek() != '"')
                fail("expected the name of a member in double quotes");
            const std::size_t nameAt = m_position;
            std::string name = parseString();
            if (members.count(name) != 0) {
                m_position = nameAt;
                fail("the name \"" + name.substr(0, 80) + "\" stands twice in one object");
            }
            skipBlank();
            if (!take(':'))
                fail("expected ':' after the name of a member");
            Json value = parseValue(depth);
            members.emplace(std::move(name), std::move(value));
            skipBlank();
            if (take('}'))
                return Json(std::move(members));
            if (!take(','))
                fail("expected ',' or '}' in an object");
        }
    }

    std::string parseString() {
        ++m_position; // the opening quote
        std::string text;
        while (true) {
            // Whole runs at once: exact growth keeps a long text from being held twice.
            const std::size_t start = m_position;
            while (!atEnd() && peek() != '"' && peek() != '\\') {
                const Utf8Char c = decodeUtf8(m_text, m_position);
                if (c.bytes == 0)
                    fail("bytes that are not UTF-8");
                if (c.codePoint < 0x20)
                    fail("a control character inside a text; write it as \\n, \\t or \\u00XX");
                m_position += c.bytes;
            }
            if (atEnd())
                fail("the text ends inside a string");
            text.append(m_text, start, m_position - start);
            if (take('"'))
                return text;
            parseEscape(text);
        }
    }

    void parseEscape(std::string &text) {
        static constexpr std::string_view letters = "\"\\/bfnrt";
        static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        ++m_position; // the backslash
        const std::size_t letter = atEnd() ? std::string_view::npos : letters.find(peek());
        if (letter != std::string_view::npos) {
            text += meanings[letter];
            ++m_position;
            return;
        }
        if (!take('u'))
            fail("an unknown escape; allowed are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
        char32_t codePoint = parseHex4();
        if (codePoint >= 0xDC00 && codePoint <= 0xDFFF)
            fail("half of a surrogate pair");
        if (codePoint >= 0xD800 && codePoint <= 0xDBFF) {
            if (!take('\\') || !take('u'))
                fail("half of a surrogate pair");
            const char32_t low = parseHex4();
            if (low < 0xDC00 || low > 0xDFFF)
                fail("half of a surrogate pair");
            codePoint = 0x10000 + ((codePoint - 0xD800) << 10) + (low - 0xDC00);
        }
        appendUtf8(text, codePoint);
    }

    char32_t parseHex4() {
        unsigned value = 0;
        const std::string_view digits = m_text.substr(std::min(m_position, m_text.size()), 4);
        const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (digits.size() != 4 || result.ptr != digits.data() + 4 || digits[0] == '-')
            fail("expected four hexadecimal digits after \\u");
        m_position += 4;
        return char32_t(value);
    }

    static void appendUtf8(std::string &text, char32_t c) {
        const auto tail = [&](int shift) { text += char(0x80 | ((c >> shift) & 0x3F)); };
        if (c < 0x80) {
            text += char(c);
        } else if (c < 0x800) {
            text += char(0xC0 | (c >> 6));
            tail(0);
        } else if (c < 0x10000) {
            text += char(0xE0 | (c >> 12));
            tail(6);
            tail(0);
        } else {
            text += char(0xF0 | (c >> 18));
            tail(12);
            tail(6);
            tail(0);
        }
    }

    void takeDigits(const char *where) {
        if (!isDigit(peek()))
            fail(std::string("expected a digit ") + where);
        while (isDigit(peek()))
            ++m_position;
    }

    Json parseNumber() {
        const std::size_t start = m_position;
        take('-');
        if (!isDigit(peek())) {
            m_position = start;
            fail("expected a value");
        }
        if (take('0')) {
            if (isDigit(peek()))
                fail("a number with a leading zero");
        } else {
            takeDigits("");
        }
        bool integer = true;
        if (take('.')) {
            integer = false;
            takeDigits("after the decimal point");
        }
        if (take('e') || take('E')) {
            integer = false;
            if (!take('+'))
                take('-');
            takeDigits("in the exponent");
        }
        const char *first = m_text.data() + start;
        const char *last = m_text.data() + m_position;
        if (integer) {
            std::int64_t whole = 0;
            if (std::from_chars(first, last, whole).ec == std::errc())
                return Json(whole);
            std::uint64_t large = 0;
            if (*first != '-' && std::from_chars(first, last, large).ec == std::errc())
                return Json(large);
        }
        double real = 0;
        if (std::from_chars(first, last, real).ec != std::errc()) {
            m_position = start;
            fail("a number outside the range of a double");
        }
        return Json(real);
    }

    std::string_view m_text;
    const std::string &m_name;
    Json::Limits m_limits;
    std::size_t m_position = 0;
    std::size_t m_values = 0;
};

} // namespace

Json Json::parse(std::string_view text, const std::string &nameForErrors, Limits limits) {
    return Parser(text, nameForErrors, limits).parse();
}

Json Json::read(const std::filesystem::path &file, Limits limits) {
    const std::string name = file.string();
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        throw badInput(name + (std::filesystem::exists(file, error) ? " is not a file." : " does not exist."),
                       "Put the file there.");
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (!error && size > limits.bytes)
        throw badInput(name + " is " + std::to_string(size) + " bytes long; at most " + std::to_string(limits.bytes) +
                           " are read.",
                       "Use the file that belongs here.");
    std::ifstream stream(file, std::ios::binary);
    std::string text(error ? 0 : std::size_t(size), '\0');
    if (error || !stream || !stream.read(text.data(), std::streamsize(text.size())))
        throw badInput(name + " cannot be read.", "Check the permissions of the file and the disk.");
    return parse(text, name, limits);
}

} // namespace engine
