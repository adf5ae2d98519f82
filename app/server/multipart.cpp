#include "app/server/multipart.h"

#include <algorithm>
#include <optional>

#include "app/server/http_message.h"
#include "engine/utf8.h"

namespace app::server {

namespace {

constexpr std::size_t kMostParts = 16;
constexpr std::size_t kLongestPartHead = 2048;
constexpr std::size_t kLongestBoundary = 70;

std::string_view withoutBlanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Of `form-data; name="a"; filename="b"`: the value of a parameter, quoted or not.
std::optional<std::string> parameter(std::string_view value, std::string_view name) {
    std::size_t at = value.find(';');
    while (at < value.size()) {
        ++at;
        const std::size_t sign = value.find('=', at);
        if (sign == std::string_view::npos)
            return {};
        const std::string own = smallLetters(withoutBlanks(value.substr(at, sign - at)));
        std::string text;
        at = sign + 1;
        if (at < value.size() && value[at] == '"') {
            for (++at; at < value.size() && value[at] != '"'; ++at) {
                if (value[at] == '\\' && at + 1 < value.size() && (value[at + 1] == '"' || value[at + 1] == '\\'))
                    ++at;
                text += value[at];
            }
            if (at >= value.size())
                return {};
            at = value.find(';', at);
        } else {
            const std::size_t end = std::min(value.find(';', at), value.size());
            text = std::string(withoutBlanks(value.substr(at, end - at)));
            at = end;
        }
        if (own == name)
            return text;
    }
    return {};
}

bool isPartHead(std::string_view head, FormPart &part) {
    bool disposed = false;
    while (!head.empty()) {
        const std::size_t end = std::min(head.find("\r\n"), head.size());
        const std::string_view line = head.substr(0, end);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || line.find('\0') != std::string_view::npos)
            return false;
        const std::string name = smallLetters(line.substr(0, colon));
        const std::string_view value = withoutBlanks(line.substr(colon + 1));
        if (name == "content-disposition") {
            const auto field = parameter(value, "name");
            if (disposed || !smallLetters(value).starts_with("form-data") || !field)
                return false;
            disposed = true;
            part.name = *field;
            part.fileName = parameter(value, "filename").value_or(std::string());
        } else if (name == "content-type") {
            part.type = smallLetters(withoutBlanks(value.substr(0, value.find(';'))));
        }
        head.remove_prefix(std::min(end + 2, head.size()));
    }
    return disposed && engine::findInvalidUtf8(part.name + part.fileName) == std::string_view::npos;
}

} // namespace

std::variant<std::vector<FormPart>, std::string> readForm(std::string_view contentType, std::string_view body) {
    const auto boundary = parameter(contentType, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > kLongestBoundary)
        return std::string("The form's boundary is missing.");
    const std::string mark = "\r\n--" + *boundary;
    std::vector<FormPart> parts;
    std::size_t at = 0; // behind a boundary
    if (body.starts_with(std::string_view(mark).substr(2)))
        at = mark.size() - 2;
    else if ((at = body.find(mark)) == std::string_view::npos)
        return std::string("The form has no part.");
    else
        at += mark.size();
    while (true) {
        if (body.substr(at, 2) == "--")
            return parts;
        if (body.substr(at, 2) != "\r\n")
            return std::string("A boundary of the form is broken.");
        at += 2;
        const std::size_t headEnd = body.substr(at, kLongestPartHead).find("\r\n\r\n");
        const std::size_t end = body.find(mark, at);
        if (headEnd == std::string_view::npos || end == std::string_view::npos || at + headEnd + 4 > end)
            return std::string("A part of the form is cut off.");
        FormPart part;
        if (parts.size() >= kMostParts || !isPartHead(body.substr(at, headEnd), part))
            return std::string("A part of the form is not one.");
        part.data = body.substr(at + headEnd + 4, end - at - headEnd - 4);
        parts.push_back(part);
        at = end + mark.size();
    }
}

} // namespace app::server
