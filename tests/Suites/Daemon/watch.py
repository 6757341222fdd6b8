"""Prints every event of a daemon's Watch, in hexadecimal; first "watching", once nothing is missed any more. No stubs: bytes are enough."""

import sys

import grpc

with grpc.insecure_channel("unix:" + sys.argv[1]) as channel:
    events = channel.unary_stream("/larder.v1.Larder/Watch")(b"")
    events.initial_metadata()
    print("watching", flush=True)
    for event in events:
        print(event.hex(), flush=True)
