#include "app/danmaku/rule_members.h"

#include <QCoreApplication>

#include "app/settings/json_file.h"

namespace app::danmaku {

QString sayOfRule(const char *words) {
    return QCoreApplication::translate("danmaku", words);
}

void RuleReader::flag(const char *key, bool &value) {
    const QJsonValue found = take(key);
    if (found.isBool())
        value = found.toBool();
    else if (!found.isUndefined())
        wrong(key, found, sayOfRule(QT_TRANSLATE_NOOP("danmaku", "is neither true nor false")),
              value ? QStringLiteral("true") : QStringLiteral("false"));
}

void RuleReader::text(const char *key, QString &value) {
    const QJsonValue found = take(key);
    if (found.isString())
        value = found.toString().left(kLongestText);
    if (!found.isUndefined() && (!found.isString() || found.toString().size() > kLongestText))
        wrong(key, found,
              sayOfRule(QT_TRANSLATE_NOOP("danmaku", "is no text of at most %1 characters")).arg(kLongestText),
              value.left(40));
}

void RuleReader::texts(const char *key, QStringList &value, qsizetype most) {
    const QJsonValue found = take(key);
    if (found.isUndefined())
        return;
    if (!found.isArray())
        return wrong(key, found, sayOfRule(QT_TRANSLATE_NOOP("danmaku", "is no list")), {});
    QStringList all;
    int strange = 0;
    for (const QJsonValue each : found.toArray()) {
        if (each.isString() && !each.toString().trimmed().isEmpty() && each.toString().size() <= kLongestText &&
            all.size() < most)
            all << each.toString();
        else
            ++strange;
    }
    value = all;
    if (strange > 0)
        m_lines << sayOfRule(QT_TRANSLATE_NOOP("danmaku",
                                               "%1: %2 entries are no texts of at most %3 characters, or too "
                                               "many; they are left out."))
                       .arg(m_path + QLatin1String(key), QString::number(strange), QString::number(kLongestText));
}

void RuleReader::numbers(const char *key, QHash<QString, double> &value, double least, double most) {
    const QJsonValue found = take(key);
    if (found.isUndefined())
        return;
    if (!found.isObject())
        return wrong(key, found, sayOfRule(QT_TRANSLATE_NOOP("danmaku", "is no object")), {});
    value.clear();
    const QJsonObject all = found.toObject();
    for (auto each = all.begin(); each != all.end() && value.size() < kMostTexts; ++each) {
        if (each->isDouble() && each->toDouble() >= least && each->toDouble() <= most && !each.key().isEmpty())
            value.insert(each.key().left(kLongestText), each->toDouble());
        else
            wrong(key, *each,
                  sayOfRule(QT_TRANSLATE_NOOP("danmaku", "is not from %1 to %2"))
                      .arg(QString::number(least), QString::number(most)),
                  {});
    }
}

void RuleReader::wrong(const char *key, const QJsonValue &found, const QString &why, const QString &counts) {
    m_lines << (counts.isEmpty() ? sayOfRule(QT_TRANSLATE_NOOP("danmaku", "%1: %2 %3 and is left out."))
                                       .arg(m_path + QLatin1String(key), shortly(found), why)
                                 : sayOfRule(QT_TRANSLATE_NOOP("danmaku", "%1: %2 %3; %4 counts."))
                                       .arg(m_path + QLatin1String(key), shortly(found), why, counts));
}

} // namespace app::danmaku
