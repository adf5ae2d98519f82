#include "app/listening/toml_steps.h"

#include <QFile>
#include <QFileInfo>

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "app/listening/listening_words.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace app::listening {

namespace {

constexpr qsizetype kLongestToml = 4 << 20;
constexpr std::string_view kKey = "default_nfe_step";
constexpr int kMost = 128;

[[noreturn]] void refuseToml(const QString &what, const QString &remedy) {
    throw engine::badInput(what.toStdString(), remedy.toStdString());
}

struct Found {
    std::string section;
    const toml::node *node;
};

void search(const toml::table &table, const std::string &path, std::vector<Found> &found);

void search(const toml::node &node, const std::string &path, std::vector<Found> &found) {
    if (const toml::table *table = node.as_table())
        search(*table, path, found);
    if (const toml::array *array = node.as_array()) {
        int number = 0;
        for (const toml::node &element : *array)
            search(element, path + "[" + std::to_string(++number) + "]", found);
    }
}

void search(const toml::table &table, const std::string &path, std::vector<Found> &found) {
    for (const auto &[key, node] : table) {
        if (key.str() == kKey)
            found.push_back({path, &node});
        else
            search(node, path.empty() ? std::string(key.str()) : path + "." + std::string(key.str()), found);
    }
}

toml::table parsed(const QByteArray &text, const QString &name) {
    if (text.size() > kLongestToml)
        refuseToml(say("“%1” is too long for a file of settings.").arg(name), say("Choose an ishowtts.toml."));
    try {
        return toml::parse(std::string_view(text.constData(), std::size_t(text.size())));
    } catch (const toml::parse_error &error) {
        refuseToml(say("“%1” is no TOML: line %2: %3")
                       .arg(name)
                       .arg(error.source().begin.line)
                       .arg(QString::fromUtf8(error.description().data(), qsizetype(error.description().size()))),
                   say("Correct it, or choose another file."));
    }
}

// Where line and column, which count characters, lie among the bytes.
qsizetype offsetOf(const QByteArray &text, toml::source_position position) {
    qsizetype at = text.startsWith("\xEF\xBB\xBF") ? 3 : 0;
    for (toml::source_index line = 1; line < position.line && at >= 0; ++line) {
        const qsizetype end = text.indexOf('\n', at);
        if (end < 0)
            return -1;
        at = end + 1;
    }
    for (toml::source_index column = 1; column < position.column; ++column) {
        if (at >= text.size())
            return -1;
        for (++at; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;)
            ++at;
    }
    return at;
}

qsizetype endOfNumber(const QByteArray &text, qsizetype at) {
    const auto belongs = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == 'x' || c == 'o' ||
               c == '_' || c == '+' || c == '-';
    };
    while (at < text.size() && belongs(text[at]))
        ++at;
    return at;
}

QString placeOf(const Found &found) {
    const QString section = found.section.empty() ? say("at the top") : QStringLiteral("[%1]").arg(qt(found.section));
    return say("line %1, %2").arg(found.node->source().begin.line).arg(section);
}

Found onlyPlace(const toml::table &root, const QString &name) {
    std::vector<Found> found;
    search(root, {}, found);
    if (found.empty())
        refuseToml(say("“%1” does not say default_nfe_step.").arg(name),
                   say("Add “default_nfe_step = 7” to its section [f5], or choose another file."));
    if (found.size() > 1) {
        QStringList places;
        for (const Found &each : found)
            places << placeOf(each);
        refuseToml(say("“%1” says default_nfe_step in several places: %2.")
                       .arg(name, places.mid(0, 10).join(QStringLiteral("; "))),
                   say("Change the right one by hand."));
    }
    const auto value = found.front().node->value_exact<std::int64_t>();
    if (!value || *value < 1 || *value > kMost)
        refuseToml(say("What “%1” says of default_nfe_step (%2) is no whole number from 1 to 128.")
                       .arg(name, placeOf(found.front())),
                   say("Correct it by hand."));
    return found.front();
}

QByteArray contentOf(const QString &file) {
    if (!QFileInfo(file).isFile()) // a pipe would be waited for
        refuseToml(say("There is no file “%1”.").arg(file), say("Choose an ishowtts.toml."));
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        throw engine::failure(say("The file “%1” cannot be read: %2").arg(file, in.errorString()).toStdString(),
                              say("Check its permissions.").toStdString());
    return in.read(kLongestToml + 1);
}

} // namespace

TomlSteps findSteps(const QByteArray &toml, const QString &nameForErrors) {
    const toml::table root = parsed(toml, nameForErrors);
    const Found found = onlyPlace(root, nameForErrors);
    TomlSteps steps;
    steps.nfeStep = int(*found.node->value_exact<std::int64_t>());
    steps.section = found.section;
    steps.line = int(found.node->source().begin.line);
    steps.begin = offsetOf(toml, found.node->source().begin);
    steps.end = steps.begin < 0 ? -1 : endOfNumber(toml, steps.begin);
    if (steps.end <= steps.begin)
        refuseToml(say("Where “%1” says default_nfe_step cannot be told for sure.").arg(nameForErrors),
                   say("Change it by hand."));
    return steps;
}

QByteArray withSteps(const QByteArray &toml, int nfeStep, const QString &nameForErrors) {
    if (nfeStep < 1 || nfeStep > kMost)
        refuseToml(say("%1 is no number of steps from 1 to 128.").arg(nfeStep), say("Choose another number."));
    const TomlSteps steps = findSteps(toml, nameForErrors);
    QByteArray changed = toml;
    changed.replace(steps.begin, steps.end - steps.begin, QByteArray::number(nfeStep));
    // Read back: with the one number put back to what it was, both say the same.
    toml::table before = parsed(toml, nameForErrors), after = parsed(changed, nameForErrors);
    std::vector<Found> found;
    search(after, {}, found);
    const bool isThere = found.size() == 1 && found.front().section == steps.section &&
                         found.front().node->value_exact<std::int64_t>() == nfeStep;
    if (isThere) {
        auto *value = const_cast<toml::node *>(found.front().node)->as_integer();
        *value = std::int64_t(steps.nfeStep);
        value->flags({});
        std::vector<Found> old;
        search(before, {}, old);
        const_cast<toml::node *>(old.front().node)->as_integer()->flags({});
    }
    if (!isThere || before != after)
        refuseToml(say("Where “%1” says default_nfe_step cannot be told for sure.").arg(nameForErrors),
                   say("Change it by hand."));
    return changed;
}

TomlSteps stepsOf(const QString &file) {
    return findSteps(contentOf(file), file);
}

TomlSteps changeSteps(const QString &file, int nfeStep) {
    const QByteArray text = contentOf(file);
    TomlSteps before = findSteps(text, file);
    const QByteArray changed = withSteps(text, nfeStep, file);
    if (before.nfeStep != nfeStep)
        engine::replaceFile(QFile::encodeName(file).toStdString(), {std::as_bytes(std::span(changed))});
    return before;
}

} // namespace app::listening
