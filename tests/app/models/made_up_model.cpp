#include "tests/app/models/made_up_model.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <random>

#include "engine/model_files.h"

namespace {

const QString kRevision = QString(40, u'a');

QByteArray noise(qsizetype size) {
    std::minstd_rand random(7);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &one : bytes)
        one = char(random() >> 8);
    return bytes;
}

QByteArray hashOf(const QByteArray &bytes) {
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

} // namespace

bool MadeUpModel::isWhole(const std::filesystem::path &folder) const {
    for (const app::models::SourceFile &one : entry().files) {
        QFile file(QString::fromStdString((folder / one.to).string()));
        if (!file.open(QIODevice::ReadOnly) || file.readAll() != files.value(QByteArray::fromStdString(one.path)))
            return false;
    }
    return true;
}

QByteArray MadeUpModel::of(const WebRequest &request) const {
    return files.value(request.path.split('/').mid(5).join('/')); // /someone/tiny/resolve/REVISION/PATH
}

MadeUpModel madeUpModel(qsizetype weights) {
    MadeUpModel model;
    model.files = {{"net/model_1.safetensors", noise(weights)},
                   {"net/vocab.txt", " \na\nb\n"},
                   {"config.yaml", "feature_extractor: none\n"},
                   {"pytorch_model.bin", noise(2000)}};
    app::models::CatalogueEntry entry;
    entry.id = "Tiny";
    entry.about = QStringLiteral("A tiny model");
    entry.publisher = QStringLiteral("someone");
    entry.page = QStringLiteral("https://example.org/tiny");
    entry.licence = QStringLiteral("CC-BY-NC-4.0");
    entry.licences = {{QStringLiteral("the weights"), QStringLiteral("CC-BY-NC-4.0"),
                       QStringLiteral("You may not sell what you make with it.\n")}};
    entry.flags = engine::Json::Object{{"text_mask_padding", false}, {"pe_attn_head", 1}};
    const QList<std::pair<const char *, const char *>> places = {{"model_1.safetensors", "net/model_1.safetensors"},
                                                                 {"vocab.txt", "net/vocab.txt"},
                                                                 {"vocos/config.yaml", "config.yaml"},
                                                                 {"vocos/pytorch_model.bin", "pytorch_model.bin"}};
    for (const auto &[to, path] : places) {
        const QByteArray &bytes = *model.files.find(path);
        entry.files.push_back(
            {to, "someone/tiny", kRevision.toStdString(), path, bytes.size(), hashOf(bytes).toStdString()});
    }
    model.catalogue.entries = {entry};
    app::models::CatalogueEntry &vocoder = model.catalogue.vocoder.emplace(entry);
    vocoder.id = engine::kSharedVocoder;
    vocoder.licence = QStringLiteral("MIT");
    vocoder.flags = {};
    vocoder.files = {entry.files.begin() + 2, entry.files.end()};
    return model;
}

app::models::FetchRules quickRules() {
    using namespace std::chrono_literals;
    app::models::FetchRules rules;
    rules.firstPause = 1ms;
    rules.longestPause = 5ms;
    rules.tries = 6;
    rules.redirects = 5;
    rules.keepFree = 1 << 20;
    return rules;
}

namespace {

QJsonObject asJson(const app::models::CatalogueEntry &entry) {
    QJsonArray files;
    for (const app::models::SourceFile &file : entry.files)
        files.append(QJsonObject{{QStringLiteral("to"), QString::fromStdString(file.to)},
                                 {QStringLiteral("repository"), QString::fromStdString(file.repository)},
                                 {QStringLiteral("revision"), QString::fromStdString(file.revision)},
                                 {QStringLiteral("path"), QString::fromStdString(file.path)},
                                 {QStringLiteral("bytes"), qint64(file.bytes)},
                                 {QStringLiteral("sha256"), QString::fromStdString(file.sha256)}});
    const QJsonObject licence{{QStringLiteral("of"), entry.licences.front().of},
                              {QStringLiteral("name"), entry.licences.front().name},
                              {QStringLiteral("text"), QStringLiteral("licence.txt")}};
    return {{QStringLiteral("id"), QString::fromStdString(entry.id)},
            {QStringLiteral("about"), entry.about},
            {QStringLiteral("publisher"), entry.publisher},
            {QStringLiteral("page"), entry.page},
            {QStringLiteral("licence"), entry.licence},
            {QStringLiteral("licences"), QJsonArray{licence}},
            {QStringLiteral("flags"), QJsonDocument::fromJson(QByteArray::fromStdString(entry.flags.dump())).object()},
            {QStringLiteral("files"), files}};
}

} // namespace

void writeCatalogue(const MadeUpModel &model, const QByteArray &origin, const std::filesystem::path &folder) {
    const QString place = QString::fromStdString(folder.string());
    QDir().mkpath(place);
    QJsonArray models;
    for (const app::models::CatalogueEntry &entry : model.catalogue.entries)
        models.append(asJson(entry));
    QJsonObject all{{QStringLiteral("format"), 1},
                    {QStringLiteral("origin"), QString::fromUtf8(origin)},
                    {QStringLiteral("models"), models}};
    if (model.catalogue.vocoder) {
        QJsonObject vocoder = asJson(*model.catalogue.vocoder);
        vocoder.remove(QStringLiteral("flags"));
        all[QStringLiteral("vocoder")] = vocoder;
    }
    QFile list(place + QStringLiteral("/catalogue.json"));
    QFile words(place + QStringLiteral("/licence.txt"));
    if (!list.open(QIODevice::WriteOnly) || list.write(QJsonDocument(all).toJson()) < 0 ||
        !words.open(QIODevice::WriteOnly) || words.write(model.entry().licences.front().text.toUtf8()) < 0)
        qFatal("the list of models cannot be written");
}
