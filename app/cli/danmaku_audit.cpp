// `danmaku audit`: what happened live, and whether anybody changed it.
#include <QFileInfo>
#include <QJsonObject>

#include <map>
#include <string>

#include "app/cli/danmaku_verbs.h"
#include "app/danmaku/audit.h"
#include "engine/cli/console.h"
#include "engine/data_folders.h"
#include "engine/error.h"

namespace app::cli {

using namespace engine::cli;
using engine::Json;

namespace {

int verify(const Arguments &arguments, const QString &place) {
    const danmaku::AuditReport report = danmaku::verifyAudit(place);
    Json::Array findings;
    std::string said;
    for (const danmaku::AuditFinding &finding : report.findings) {
        findings.push_back(Json::Object{{"file", finding.file.toStdString()},
                                        {"line", finding.line},
                                        {"number", std::uint64_t(finding.number)},
                                        {"what", finding.what.toStdString()}});
        said += finding.file.toStdString() + (finding.line > 0 ? ":" + std::to_string(finding.line) : "") + ": " +
                finding.what.toStdString() + "\n";
    }
    const bool whole = findings.empty();
    if (arguments.has("--json"))
        printJson(Json::Object{{"whole", whole},
                               {"files", report.files},
                               {"lines", std::int64_t(report.lines)},
                               {"first", std::uint64_t(report.first)},
                               {"last", std::uint64_t(report.last)},
                               {"findings", findings}});
    else
        print(said + std::to_string(report.lines) + " lines in " + std::to_string(report.files) + " files, numbers " +
              std::to_string(report.first) + " to " + std::to_string(report.last) +
              (whole ? ": whole\n" : ": not whole\n"));
    return whole ? Done : CheckFailed;
}

} // namespace

int danmakuAudit(const Arguments &arguments) {
    const QString place = QString::fromStdString(arguments.positional().size() > 1
                                                     ? arguments.positional()[1]
                                                     : (engine::userDataFolder() / "danmaku-audit").string());
    if (!QFileInfo::exists(place))
        throw engine::badInput("There is no audit at " + place.toStdString() + ".",
                               "It begins with the first chat that is connected, or name another folder.");
    if (arguments.has("--verify"))
        return verify(arguments, place);
    std::map<std::string, std::int64_t> counts;
    danmaku::readAudit(place, [&](const QJsonObject &line) {
        const QString what = line.value(QStringLiteral("what")).toString();
        const QString did = line.value(QStringLiteral("did")).toString();
        const QString rule = line.value(QStringLiteral("rule")).toString();
        std::string name = what.toStdString();
        if (what == u"decision")
            name += " " + did.toStdString() + (rule.isEmpty() ? "" : ", " + rule.toStdString());
        else if (what == u"operator")
            name += " " + line.value(QStringLiteral("act")).toString().toStdString();
        ++counts[name];
        return true;
    });
    Json::Object json;
    std::vector<std::vector<std::string>> rows{{"what", "lines"}};
    for (const auto &[name, count] : counts) {
        json.emplace(name, count);
        rows.push_back({name, std::to_string(count)});
    }
    if (arguments.has("--json"))
        printJson(json);
    else
        print(table(rows));
    return Done;
}

} // namespace app::cli
