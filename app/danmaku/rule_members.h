// Writing and reading the members of rules: one list of members for each kind of rules serves both (rules_format.cpp),
// so that neither way forgets one. Reading holds every value in its range and says which it had to.
#pragma once

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>
#include <vector>

#include "app/danmaku/rule_bounds.h"

namespace app::danmaku {

inline constexpr qsizetype kMostTexts = 1'000; // in a short list
inline constexpr qsizetype kLongestText = 500; // UTF-16 units

template <class Enum> using Names = std::vector<std::pair<Enum, const char *>>;

QString sayOfRule(const char *words); // translated

class RuleWriter {
public:
    QJsonObject object;

    template <class Value> void number(const char *key, const Value &value, const RuleBounds &) {
        object.insert(QLatin1String(key), value);
    }
    void flag(const char *key, const bool &value) { object.insert(QLatin1String(key), value); }
    template <class Enum> void word(const char *key, const Enum &value, const Names<Enum> &names) {
        for (const auto &[each, name] : names)
            if (each == value)
                object.insert(QLatin1String(key), QLatin1String(name));
    }
    void text(const char *key, const QString &value) { object.insert(QLatin1String(key), value); }
    void texts(const char *key, const QStringList &value, qsizetype) {
        object.insert(QLatin1String(key), QJsonArray::fromStringList(value));
    }
    void numbers(const char *key, const QHash<QString, double> &value, double, double) {
        QJsonObject all;
        for (auto each = value.begin(); each != value.end(); ++each)
            all.insert(each.key(), each.value());
        object.insert(QLatin1String(key), all);
    }
};

class RuleReader {
public:
    RuleReader(QJsonObject from, QString path, QStringList &lines)
        : m_object(std::move(from)), m_path(std::move(path)), m_lines(lines) {}

    template <class Value> void number(const char *key, Value &value, const RuleBounds &bounds) {
        const auto [least, most, orNone] = bounds;
        const QJsonValue found = take(key);
        if (found.isUndefined())
            return;
        if (!found.isDouble() || !std::isfinite(found.toDouble()))
            return wrong(key, found, sayOfRule(QT_TRANSLATE_NOOP("danmaku", "is no number")),
                         QString::number(double(value)));
        double number = found.toDouble();
        if (orNone && number == 0) {
            value = 0;
            return;
        }
        const double held = std::clamp(number, least, most);
        value = Value(std::is_integral_v<Value> ? std::round(held) : held);
        if (held != number)
            wrong(key, found,
                  sayOfRule(QT_TRANSLATE_NOOP("danmaku", "is not from %1 to %2"))
                      .arg(QString::number(least), QString::number(most)),
                  QString::number(double(value)));
    }

    void flag(const char *key, bool &value);

    template <class Enum> void word(const char *key, Enum &value, const Names<Enum> &names) {
        const QJsonValue found = take(key);
        if (found.isUndefined())
            return;
        QStringList known;
        QString now;
        for (const auto &[each, name] : names) {
            known << QLatin1String(name);
            if (each == value)
                now = QLatin1String(name);
        }
        for (const auto &[each, name] : names)
            if (found.toString() == QLatin1String(name)) {
                value = each;
                return;
            }
        wrong(key, found,
              sayOfRule(QT_TRANSLATE_NOOP("danmaku", "is none of %1")).arg(known.join(QStringLiteral(", "))), now);
    }

    void text(const char *key, QString &value);

    void texts(const char *key, QStringList &value, qsizetype most);

    void numbers(const char *key, QHash<QString, double> &value, double least, double most);

private:
    QJsonValue take(const char *key) const { return m_object.value(QLatin1String(key)); }

    void wrong(const char *key, const QJsonValue &found, const QString &why, const QString &counts);

    QJsonObject m_object;
    QString m_path;
    QStringList &m_lines;
};

} // namespace app::danmaku
