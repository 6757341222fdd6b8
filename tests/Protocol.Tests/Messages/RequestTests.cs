using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Larder.Protocol.Messages;
using Larder.Protocol.Tests.Support;
using Proto = Larder.Daemon.Messages;

namespace Larder.Protocol.Tests.Messages;

/// <summary>What is written by hand is what Google.Protobuf writes, byte for byte, and reads.</summary>
public sealed class RequestTests
{
    [Fact]
    public void A_compile_request_is_Google_Protobufs() =>
        Prop.ForAll<int>(seed =>
        {
            CompileRequest request = Compile(new Samples(seed));
            return SameBytes(Like(request), request.WriteTo);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_complete_request_is_Google_Protobufs() =>
        Prop.ForAll<int>(seed =>
        {
            CompleteRequest request = Complete(new Samples(seed));
            return SameBytes(Like(request), request.WriteTo);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Requests_for_entries_are_Google_Protobufs() =>
        Prop.ForAll<int>(seed =>
        {
            Samples s = new(seed);
            LookupRequest lookup = new() { BuildId = s.Bytes(), Kind = s.UInt32(), Key = s.Bytes() };
            StoreRequest store = new() { BuildId = s.Bytes(), Kind = s.UInt32(), Key = s.Bytes(), Entry = s.Bytes() };
            return SameBytes(Like(lookup), lookup.WriteTo) && SameBytes(Like(store), store.WriteTo);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_wish_for_a_replays_slot_is_Google_Protobufs() =>
        Prop.ForAll<int>(seed =>
        {
            Samples s = new(seed);
            EnterReplayRequest request = new() { BuildId = s.Bytes(), Session = s.UInt64(), Patience = s.UInt32() };
            return SameBytes(new Proto.EnterReplayRequest { BuildId = Of(request.BuildId), Session = request.Session, Patience = request.Patience }, request.WriteTo);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_question_about_units_is_Google_Protobufs() =>
        Prop.ForAll<int>(seed =>
        {
            Samples s = new(seed);
            CheckUnitsRequest request = new()
            {
                BuildId = s.Bytes(),
                WorkingDirectory = s.Bytes(),
                MountNamespace = s.UInt64(),
                RootDevice = s.UInt64(),
                RootInode = s.UInt64(),
                CacheDirectory = s.Bytes(),
                Wanted = [s.Bytes(), s.Bytes()],
                Environment = [s.Bytes(), s.Bytes(), s.Bytes()],
                IsBuilt = s.Flag(),
            };
            Proto.CheckUnitsRequest like = new()
            {
                BuildId = Of(request.BuildId),
                WorkingDirectory = Of(request.WorkingDirectory),
                MountNamespace = request.MountNamespace,
                RootDevice = request.RootDevice,
                RootInode = request.RootInode,
                CacheDirectory = Of(request.CacheDirectory),
                Wanted = { request.Wanted.Select(word => Of(word)) },
                Environment = { request.Environment.Select(word => Of(word)) },
                IsBuilt = request.IsBuilt,
            };
            return SameBytes(like, request.WriteTo);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_report_is_Google_Protobufs() =>
        Prop.ForAll<int>(seed =>
        {
            Samples s = new(seed);
            ReportRequest report = new()
            {
                BuildId = s.Bytes(),
                Session = s.UInt64(),
                Compiler = s.Bytes(),
                Source = s.Bytes(),
                WorkingDirectory = s.Bytes(),
                Reason = s.UInt32(),
                Detail = s.Bytes(),
                Key = s.Bytes(),
                Duration = s.Int64(),
                Saved = s.Int64(),
                SessionName = s.Bytes(),
            };
            Proto.ReportRequest like = new()
            {
                BuildId = Of(report.BuildId),
                Session = report.Session,
                Compiler = Of(report.Compiler),
                Source = Of(report.Source),
                WorkingDirectory = Of(report.WorkingDirectory),
                Reason = report.Reason,
                Detail = Of(report.Detail),
                Key = Of(report.Key),
                Duration = report.Duration,
                Saved = report.Saved,
                SessionName = Of(report.SessionName),
            };
            return SameBytes(like, report.WriteTo);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_field_alone_is_Google_Protobufs()
    {
        byte[] bytes = [1, 0, 255];
        byte[][] list = [[], bytes, []];
        CompileRequest[] compiles =
        [
            new(), new() { BuildId = bytes }, new() { Compiler = bytes }, new() { Arguments = list }, new() { WorkingDirectory = bytes },
            new() { WorkingDirectoryDevice = ulong.MaxValue }, new() { WorkingDirectoryInode = 1 }, new() { Umask = 0x12 },
            new() { Environment = list }, new() { ErrorIsTerminal = true }, new() { MountNamespace = 4026531840 }, new() { RootDevice = 3 },
            new() { RootInode = 2 }, new() { Session = 128 }, new() { Patience = uint.MaxValue }, new() { SourceSize = 1UL << 63 }, new() { Id = bytes },
        ];
        foreach (CompileRequest request in compiles)
            Assert.True(SameBytes(Like(request), request.WriteTo));

        CapturedOutput output = new() { Kind = 1, Descriptor = -1, Size = 1UL << 40, Inode = 1UL << 32 };
        CompleteRequest[] completes =
        [
            new(), new() { Lease = 1 }, new() { ExitStatus = -1 }, new() { Signal = 9 }, new() { Reason = 300 }, new() { Detail = bytes },
            new() { Started = long.MinValue }, new() { Tick = 4_000_000 }, new() { SteadyStarted = 1 },
            new() { Outputs = [output, new(), output] }, new() { StandardOutput = bytes }, new() { StandardError = bytes },
            new() { Headers = list }, new() { Assembled = bytes }, new() { Duration = 5 }, new() { InProcess = true }, new() { BuildText = bytes },
        ];
        foreach (CompleteRequest request in completes)
            Assert.True(SameBytes(Like(request), request.WriteTo));

        foreach (LookupRequest request in (LookupRequest[])[new(), new() { BuildId = bytes }, new() { Kind = 3 }, new() { Key = bytes }])
            Assert.True(SameBytes(Like(request), request.WriteTo));
        foreach (StoreRequest request in (StoreRequest[])[new(), new() { BuildId = bytes }, new() { Kind = 3 }, new() { Key = bytes }, new() { Entry = bytes }])
            Assert.True(SameBytes(Like(request), request.WriteTo));
    }

    [Fact]
    public void A_megabyte_goes_in_and_the_writer_can_be_used_again()
    {
        byte[] megabyte = new byte[1_000_000];
        new Random(3).NextBytes(megabyte);
        ProtobufWriter writer = new();
        new CompleteRequest { StandardError = megabyte, Headers = [megabyte, megabyte] }.WriteTo(writer);
        Proto.CompleteRequest read = Proto.CompleteRequest.Parser.ParseFrom(writer.Written);
        Assert.Equal(megabyte, read.StandardError.ToByteArray());
        Assert.All(read.Headers, header => Assert.True(header.Span.SequenceEqual(megabyte)));

        writer.Clear();
        Assert.Equal(0, writer.Written.Length);
        new CompleteRequest { Lease = 7 }.WriteTo(writer);
        Assert.Equal(7UL, Proto.CompleteRequest.Parser.ParseFrom(writer.Written).Lease);
    }

    private static bool SameBytes(IMessage message, Action<ProtobufWriter> write)
    {
        ProtobufWriter writer = new();
        write(writer);
        return writer.Written.SequenceEqual(message.ToByteArray());
    }

    private static CompileRequest Compile(Samples s) => new()
    {
        BuildId = s.Bytes(),
        Compiler = s.Bytes(),
        Arguments = s.List(),
        WorkingDirectory = s.Bytes(),
        WorkingDirectoryDevice = s.UInt64(),
        WorkingDirectoryInode = s.UInt64(),
        Umask = s.UInt32(),
        Environment = s.List(),
        ErrorIsTerminal = s.Flag(),
        MountNamespace = s.UInt64(),
        RootDevice = s.UInt64(),
        RootInode = s.UInt64(),
        Session = s.UInt64(),
        Patience = s.UInt32(),
        SourceSize = s.UInt64(),
        Id = s.Bytes(),
    };

    private static Proto.CompileRequest Like(CompileRequest r) => new()
    {
        BuildId = Of(r.BuildId),
        Compiler = Of(r.Compiler),
        Arguments = { r.Arguments.Select(a => Of(a)) },
        WorkingDirectory = Of(r.WorkingDirectory),
        WorkingDirectoryDevice = r.WorkingDirectoryDevice,
        WorkingDirectoryInode = r.WorkingDirectoryInode,
        Umask = r.Umask,
        Environment = { r.Environment.Select(a => Of(a)) },
        ErrorIsTerminal = r.ErrorIsTerminal,
        MountNamespace = r.MountNamespace,
        RootDevice = r.RootDevice,
        RootInode = r.RootInode,
        Session = r.Session,
        Patience = r.Patience,
        SourceSize = r.SourceSize,
        Id = Of(r.Id),
    };

    private static CompleteRequest Complete(Samples s) => new()
    {
        Lease = s.UInt64(),
        ExitStatus = s.Int32(),
        Signal = s.Int32(),
        Reason = s.UInt32(),
        Detail = s.Bytes(),
        Started = s.Int64(),
        Tick = s.Int64(),
        SteadyStarted = s.Int64(),
        Outputs =
        [
            .. Enumerable.Range(0, s.Next(5)).Select(_ => new CapturedOutput
            {
                Kind = s.UInt32(), Descriptor = s.Int32(), Size = s.UInt64(), Inode = s.UInt64(),
            }),
        ],
        StandardOutput = s.Bytes(),
        StandardError = s.Bytes(),
        Headers = s.List(),
        Assembled = s.Bytes(),
        Duration = s.Int64(),
        InProcess = s.Flag(),
        BuildText = s.Bytes(),
    };

    /// <summary>The length of a message within a message is written when the message is known: it takes one byte, or more.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(124)]
    [InlineData(125)]
    [InlineData(130)]
    [InlineData(20_000)]
    public void A_message_within_a_message_may_be_long(int length)
    {
        ProtobufWriter writer = new();
        int start = writer.BeginMessage(1);
        writer.WriteBytes(2, new byte[length]);
        writer.WriteNumber(4, 1U);
        writer.EndMessage(start);
        Proto.CompileReply expected = new() { Hit = new() { StandardOutput = Of(new byte[length]), Reason = 1 } };
        Assert.Equal(expected.ToByteArray(), writer.Written.ToArray());
    }

    private static Proto.CompleteRequest Like(CompleteRequest r) => new()
    {
        Lease = r.Lease,
        ExitStatus = r.ExitStatus,
        Signal = r.Signal,
        Reason = r.Reason,
        Detail = Of(r.Detail),
        Started = r.Started,
        Tick = r.Tick,
        SteadyStarted = r.SteadyStarted,
        Outputs =
        {
            r.Outputs.Select(o => new Proto.CapturedOutput { Kind = o.Kind, Descriptor_ = o.Descriptor, Size = o.Size, Inode = o.Inode }),
        },
        StandardOutput = Of(r.StandardOutput),
        StandardError = Of(r.StandardError),
        Headers = { r.Headers.Select(h => Of(h)) },
        Assembled = Of(r.Assembled),
        Duration = r.Duration,
        InProcess = r.InProcess,
        BuildText = Of(r.BuildText),
    };

    private static Proto.LookupRequest Like(LookupRequest r) => new() { BuildId = Of(r.BuildId), Kind = r.Kind, Key = Of(r.Key) };

    private static Proto.StoreRequest Like(StoreRequest r) =>
        new() { BuildId = Of(r.BuildId), Kind = r.Kind, Key = Of(r.Key), Entry = Of(r.Entry) };

    private static ByteString Of(ReadOnlyMemory<byte> bytes) => ByteString.CopyFrom(bytes.Span);
}
