"""What a stock gRPC client asks of larderd's service. Arguments: the stubs' directory, the socket, the name of a case.

Each case is a function that fails by an assertion. The service on the other side is the tests' ScriptedService.
"""
import sys
import threading
import time

sys.path.insert(0, sys.argv[1])

import grpc  # noqa: E402
import larder_pb2 as pb  # noqa: E402
import larder_pb2_grpc  # noqa: E402

SOCKET = "unix:" + sys.argv[2]
MEGABYTE = 1 << 20
PATIENCE = 60
# Seconds after which a handler has surely begun, on a loaded machine too.
BEGUN = 2


def status_of(call):
    try:
        call()
    except grpc.RpcError as error:
        return error.code(), error.details(), error
    raise AssertionError("the call succeeded")


def every_method(stub):
    request = pb.CompileRequest(
        build_id=b"\x00\xff", compiler=b"/usr/bin/g\xffc", arguments=[b"gcc", b"", b"-c", b"\xfe\x80.c"],
        working_directory=b"/w", working_directory_device=2**64 - 1, working_directory_inode=1, umask=0o22,
        environment=[b"A=1", b"B="], error_is_terminal=True, mount_namespace=3, root_device=4, root_inode=5,
        session=2**63, patience=2**32 - 1, source_size=6)
    hit = stub.Compile(request, timeout=PATIENCE).hit
    assert hit.exit_status == -4
    assert hit.standard_output == b"gcc-c\xfe\x80.c"
    assert hit.key == request.SerializeToString(deterministic=True)

    assert stub.Complete(pb.CompleteRequest(
        lease=9, exit_status=1, signal=2, started=-1,
        outputs=[pb.CapturedOutput(kind=1, descriptor=5, size=10), pb.CapturedOutput()],
        headers=[b"a.h", b"\xff.h"])) == pb.CompleteReply()
    assert stub.Report(pb.ReportRequest(session=7, source=b"\xff.c", duration=-1)) == pb.ReportReply()
    assert stub.Lookup(pb.LookupRequest(key=b"\x01\x02")) == pb.LookupReply(found=True, entry=b"\x01\x02")
    assert stub.Store(pb.StoreRequest(entry=b"e")).stored
    assert not stub.Store(pb.StoreRequest()).stored

    status = stub.GetStatus(pb.GetStatusRequest())
    assert status.build_id == b"\x00\xff"
    assert status.uptime_milliseconds == 2**63 - 1
    assert status.memory_limit == 2**64 - 1
    assert status.draining
    assert [(b.session, b.leases_held) for b in status.builds] == [(7, 2), (8, 0)]

    statistics = stub.GetStatistics(pb.GetStatisticsRequest())
    assert [(c.counter, c.value) for c in statistics.counters] == [(3, -1)]
    assert statistics.named[0].name == "-fünny".encode()
    assert statistics.zeroed == -2**63
    assert stub.ZeroStatistics(pb.ZeroStatisticsRequest()) == pb.ZeroStatisticsReply()
    assert stub.Drain(pb.DrainRequest()) == pb.DrainReply()
    assert stub.Shutdown(pb.ShutdownRequest()) == pb.ShutdownReply()
    assert list(stub.Watch(pb.WatchRequest())) == []


def identity(stub):
    import os
    assert stub.GetStatus(pb.GetStatusRequest()).process_id == os.getpid()
    assert stub.Compile(pb.CompileRequest()).hit.reason == os.geteuid()


def large_messages(stub):
    for size in (65530, 65536, MEGABYTE, 3 * MEGABYTE):
        entry = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
        assert stub.Lookup(pb.LookupRequest(key=entry)).entry == entry, size


def too_large(stub):
    code, details, _ = status_of(lambda: stub.Store(pb.StoreRequest(entry=bytes(16 * MEGABYTE))))
    assert code == grpc.StatusCode.RESOURCE_EXHAUSTED, code
    assert "16777216" in details, details
    # As large as can be, and on the same connection.
    assert stub.Store(pb.StoreRequest(entry=bytes(16 * MEGABYTE - 16))).stored


def deadline(stub):
    begin = time.monotonic()
    code, _, _ = status_of(lambda: stub.Compile(pb.CompileRequest(), timeout=BEGUN))
    assert code == grpc.StatusCode.DEADLINE_EXCEEDED, code
    assert time.monotonic() - begin >= BEGUN - 0.01
    assert stub.GetStatus(pb.GetStatusRequest(), timeout=PATIENCE).draining


def generous_deadline(stub):
    for timeout in (PATIENCE, 99999, 10**8):
        assert stub.Compile(pb.CompileRequest(), timeout=timeout).hit.exit_status == 0


def cancel(stub):
    future = stub.Compile.future(pb.CompileRequest())
    time.sleep(BEGUN)
    future.cancel()
    assert future.cancelled()
    assert stub.GetStatus(pb.GetStatusRequest(), timeout=PATIENCE).draining


def statuses(stub):
    for number in range(1, 17):
        code, details, _ = status_of(lambda: stub.Compile(pb.CompileRequest(umask=number)))
        assert code.value[0] == number, (code, number)
        assert details == f"Grüße, 100 % «{number}» \u2028 \U0001f9f0\r\n\tend", repr(details)


def long_status(stub):
    code, details, _ = status_of(lambda: stub.Compile(pb.CompileRequest()))
    assert code == grpc.StatusCode.INVALID_ARGUMENT, code
    # 4096 bytes, and six for each of these.
    assert details == "ä" * 682, details


def fault(stub):
    code, details, _ = status_of(lambda: stub.Compile(pb.CompileRequest()))
    assert code == grpc.StatusCode.INTERNAL, code
    assert "secret" not in details, details
    assert stub.GetStatus(pb.GetStatusRequest()).draining


def unknown_method(stub):
    call = channel.unary_unary("/larder.v1.Larder/Bake", request_serializer=bytes, response_deserializer=bytes)
    code, details, _ = status_of(lambda: call(b""))
    assert code == grpc.StatusCode.UNIMPLEMENTED, code
    assert "Bake" in details, details


def unknown_fields(stub):
    call = channel.unary_unary(
        "/larder.v1.Larder/Compile", request_serializer=bytes, response_deserializer=pb.CompileReply.FromString)
    known = pb.CompileRequest(arguments=[b"a"]).SerializeToString()
    # Field 1000, of each wire type.
    unknown = b"\xc0\x3e\x05" + b"\xc1\x3e" + b"8" * 8 + b"\xc2\x3e\x03xyz" + b"\xc5\x3e" + b"4" * 4
    assert call(unknown + known + unknown).hit.standard_output == b"a"


def malformed_message(stub):
    call = channel.unary_unary("/larder.v1.Larder/Compile", request_serializer=bytes, response_deserializer=bytes)
    for message in (b"\xff", b"\x0a\x05abc", b"\x0a\xff\xff\xff\xff\x0f", b"\x00\x00", b"\x0f"):
        code, _, _ = status_of(lambda: call(message))
        assert code == grpc.StatusCode.INTERNAL, (message, code)
    assert stub.GetStatus(pb.GetStatusRequest()).draining


def compression(stub):
    code, details, error = status_of(
        lambda: stub.Compile(pb.CompileRequest(arguments=[b"a" * 10000]), compression=grpc.Compression.Gzip))
    assert code == grpc.StatusCode.UNIMPLEMENTED, code
    assert "gzip" in details, details


def metadata(stub):
    big = [("x-text", "v" * 20000), ("x-bytes-bin", bytes(range(256)) * 16)] + [(f"x-{i}", "w" * 30) for i in range(50)]
    assert stub.Compile(pb.CompileRequest(arguments=[b"a"]), metadata=big).hit.standard_output == b"a"


def too_much_metadata(stub):
    code, _, _ = status_of(lambda: stub.Compile(pb.CompileRequest(), metadata=[(f"x-{i}", "w" * 4000) for i in range(100)]))
    assert code != grpc.StatusCode.OK
    with grpc.insecure_channel(SOCKET) as other:
        assert larder_pb2_grpc.LarderStub(other).GetStatus(pb.GetStatusRequest(), wait_for_ready=True).draining


def concurrent(stub):
    # More than the connection has streams, so that some wait for their turn.
    faults = []

    def ask(number):
        try:
            for turn in range(5):
                word = b"%d.%d" % (number, turn) * 500
                assert stub.Compile(pb.CompileRequest(arguments=[word])).hit.standard_output == word
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(40)]
    for thread in threads:
        thread.start()
    futures = [stub.Compile.future(pb.CompileRequest(arguments=[b"%d" % i])) for i in range(400)]
    for i, future in enumerate(futures):
        assert future.result(timeout=PATIENCE).hit.standard_output == b"%d" % i
    for thread in threads:
        thread.join()
    assert not faults, faults


def stream(stub):
    events = list(stub.Watch(pb.WatchRequest(), timeout=PATIENCE))
    assert [e.session for e in events] == list(range(2000))
    assert all(e.source == b"s" * 2000 for e in events)
    assert events[0].stages[0].name == "look-up" and events[0].stages[0].nanoseconds == 12


def stream_begins_before_events(stub):
    call = stub.Watch(pb.WatchRequest(), timeout=PATIENCE)
    call.initial_metadata()
    assert call.is_active()
    call.cancel()


def stream_cancel(stub):
    call = stub.Watch(pb.WatchRequest())
    assert [next(call).session for _ in range(3)] == [0, 1, 2]
    call.cancel()
    code, _, _ = status_of(lambda: list(call))
    assert code == grpc.StatusCode.CANCELLED, code
    assert stub.GetStatus(pb.GetStatusRequest(), timeout=PATIENCE).draining


def stream_status(stub):
    call = stub.Watch(pb.WatchRequest())
    assert next(call).session == 0
    code, details, _ = status_of(lambda: next(call))
    assert code == grpc.StatusCode.UNAVAILABLE and details == "draining", (code, details)


def stream_deadline(stub):
    call = stub.Watch(pb.WatchRequest(), timeout=BEGUN)
    assert next(call).session == 0
    code, _, _ = status_of(lambda: list(call))
    assert code == grpc.StatusCode.DEADLINE_EXCEEDED, code


def unimplemented(stub):
    for call in (lambda: stub.Compile(pb.CompileRequest()), lambda: list(stub.Watch(pb.WatchRequest()))):
        code, _, _ = status_of(call)
        assert code == grpc.StatusCode.UNIMPLEMENTED, code


with grpc.insecure_channel(SOCKET) as channel:
    globals()[sys.argv[3]](larder_pb2_grpc.LarderStub(channel))
