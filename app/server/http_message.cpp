#include "app/server/http_message.h"

#include <algorithm>

namespace app::server {

namespace {

char smallLetter(char c) {
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

bool sameName(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return smallLetter(x) == smallLetter(y); });
}

} // namespace

const std::string *findHeader(const Headers &headers, std::string_view name) {
    const auto found =
        std::find_if(headers.begin(), headers.end(), [&](const auto &each) { return sameName(each.first, name); });
    return found == headers.end() ? nullptr : &found->second;
}

std::string_view nameOf(Method method) {
    switch (method) {
    case Method::Get:
        return "GET";
    case Method::Post:
        return "POST";
    case Method::Delete:
        return "DELETE";
    }
    return {};
}

std::string smallLetters(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), smallLetter);
    return result;
}

std::string_view HttpRequest::header(std::string_view name) const {
    const std::string *value = findHeader(headers, name);
    return value ? std::string_view(*value) : std::string_view{};
}

std::string_view HttpRequest::queryValue(const std::string &name) const {
    const auto found = query.find(name);
    return found == query.end() ? std::string_view{} : std::string_view(found->second);
}

HttpResponse HttpResponse::json(std::string body, int status) {
    return {status, "application/json", std::move(body), {}};
}

HttpResponse HttpResponse::text(std::string body, int status) {
    return {status, "text/plain; charset=utf-8", std::move(body), {}};
}

HttpResponse HttpResponse::empty(int status) {
    return {status, {}, {}, {}};
}

} // namespace app::server
