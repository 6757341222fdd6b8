using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Larder.Protocol.Messages;
using Larder.Protocol.Tests.Support;
using Proto = Larder.Daemon.Messages;

namespace Larder.Protocol.Tests.Messages;

/// <summary>What Google.Protobuf writes is read field by field; what it refuses is refused; what it doesn't know is passed over.</summary>
public sealed class ReplyTests
{
    /// <summary>Fields of all types that no message of ours has: a varint, a fixed64, bytes, a group with a group in it, a fixed32.</summary>
    private static readonly byte[] UnknownFields =
    [
        0xA0, 0x06, 0x96, 0x01,
        0xA1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8,
        0xA2, 0x06, 3, 9, 9, 9,
        0xA3, 0x06, 0x08, 0x01, 0x13, 0x0A, 0x01, 0x00, 0x14, 0xA4, 0x06,
        0xA5, 0x06, 1, 2, 3, 4,
    ];

    private static readonly (Func<byte[], bool> Agree, Func<Samples, IMessage> Make)[] Kinds =
    [
        (Agreement.OnCompileReply, Compile),
        (Agreement.OnStatus, Status),
        (Agreement.OnStatistics, Statistics),
        (Agreement.OnLookup, s => new Proto.LookupReply { Found = s.Flag(), Entry = s.ByteString() }),
        (Agreement.OnStore, s => new Proto.StoreReply { Stored = s.Flag() }),
        (Agreement.OnCheckUnits, CheckUnits),
        (Agreement.OnWatchEvent, Happened),
        (Agreement.OnComplete, _ => new Proto.CompleteReply()),
    ];

    [Fact]
    public void All_fields_are_read() =>
        Prop.ForAll<int>(seed => Kinds.All(kind => kind.Agree(kind.Make(new Samples(seed)).ToByteArray()))).QuickCheckThrowOnFailure();

    [Fact]
    public void Unknown_fields_are_ignored_wherever_they_stand() =>
        Prop.ForAll<int>(seed =>
        {
            foreach ((Func<byte[], bool> agree, Func<Samples, IMessage> make) in Kinds)
            {
                byte[] message = make(new Samples(seed)).ToByteArray();
                if (!agree([.. UnknownFields, .. message, .. UnknownFields]))
                    return false;
            }

            // Within a lease within a reply: 2 << 3 | 2, length.
            byte[] lease = [.. UnknownFields, .. new Proto.Lease { Id = 7, Toolchain = new() { Family = 2 } }.ToByteArray(), .. UnknownFields];
            return Agreement.OnCompileReply([0x12, (byte)lease.Length, .. lease]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Messages_after_each_other_merge_and_the_last_outcome_counts() =>
        Prop.ForAll<int, int>((first, second) =>
        {
            foreach ((Func<byte[], bool> agree, Func<Samples, IMessage> make) in Kinds)
            {
                if (!agree([.. make(new Samples(first)).ToByteArray(), .. make(new Samples(second)).ToByteArray()]))
                    return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_message_cut_off_anywhere_is_refused_or_read_as_Google_Protobuf_does()
    {
        foreach ((Func<byte[], bool> agree, Func<Samples, IMessage> make) in Kinds)
        {
            int tried = 0;
            for (int seed = 0; tried < 20 && seed < 200; seed++)
            {
                byte[] message = [.. make(new Samples(seed)).ToByteArray(), .. UnknownFields];
                if (message.Length > 2000)
                    continue;
                tried++;
                for (int length = 0; length <= message.Length; length++)
                    agree(message[..length]);
            }
        }
    }

    [Fact]
    public void Damaged_and_random_bytes_are_judged_as_Google_Protobuf_does()
    {
        Random random = new(5);
        foreach ((Func<byte[], bool> agree, Func<Samples, IMessage> make) in Kinds)
        {
            for (int round = 0; round < 3000; round++)
            {
                byte[] message = make(new Samples(round)).ToByteArray();
                if (message.Length > 5000)
                    message = message[..5000];
                for (int damage = random.Next(4); damage > 0 && message.Length > 0; damage--)
                    message[random.Next(Math.Min(message.Length, 60))] = (byte)random.Next(256);
                agree(message);

                byte[] noise = new byte[random.Next(40)];
                random.NextBytes(noise);
                agree(noise);
            }
        }
    }

    [Fact]
    public void Each_outcome_is_told_apart()
    {
        Assert.True(Agreement.OnCompileReply([]));
        CompileReply none = CompileReply.Read(default)!;
        Assert.True(none is { Hit: null, Lease: null, Bare: null, InProcess: null });
        Assert.NotNull(CompileReply.Read(new Proto.CompileReply { Hit = new() }.ToByteArray())!.Hit);
        Assert.NotNull(CompileReply.Read(new Proto.CompileReply { Lease = new() }.ToByteArray())!.Lease);
        Assert.NotNull(CompileReply.Read(new Proto.CompileReply { Bare = new() }.ToByteArray())!.Bare);
        foreach (Proto.WorkInProcess.Types.Reason reason in Enum.GetValues<Proto.WorkInProcess.Types.Reason>())
        {
            CompileReply reply = CompileReply.Read(new Proto.CompileReply { InProcess = new() { Reason = reason } }.ToByteArray())!;
            Assert.Equal(reason.ToString(), reply.InProcess!.Reason.ToString());
        }
    }

    [Fact]
    public void A_megabyte_is_read()
    {
        byte[] megabyte = new byte[1_000_000];
        new Random(4).NextBytes(megabyte);
        byte[] message = new Proto.CompileReply { Hit = new() { StandardError = ByteString.CopyFrom(megabyte) } }.ToByteArray();
        Assert.True(CompileReply.Read(message)!.Hit!.StandardError.Span.SequenceEqual(megabyte));
    }

    [Fact]
    public void Groups_nested_without_end_and_lists_without_end_are_refused()
    {
        byte[] groups = new byte[1_000_000];
        groups.AsSpan().Fill(0xA3 & 0x7F);
        Assert.Null(CompileReply.Read(groups));

        // An empty element of GetStatusReply.builds takes two bytes and makes an object.
        byte[] builds = new byte[2_000_000];
        for (int i = 0; i < builds.Length; i += 2)
            builds[i] = (15 << 3) | 2;
        Assert.Null(GetStatusReply.Read(builds));
        Assert.Equal(65536, GetStatusReply.Read(builds.AsMemory(0, 2 * 65536))!.Builds.Length);
    }

    private static Proto.CompileReply Compile(Samples s) => s.Next(5) switch
    {
        0 => new(),
        1 => new()
        {
            Hit = new()
            {
                ExitStatus = s.Int32(), StandardOutput = s.ByteString(), StandardError = s.ByteString(), Reason = s.UInt32(), Key = s.ByteString(),
            },
        },
        2 => new()
        {
            Lease = new()
            {
                Id = s.UInt64(),
                IncludeSource = s.UInt32(),
                ListAssembled = s.Flag(),
                AddColours = s.Flag(),
                Toolchain = s.Flag() ? null : new()
                {
                    Family = s.UInt32(),
                    Identity = s.ByteString(),
                    QuoteDirectories = { s.ByteStrings() },
                    AngleDirectories = { s.ByteStrings() },
                    AssemblerIsGnu = s.Flag(),
                },
                Key = s.ByteString(),
                InProcessReason = s.UInt32(),
            },
        },
        3 => new() { Bare = new() { Reason = s.UInt32(), Detail = s.ByteString() } },
        _ => new() { InProcess = new() { Reason = (Proto.WorkInProcess.Types.Reason)s.Int32(), Detail = s.ByteString() } },
    };

    private static Proto.CheckUnitsReply CheckUnits(Samples s) => new()
    {
        UpToDate = s.Flag(),
        Units = s.UInt32(),
        Outputs = { Enumerable.Range(0, s.Next(12)).Select(_ => new Proto.UnitOutput { Unit = s.ByteString(), Output = s.ByteString() }) },
    };

    private static Proto.WatchEvent Happened(Samples s) => new()
    {
        Session = s.UInt64(),
        Compiler = s.ByteString(),
        Source = s.ByteString(),
        WorkingDirectory = s.ByteString(),
        Reason = s.UInt32(),
        Detail = s.ByteString(),
        Key = s.ByteString(),
        Stages = { Enumerable.Range(0, s.Next(9)).Select(_ => new Proto.Stage { Name = $"stage {s.Next(100)} ü", Nanoseconds = s.Int64() }) },
        Lost = s.UInt64(),
        Saved = s.Int64(),
        SessionName = s.ByteString(),
    };

    private static Proto.GetStatusReply Status(Samples s) => new()
    {
        BuildId = s.ByteString(),
        ProcessId = s.Int32(),
        UptimeMilliseconds = s.Int64(),
        CacheDirectory = s.ByteString(),
        Connections = s.UInt32(),
        MaxJobs = s.UInt32(),
        LeasesHeld = s.UInt32(),
        LeasesWaitedFor = s.UInt32(),
        Requests = s.UInt64(),
        MemoryUsed = s.UInt64(),
        MemoryLimit = s.UInt64(),
        MemoryEntries = s.UInt64(),
        StoresPending = s.UInt32(),
        Draining = s.Flag(),
        Builds =
        {
            Enumerable.Range(0, s.Next(12)).Select(_ => new Proto.BuildStatus
            {
                Session = s.UInt64(), LeasesHeld = s.UInt32(), LeasesWaitedFor = s.UInt32(),
            }),
        },
    };

    private static Proto.GetStatisticsReply Statistics(Samples s) => new()
    {
        Counters = { Enumerable.Range(0, s.Next(30)).Select(_ => new Proto.CounterValue { Counter = s.UInt32(), Value = s.Int64() }) },
        Named = { Enumerable.Range(0, s.Next(9)).Select(_ => new Proto.NamedValue { Name = s.ByteString(), Value = s.Int64() }) },
        Size = s.Int64(),
        Files = s.Int64(),
        Zeroed = s.Int64(),
    };
}
