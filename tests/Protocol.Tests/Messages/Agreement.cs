using Google.Protobuf;
using Larder.Protocol.Messages;
using Proto = Larder.Daemon.Messages;

namespace Larder.Protocol.Tests.Messages;

/// <summary>
/// Reads bytes with our reader and with Google.Protobuf, and asserts that they agree: on whether this is a message, and on each field.
/// Returns whether it is one.
/// </summary>
internal static class Agreement
{
    internal static bool OnCompileReply(byte[] bytes)
    {
        Proto.CompileReply? expected = Parse(Proto.CompileReply.Parser, bytes);
        CompileReply? reply = CompileReply.Read(bytes);
        Assert.Equal(expected is null, reply is null);
        if (expected is null || reply is null)
            return false;

        Assert.Equal(expected.OutcomeCase == Proto.CompileReply.OutcomeOneofCase.Hit, reply.Hit is not null);
        Assert.Equal(expected.OutcomeCase == Proto.CompileReply.OutcomeOneofCase.Lease, reply.Lease is not null);
        Assert.Equal(expected.OutcomeCase == Proto.CompileReply.OutcomeOneofCase.Bare, reply.Bare is not null);
        Assert.Equal(expected.OutcomeCase == Proto.CompileReply.OutcomeOneofCase.InProcess, reply.InProcess is not null);
        if (reply.Hit is { } hit)
        {
            Assert.Equal(expected.Hit.ExitStatus, hit.ExitStatus);
            Same(expected.Hit.StandardOutput, hit.StandardOutput);
            Same(expected.Hit.StandardError, hit.StandardError);
            Assert.Equal(expected.Hit.Reason, hit.Reason);
            Same(expected.Hit.Key, hit.Key);
        }
        else if (reply.Lease is { } lease)
        {
            Same(expected.Lease, lease);
        }
        else if (reply.Bare is { } bare)
        {
            Assert.Equal(expected.Bare.Reason, bare.Reason);
            Same(expected.Bare.Detail, bare.Detail);
        }
        else if (reply.InProcess is { } inProcess)
        {
            Assert.Equal((int)expected.InProcess.Reason, (int)inProcess.Reason);
            Same(expected.InProcess.Detail, inProcess.Detail);
        }

        return true;
    }

    internal static bool OnStatus(byte[] bytes)
    {
        Proto.GetStatusReply? expected = Parse(Proto.GetStatusReply.Parser, bytes);
        GetStatusReply? reply = GetStatusReply.Read(bytes);
        Assert.Equal(expected is null, reply is null);
        if (expected is null || reply is null)
            return false;

        Same(expected.BuildId, reply.BuildId);
        Assert.Equal(expected.ProcessId, reply.ProcessId);
        Assert.Equal(expected.UptimeMilliseconds, reply.UptimeMilliseconds);
        Same(expected.CacheDirectory, reply.CacheDirectory);
        Assert.Equal(expected.Connections, reply.Connections);
        Assert.Equal(expected.MaxJobs, reply.MaxJobs);
        Assert.Equal(expected.LeasesHeld, reply.LeasesHeld);
        Assert.Equal(expected.LeasesWaitedFor, reply.LeasesWaitedFor);
        Assert.Equal(expected.Requests, reply.Requests);
        Assert.Equal(expected.MemoryUsed, reply.MemoryUsed);
        Assert.Equal(expected.MemoryLimit, reply.MemoryLimit);
        Assert.Equal(expected.MemoryEntries, reply.MemoryEntries);
        Assert.Equal(expected.StoresPending, reply.StoresPending);
        Assert.Equal(expected.Draining, reply.Draining);
        Assert.Equal(
            expected.Builds.Select(b => (b.Session, b.LeasesHeld, b.LeasesWaitedFor)),
            reply.Builds.Select(b => (b.Session, b.LeasesHeld, b.LeasesWaitedFor)));
        return true;
    }

    internal static bool OnCheckUnits(byte[] bytes)
    {
        Proto.CheckUnitsReply? expected = Parse(Proto.CheckUnitsReply.Parser, bytes);
        CheckUnitsReply? reply = CheckUnitsReply.Read(bytes);
        Assert.Equal(expected is null, reply is null);
        if (expected is null || reply is null)
            return false;

        Assert.Equal((expected.UpToDate, expected.Units, expected.Outputs.Count), (reply.UpToDate, reply.Units, reply.Outputs.Length));
        for (int i = 0; i < reply.Outputs.Length; i++)
        {
            Same(expected.Outputs[i].Unit, reply.Outputs[i].Unit);
            Same(expected.Outputs[i].Output, reply.Outputs[i].Output);
        }

        return true;
    }

    internal static bool OnStatistics(byte[] bytes)
    {
        Proto.GetStatisticsReply? expected = Parse(Proto.GetStatisticsReply.Parser, bytes);
        GetStatisticsReply? reply = GetStatisticsReply.Read(bytes);
        Assert.Equal(expected is null, reply is null);
        if (expected is null || reply is null)
            return false;

        Assert.Equal(expected.Counters.Select(c => (c.Counter, c.Value)), reply.Counters.Select(c => (c.Counter, c.Value)));
        Assert.Equal(expected.Named.Count, reply.Named.Length);
        for (int i = 0; i < reply.Named.Length; i++)
        {
            Same(expected.Named[i].Name, reply.Named[i].Name);
            Assert.Equal(expected.Named[i].Value, reply.Named[i].Value);
        }

        Assert.Equal(expected.Size, reply.Size);
        Assert.Equal(expected.Files, reply.Files);
        Assert.Equal(expected.Zeroed, reply.Zeroed);
        return true;
    }

    internal static bool OnLookup(byte[] bytes)
    {
        Proto.LookupReply? expected = Parse(Proto.LookupReply.Parser, bytes);
        LookupReply? reply = LookupReply.Read(bytes);
        Assert.Equal(expected is null, reply is null);
        if (expected is null || reply is null)
            return false;

        Assert.Equal(expected.Found, reply.Found);
        Same(expected.Entry, reply.Entry);
        return true;
    }

    internal static bool OnStore(byte[] bytes)
    {
        Proto.StoreReply? expected = Parse(Proto.StoreReply.Parser, bytes);
        StoreReply? reply = StoreReply.Read(bytes);
        Assert.Equal(expected is null, reply is null);
        if (expected is null || reply is null)
            return false;

        Assert.Equal(expected.Stored, reply.Stored);
        return true;
    }

    internal static bool OnWatchEvent(byte[] bytes)
    {
        Proto.WatchEvent? expected = Parse(Proto.WatchEvent.Parser, bytes);
        WatchEvent? happened = WatchEvent.Read(bytes);
        if (expected is null)
        {
            // Names are text there, and must be UTF-8; here they are bytes that are shown.
            return happened?.Stages.Any(static stage => !System.Text.Unicode.Utf8.IsValid(stage.Name.Span)) != true && Refused(happened);
        }

        Assert.NotNull(happened);
        Assert.Equal((expected.Session, expected.Reason, expected.Lost, expected.Saved), (happened.Session, happened.Reason, happened.Lost, happened.Saved));
        Same(expected.Compiler, happened.Compiler);
        Same(expected.Source, happened.Source);
        Same(expected.WorkingDirectory, happened.WorkingDirectory);
        Same(expected.Detail, happened.Detail);
        Same(expected.Key, happened.Key);
        Same(expected.SessionName, happened.SessionName);
        Assert.Equal(
            expected.Stages.Select(static stage => (stage.Name, stage.Nanoseconds)),
            happened.Stages.Select(static stage => (System.Text.Encoding.UTF8.GetString(stage.Name.Span), stage.Nanoseconds)));
        return true;
    }

    private static bool Refused(WatchEvent? happened)
    {
        Assert.Null(happened);
        return false;
    }

    internal static bool OnComplete(byte[] bytes)
    {
        bool isOne = CompleteReply.Read(bytes) is not null;
        Assert.Equal(Parse(Proto.CompleteReply.Parser, bytes) is not null, isOne);
        return isOne;
    }

    private static void Same(Proto.Lease expected, Lease lease)
    {
        Assert.Equal(expected.Id, lease.Id);
        Assert.Equal(expected.IncludeSource, lease.IncludeSource);
        Assert.Equal(expected.ListAssembled, lease.ListAssembled);
        Assert.Equal(expected.AddColours, lease.AddColours);
        Same(expected.Key, lease.Key);
        Assert.Equal(expected.InProcessReason, lease.InProcessReason);
        Assert.Equal(expected.Toolchain is null, lease.Toolchain is null);
        if (expected.Toolchain is null || lease.Toolchain is null)
            return;
        Assert.Equal(expected.Toolchain.Family, lease.Toolchain.Family);
        Same(expected.Toolchain.Identity, lease.Toolchain.Identity);
        Assert.Equal(expected.Toolchain.QuoteDirectories.Select(d => d.ToByteArray()), lease.Toolchain.QuoteDirectories);
        Assert.Equal(expected.Toolchain.AngleDirectories.Select(d => d.ToByteArray()), lease.Toolchain.AngleDirectories);
        Assert.Equal(expected.Toolchain.AssemblerIsGnu, lease.Toolchain.AssemblerIsGnu);
    }

    private static void Same(ByteString expected, ReadOnlyMemory<byte> actual) => Assert.True(expected.Span.SequenceEqual(actual.Span));

    private static T? Parse<T>(MessageParser<T> parser, byte[] bytes)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
