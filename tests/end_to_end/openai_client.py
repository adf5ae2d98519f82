"""The `openai` package as people use it, against this server: openai_client.py http://127.0.0.1:PORT/v1

Prints one JSON object; whoever runs it judges."""

import json
import sys

import openai

client = openai.OpenAI(base_url=sys.argv[1], api_key="none", max_retries=0, timeout=120)
seen = {"models": [model.id for model in client.models.list()]}

speech = client.audio.speech.create(model="tts-1", voice="alloy", input="Hello from Python.", response_format="wav")
seen["wav"] = len(speech.content)
seen["riff"] = speech.content[:4].decode("latin-1")

pieces = 0
with client.audio.speech.with_streaming_response.create(
    model=seen["models"][0], voice="slt", input="Hello from Python.", response_format="pcm", speed=1.5
) as streamed:
    seen["type"] = streamed.headers["content-type"]
    seen["voice"] = streamed.headers["x-voice-id"]
    for piece in streamed.iter_bytes():
        pieces += len(piece)
seen["pcm"] = pieces
seen["mp3"] = len(client.audio.speech.create(model="tts-1", voice="nova", input="Hello.").content)

try:
    client.audio.speech.create(model="tts-1", voice="nobody", input="Hello.")
except openai.BadRequestError as error:
    seen["refused"] = error.code
try:
    client.models.retrieve("gpt-9")
except openai.NotFoundError as error:
    seen["missing"] = error.code
print(json.dumps(seen))
