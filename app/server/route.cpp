#include "app/server/route.h"

#include <algorithm>
#include <stdexcept>

namespace app::server {

namespace {

std::vector<std::string> partsOf(std::string_view pattern) {
    std::vector<std::string> parts;
    while (!pattern.empty()) {
        pattern.remove_prefix(1); // the slash
        const std::size_t slash = std::min(pattern.find('/'), pattern.size());
        parts.emplace_back(pattern.substr(0, slash));
        pattern.remove_prefix(slash);
    }
    return parts;
}

bool isParameter(const std::string &part) {
    return part.size() > 2 && part.front() == '{' && part.back() == '}';
}

bool means(const std::vector<std::string> &pattern, const std::vector<std::string> &parts) {
    return std::equal(pattern.begin(), pattern.end(), parts.begin(), parts.end(),
                      [](const std::string &own, const std::string &asked) {
                          return isParameter(own) ? !asked.empty() : own == asked;
                      });
}

[[noreturn]] void refuse(const Route &route, const char *why) {
    throw std::logic_error(std::string(nameOf(route.method)) + " " + route.pattern + " " + why);
}

} // namespace

void RouteTable::add(Route route) {
    if (route.pattern.empty() || route.pattern.front() != '/')
        refuse(route, "does not begin with a slash");
    if (route.access == Access::Undeclared)
        refuse(route, "does not say who may");
    if (bool(route.handle) == bool(route.atOnce))
        refuse(route, "needs one handler");
    if (route.method == Method::Get && (route.body != BodyKind::None || route.access == Access::Write))
        refuse(route, "only reads");
    if (route.method != Method::Get && (route.access != Access::Write || route.webSocket))
        refuse(route, "changes something");
    const std::vector<std::string> parts = partsOf(route.pattern);
    for (std::size_t i = 0; i < m_routes.size(); ++i) {
        if (m_routes[i].method == route.method && m_patterns[i] == parts)
            refuse(route, "is there twice");
    }
    m_patterns.push_back(parts);
    m_routes.push_back(std::move(route));
}

RouteTable::Found RouteTable::find(std::string_view method, const std::vector<std::string> &parts) const {
    Found found;
    const std::string_view asked = method == "HEAD" ? nameOf(Method::Get) : method;
    for (std::size_t i = 0; i < m_routes.size(); ++i) {
        if (!means(m_patterns[i], parts))
            continue;
        if (nameOf(m_routes[i].method) != asked) {
            found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(nameOf(m_routes[i].method));
            if (m_routes[i].method == Method::Get)
                found.allowed += ", HEAD";
            continue;
        }
        found.route = &m_routes[i];
        for (std::size_t part = 0; part < parts.size(); ++part) {
            const std::string &own = m_patterns[i][part];
            if (isParameter(own))
                found.parameters[own.substr(1, own.size() - 2)] = parts[part];
        }
        return found;
    }
    return found;
}

} // namespace app::server
