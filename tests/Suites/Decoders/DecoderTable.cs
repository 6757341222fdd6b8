using System.Buffers.Binary;
using System.Text;
using Larder.Caching.Direct;
using Larder.Caching.Drivers;
using Larder.Caching.Explaining;
using Larder.Caching.Neutral;
using Larder.Caching.Plugins;
using Larder.Caching.Settings;
using Larder.Caching.Toolchains;
using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;
using Decoder = Larder.Testing.Decoder;

namespace Larder.Suites.Decoders;

/// <summary>Every reader of bytes from a disk: of the cache first, of which anybody who shares it may have written anything; then of what compilers wrote.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class DecoderTable : IDisposable
{
    /// <summary>Compressed content that is sealed may expand to this, whatever it says of itself.</summary>
    private const long EnvelopeRoom = EntryEnvelope.MaxPayload + (1 << 20);

    private const long MemberRoom = ResultFormat.MaxExpandedSize + (1 << 20);

    /// <summary>In memory: each input is a file once.</summary>
    private readonly string _scratch = Directory.CreateDirectory(Path.Combine("/dev/shm", "larder-decoders-" + Guid.NewGuid().ToString("N"))).FullName;

    private readonly LocalStore _store;

    internal DecoderTable(RealEntries real)
    {
        _store = new LocalStore(new StoreOptions { Directory = Encoding.UTF8.GetBytes(_scratch) });
        All =
        [
            new Decoder("manifest file", real.Files(EntryKind.Manifest), static file => ReadFile(EntryKind.Manifest, file), SealEnvelope) { Room = EnvelopeRoom },
            new Decoder("toolchain file", real.Files(EntryKind.Toolchain), static file => ReadFile(EntryKind.Toolchain, file), SealEnvelope) { Room = EnvelopeRoom },
            new Decoder("manifest", real.Payloads(EntryKind.Manifest), ReadManifest),
            new Decoder("precompiled header", real.Payloads(EntryKind.PrecompiledHeader), ReadPrecompiledHeader),
            new Decoder("toolchain", real.Payloads(EntryKind.Toolchain), ReadToolchain),
            new Decoder("result file", real.Files(EntryKind.Result), ReadResult) { Room = MemberRoom },
            new Decoder("sealed result file", real.Files(EntryKind.Result), ReadResult, SealResult) { Room = MemberRoom },
            new Decoder("archive", [real.Archive], ReadArchive) { Room = 64 << 20 },
            new Decoder("sealed archive", [real.Archive], ReadArchive, SealArchive) { Room = 64 << 20 },
            new Decoder("statistics totals", [Totals()], static bytes => StatisticsTotals.TryDecode(bytes, out StatisticsTotals _), SealEnd),
            new Decoder("statistics history", [History()], static bytes => StatisticsHistory.TryDecode(bytes, out StatisticsHistory _), SealEnd) { Room = 256 << 10 },
            new Decoder("statistics log", [real.StatisticsLog], ReadStatisticsLog) { Room = 1 << 20 },
            new Decoder("journal", real.Journal, static bytes => AppendLog.Decode(bytes, [])) { Room = 1 << 20 },
            new Decoder("journal's record", real.JournalRecords, static bytes => CompileJournal.Decode(bytes)) { Room = AppendLog.MaxRecord + (1 << 20) },
            new Decoder("note", real.Notes, static bytes => CompileNoteFormat.Decode(bytes)) { Room = 1 << 20 },
            new Decoder("evicted keys", [Evicted()], static bytes => EvictionMemory.Decode(bytes, [])) { Room = 1 << 20 },
            new Decoder("lines", real.Lines, ReadLines),
            new Decoder("digest table", real.DigestTables, ReadDigestTable) { Room = 1 << 20 },
            new Decoder("digest bucket", real.DigestTables, ReadDigestBucket),
            new Decoder("used list", [UsedList(real)], static bytes => new UsedEntries().Add(bytes)) { Room = 1 << 20 },
            new Decoder("dependency file", real.Dependencies, ReadDependencies) { Room = 1 << 20 },
            new Decoder("library", [real.Library], static bytes => ElfImports.TryRead(bytes, [], [])) { Room = 1 << 20 },
            new Decoder("program", [real.Program], ReadProgram),
            new Decoder("compiler's report", [real.Report], static bytes => ProbeReport.Parse(bytes)) { Room = 1 << 20 },
            new Decoder("settings", [Settings], ReadSettings),
            new Decoder("source", real.Sources, ReadSource) { Room = 4 << 20, RoomPerByte = 4096 },
        ];
    }

    internal IReadOnlyList<Decoder> All { get; }

    private static byte[] Settings => "# of a project\nmax_size = 5G\nbase_dirs = /a:/b  # two\nignore_comments = no\nnonsense\n = 3\n"u8.ToArray();

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    private static byte[] Totals()
    {
        StatisticsTotals totals = new() { Bytes = 12345, Files = 3 };
        totals.Add((ushort)Counter.Miss, 3);
        totals.Add((ushort)Counter.DirectHit, 1L << 40);
        totals.AddNamed("-fsomething"u8, 2);
        totals.AddNamed("-ftime-trace"u8, 7);
        return totals.Encode();
    }

    private static byte[] History()
    {
        StatisticsHistory history = new();
        for (uint i = 0; i < 8; i++)
        {
            history.Add(new StatisticsFacts(i % 2 == 0 ? Counter.Miss : Counter.DirectHit, 1_700_000_000 + (i * 4000), 40 + i, i % 3, i << 40, i, 7), uint.MaxValue);
            history.Name(NamedKind.Group, i % 3, "name\0/usr/bin/gcc"u8);
            history.Name(NamedKind.Session, 40 + i, "make (40)"u8);
        }

        return history.Encode();
    }

    private static byte[] UsedList(RealEntries real) =>
        Encoding.UTF8.GetBytes(string.Concat(real.Files(EntryKind.Result).Select(static file => $"{Digest.Of(file)}.r\n{Digest.Of(file)}.m\n")));

    private static void ReadFile(EntryKind kind, byte[] file)
    {
        if (file.Length >= EntryEnvelope.HeaderSize)
            EntryCheck.IsWhole(kind, Digest.FromBytes(file.AsSpan(32)), file);
    }

    private static void ReadManifest(byte[] payload)
    {
        if (!Manifest.TryRead(payload, out Manifest manifest))
            return;
        foreach (ManifestVariant variant in manifest)
        {
            _ = variant.ResultKey;
            _ = (variant.Condition, variant.ReadTexts().Count);
            if (variant.TryReadInputs(out InputSet inputs))
                Visit(in inputs);
        }

        ManifestWriter.Merge(ManifestWriter.Preprocessor(), in manifest);
        ManifestWriter.Prepend(payload, default, default, payload);
    }

    private static void Visit(in InputSet inputs)
    {
        for (int i = 0; i < inputs.FileCount; i++)
        {
            inputs.TextAt(inputs.FilePath(i));
            _ = (inputs.FileKind(i), inputs.FileDigest(i), inputs.FileOrdinal(i), inputs.FileTime(i));
        }

        for (int i = 0; i < inputs.GroupCount; i++)
        {
            inputs.TextAt(inputs.GroupDirectory(i));
            _ = inputs.GroupDigest(i);
            for (int name = 0; name < inputs.GroupNameCount(i); name++)
                inputs.TextAt(inputs.GroupName(i, name));
        }
    }

    private static void ReadPrecompiledHeader(byte[] payload)
    {
        if (!PrecompiledHeader.TryRead(payload, out PrecompiledHeader header))
            return;
        header.AddHasIncludeMacros([]);
        Visit(header.Inputs);
    }

    private static void ReadToolchain(byte[] payload)
    {
        ToolchainEntry.IsWhole(payload);
        if (ToolchainEntry.Find(payload, static (in inputs) => VisitAll(in inputs)) is { } toolchain)
            ToolchainEntry.Prepend(payload, toolchain, payload);
    }

    private static bool VisitAll(in InputSet inputs)
    {
        Visit(in inputs);
        return true;
    }

    private static void ReadDependencies(byte[] text)
    {
        DependencyRule.TryRead(text, []);
        DependencyText.TryRead(text);
    }

    private static void ReadSettings(byte[] text)
    {
        SettingLines lines = new(text);
        while (lines.MoveNext())
            _ = lines.Value.Length + lines.Name.Length;
    }

    private static void ReadSource(byte[] text)
    {
        foreach (SourceDialect dialect in Enum.GetValues<SourceDialect>())
            SourceScanner.Scan(text, dialect);
        SeenText.TryWrite(text, SeenTextDialect.RawStrings | SeenTextDialect.DigitSeparators, new byte[text.Length + SeenText.Overhead], out _);
        SeenText.TryWrite(text, SeenTextDialect.None, new byte[text.Length + SeenText.Overhead], out _);
    }

    private void ReadResult(byte[] file)
    {
        if (file.Length < ResultFormat.HeaderSize)
            return;
        Digest key = Digest.FromBytes(file.AsSpan(32));
        _store.WriteWhole(EntryKind.Result, in key, file, replace: true);
        ResultReadOutcome outcome = _store.OpenResult(in key);
        if (outcome.Result is { } result)
        {
            using (result)
            {
                _ = ResultMetadata.CompilerOf(result.Metadata).Length + ResultMetadata.NamespaceOf(result.Metadata).Length;
                _ = (ResultMetadata.ToolchainOf(result.Metadata), ResultMetadata.DurationOf(result.Metadata));
                foreach (ResultMember member in result.Members)
                    result.TryRead(in member, out _);
            }
        }

        _store.Remove(EntryKind.Result, in key);
    }

    private void ReadArchive(byte[] bytes)
    {
        using FileDescriptor file = Written("archive", bytes);
        string target = Path.Combine(_scratch, "imported");
        LocalStore store = new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(target) });
        new StoreImport(store, new Statistics(store)).Read(file, bytes.Length);
        if (Directory.Exists(target))
            Directory.Delete(target, recursive: true);
    }

    private static byte[] Evicted()
    {
        byte[] record = new byte[96];
        record[8] = (byte)EvictionCause.Limits;
        record[16] = record[56] = (byte)EntryKind.Result;
        return record;
    }

    private static void ReadLines(byte[] bytes)
    {
        if (LineSketch.Decode(bytes) is { } sketch)
        {
            _ = sketch.ChangeTo(LineSketch.Of(default, "one\ntwo\n"u8));
            _ = LineSketch.Of(default, "one\n"u8).ChangeTo(sketch);
        }
    }

    private void ReadStatisticsLog(byte[] bytes)
    {
        string directory = Directory.CreateDirectory(Path.Combine(_scratch, "v1", "stats")).FullName;
        File.WriteAllBytes(Path.Combine(directory, "log"), bytes);
        new Statistics(_store).Read();
    }

    private void ReadDigestTable(byte[] bytes)
    {
        string directory = Directory.CreateDirectory(Path.Combine(_scratch, "v1", "digests")).FullName;
        string path = Path.Combine(directory, User.EffectiveId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        File.WriteAllBytes(path, bytes);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        FileSystem.Stat(Encoding.UTF8.GetBytes(path), out FileStatus status);
        using FileDigestCache cache = FileDigestCache.Open(_store);
        cache.TryGet(in status, out _, out _);
    }

    /// <summary>Past the checksum, which is seeded by the boot.</summary>
    private static void ReadDigestBucket(byte[] bytes)
    {
        FileSystem.Stat("/"u8, out FileStatus status);
        for (ReadOnlySpan<byte> rest = bytes; rest.Length >= FileDigestSlot.Size; rest = rest[FileDigestSlot.Size..])
        {
            ReadOnlySpan<byte> slot = rest[..FileDigestSlot.Size];
            _ = FileDigestSlot.IsAbout(slot, FileDigestSlot.FileKind, in status, default) || FileDigestSlot.IsCurrent(slot, in status)
                || FileDigestSlot.IsValid(slot, 0);
            _ = (FileDigestSlot.Value(slot), FileDigestSlot.Flags(slot));
        }
    }

    private void ReadProgram(byte[] bytes)
    {
        using (Written("program", bytes))
            ElfImage.Read(Encoding.UTF8.GetBytes(Path.Combine(_scratch, "program")));
    }

    private FileDescriptor Written(string name, byte[] bytes)
    {
        string path = Path.Combine(_scratch, name);
        File.WriteAllBytes(path, bytes);
        Assert.Equal(Errno.None, FileSystem.Open(Encoding.UTF8.GetBytes(path), OpenFlags.ReadOnly, out FileDescriptor file));
        return file;
    }

    private static void SealEnd(byte[] bytes)
    {
        if (bytes.Length >= Digest.Size)
            Digest.Of(bytes.AsSpan(0, bytes.Length - Digest.Size)).CopyTo(bytes.AsSpan(bytes.Length - Digest.Size));
    }

    private static void SealEnvelope(byte[] file)
    {
        // Its length says the same twice; damage of the first kind of lie alone is refused at once.
        if (file.Length >= EntryEnvelope.Overhead)
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(24), file.Length - EntryEnvelope.Overhead);
        SealEnd(file);
    }

    private static void SealResult(byte[] file)
    {
        if (file.Length < ResultFormat.HeaderSize)
            return;
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(16), file.Length);
        for (int i = 0; i < file[11] && ResultFormat.HeaderSize + ((i + 1) * ResultFormat.MemberSize) <= file.Length; i++)
        {
            Span<byte> member = file.AsSpan(ResultFormat.HeaderSize + (i * ResultFormat.MemberSize), ResultFormat.MemberSize);
            long size = BinaryPrimitives.ReadInt64LittleEndian(member[16..]);
            long at = BinaryPrimitives.ReadInt64LittleEndian(member[24..]);
            if (at >= 0 && at <= file.Length && size >= 0 && size <= file.Length - at)
                Digest.Of(file.AsSpan((int)at, (int)size)).CopyTo(member[32..]);
        }

        uint head = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(12));
        if (head >= Digest.Size && head <= file.Length)
            Digest.Of(file.AsSpan(0, (int)head - Digest.Size)).CopyTo(file.AsSpan((int)head - Digest.Size));
    }

    private static void SealArchive(byte[] bytes)
    {
        for (int at = ArchiveFormat.HeaderSize; at + ArchiveFormat.RecordSize <= bytes.Length;)
        {
            Span<byte> head = bytes.AsSpan(at, ArchiveFormat.RecordSize);
            ArchiveFormat.Write(head, new ArchiveRecord(
                (EntryKind)head[0], Digest.FromBytes(head[24..]), BinaryPrimitives.ReadInt64LittleEndian(head[8..]), BinaryPrimitives.ReadInt64LittleEndian(head[16..])));
            long next = at + ArchiveFormat.RecordSize + Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(head[8..]), 0, bytes.Length);
            at = (int)Math.Min(next, bytes.Length);
        }
    }
}
