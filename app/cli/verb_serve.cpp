#include "app/cli/verb_serve.h"

#include <sstream>

#include "app/cli/quiet_application.h"
#include "app/cli/serving.h"
#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/synthesis.h"

namespace app::cli {

namespace {

using namespace engine::cli;
using engine::Json;

std::vector<std::string> listed(const std::string &text) {
    std::vector<std::string> all;
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        if (!word.empty())
            all.push_back(word);
    }
    return all;
}

int serve(const Arguments &arguments) {
    server::ServerOptions options;
    options.address = arguments.text("--bind");
    options.port = std::uint16_t(arguments.integer("--port"));
    options.hosts = listed(arguments.text("--host"));
    options.origins = listed(arguments.text("--allow-origin"));
    options.tokenOnLoopback = arguments.has("--token-file");
    std::string tokenFile;
    if (server::isTokenNeeded(options)) {
        tokenFile = arguments.has("--token-file") ? arguments.text("--token-file") : standardTokenFile();
        options.token = tokenIn(tokenFile);
    }
    const Interrupt interrupt;
    const QuietApplication application;
    Serving serving(arguments.text("--model"));
    const std::stop_callback stop(interrupt.token(), [&serving] {
        QMetaObject::invokeMethod(
            &serving, [] { QCoreApplication::quit(); }, Qt::QueuedConnection);
    });
    serving.start(options);
    const std::string address = serving.server().address().toStdString();
    if (arguments.has("--json")) {
        Json::Object said{{"address", address}, {"port", int(serving.server().port())}};
        if (!tokenFile.empty())
            said["token_file"] = tokenFile;
        printJson(said);
    } else {
        print(address + "\n");
        if (!tokenFile.empty())
            note("clients need the token that is in " + tokenFile);
    }
    flushOutput();
    if (!interrupt.happened())
        QCoreApplication::exec();
    return Done;
}

} // namespace

Verb serveVerb() {
    Option port{.name = "--port", .takes = Takes::Integer, .placeholder = "N"};
    port.help = "Port; 0: a free one, which is printed";
    port.fallback = "27121";
    port.high = 65535;
    Option bind{.name = "--bind", .takes = Takes::Text, .placeholder = "ADDRESS"};
    bind.help = "IP address to listen on; anything but this machine's own (127.0.0.1, ::1) needs a token";
    bind.fallback = "127.0.0.1";
    Option token{.name = "--token-file", .takes = Takes::File, .placeholder = "FILE"};
    token.help = "Holds the token that clients must send, on this machine too; made when it is not there. Beyond this "
                 "machine, without the option: ishowtts/server-token in the runtime folder, or, where "
                 "ISHOWTTS_KEEP_TOKEN is set (the systemd unit does), server-token in the state folder, so that it is "
                 "the same after the next start of the machine";
    Option host{.name = "--host", .takes = Takes::Text, .placeholder = "NAMES"};
    host.help = "Further names with port, with commas, that clients may call this server: tts.lan:27121. With one that "
                "is not this machine's own (localhost), as behind a proxy, it needs the token";
    Option origin{.name = "--allow-origin", .takes = Takes::Text, .placeholder = "ORIGINS"};
    origin.help = "Web pages that may ask, with commas: http://localhost:8080; \"null\" for pages from files, with "
                  "--token-file alone";
    Option model = modelOption();
    model.help = "Model, by name or by folder; else that of the settings";
    model.fallback.clear();
    Verb verb;
    verb.name = "serve";
    verb.summary = "Answer HTTP: iShowTTS's API on this machine";
    verb.description = "Listens until Ctrl+C or SIGTERM and speaks for other programs, with the voices, lexicons and "
                       "settings of the Studio, which may run beside it. Prints its address when it is ready to be "
                       "asked; the model is loaded meanwhile. The guide's page on the server says what can be asked.";
    verb.options = {port, bind, token, host, origin, model, jsonOption("address")};
    verb.examples = {"ishowtts serve", "ishowtts serve --port 8080",
                     "ishowtts serve --bind 0.0.0.0 --token-file ~/.config/ishowtts-token"};
    verb.run = serve;
    return verb;
}

} // namespace app::cli
