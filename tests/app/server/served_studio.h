// A Studio's services without its window: a person's folder over the shipped voices, and the tiny checkpoint.
#pragma once

#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <vector>

#include "app/chat/token_store.h"
#include "app/server/speech_server.h"
#include "app/settings/settings.h"
#include "app/speech/speech_queue.h"
#include "app/speech/speech_worker.h"
#include "app/storage/file_thread.h"
#include "app/voices/voice_editor.h"
#include "app/voices/voice_library.h"
#include "tests/app/server/raw_client.h"
#include "tests/app/speech/model_of_tests.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"

struct ServedStudio {
    TinyData shipped;
    QTemporaryDir own;
    app::storage::FileThread files;
    app::Settings settings{own.filePath(QStringLiteral("settings.json")), files};
    std::vector<std::filesystem::path> roots{own.path().toStdString(), shipped.root()};
    app::voices::VoiceLibrary voices{roots, files};
    app::voices::VoiceEditor editor{roots, voices, files};
    app::speech::SpeechWorker worker;
    app::speech::SpeechQueue queue{worker};
    app::chat::TokenStore tokens{own.path(), files, false};
    std::unique_ptr<app::server::SpeechServer> server;
    std::vector<engine::Request> asked;

    ServedStudio() {
        QObject::connect(&queue, &app::speech::SpeechQueue::finished, &queue,
                         [this](const app::speech::Take &take) { asked.push_back(take.request); });
        settings.setNfeStep(1);
        voices.refresh();
        QTRY_VERIFY(voices.isRead());
        server = std::make_unique<app::server::SpeechServer>(
            app::server::ServerUses{settings, voices, editor, worker, queue, files,
                                    [this](const QString &text, const QString &voiceId) {
                                        engine::Request request = smallRequest(text.toStdString());
                                        request.nfeStep = 1;
                                        const engine::Voice *voice = voices.find(voiceId);
                                        request.voice = voice ? *voice : engine::Voice{};
                                        return request;
                                    }},
            &tokens);
        server->turnOn({.port = 0});
        QCOMPARE(server->state(), app::server::SpeechServer::State::On);
    }
    void load() { worker.load(makeSmallSynthesizer); }

    QByteArray ask(const QByteArray &line, const QByteArray &headers = {}, const QByteArray &body = {}) const {
        QByteArray raw = line + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(server->port()) + "\r\n" + headers;
        if (!body.isEmpty())
            raw += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        return askRaw(server->port(), raw + "\r\n" + body);
    }
    QByteArray say(const QByteArray &json) const {
        return ask("POST /api/tts", "Content-Type: application/json\r\n", json);
    }
    QByteArray upload(const QByteArray &voice, const QByteArray &form) const {
        return ask("POST /api/voices/" + voice + "/reference", "Content-Type: multipart/form-data; boundary=XX\r\n",
                   form);
    }
};
