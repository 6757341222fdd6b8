using System.Text;
using Larder.Storage;
using Larder.Suites.Harness;

namespace Larder.Suites.Decoders;

/// <summary>A cache filled by real compiles, and what else larder reads, as samples to be damaged.</summary>
internal sealed class RealEntries
{
    private static readonly Dictionary<EntryKind, string> Extensions = new()
    {
        [EntryKind.Manifest] = "m", [EntryKind.Result] = "r", [EntryKind.Toolchain] = "t", [EntryKind.PrecompiledHeader] = "p",
    };

    private readonly Dictionary<EntryKind, List<(Digest Key, byte[] File)>> _entries = [];

    /// <summary>Compiles, and reads what that left.</summary>
    internal RealEntries()
    {
        using Workspace work = new();
        work.Write("x.h", "#include <stddef.h>\n#define TEXT \"text\"\nstatic inline int one(void) { return 1; }\n");
        work.Write("x.c", "#include \"x.h\"\n#if __has_include(\"y.h\")\n#include \"y.h\"\n#endif\nint x(int a) { return a + one(); } // a comment\n");
        work.Write("x.cc", "#include <vector>\nint main(int n, char **v) { std::vector<int> all(n); return all.size() + !v; }\n");
        work.Write("wrong.c", "int x = ;\n");
        work.Larder("gcc", "-g", "-MD", "-c", "x.c").Succeeded();
        work.Write("y.h", "// another state\n");
        work.Larder("gcc", "-g", "-MD", "-c", "x.c").Succeeded();
        work.Larder("gcc", "-O2", "-fcallgraph-info", "-fstack-usage", "-c", "x.c").Succeeded();
        work.Larder("gcc", "-c", "wrong.c");
        work.Larder("g++", "-MMD", "-MP", "-c", "x.cc").Succeeded();
        work.Larder("clang", "-Weverything", "-c", "x.c").Succeeded();
        work.Larder("gcc", "-o", "x.h.gch", "-c", "x.h").Succeeded();
        work.Run("gcc", ["-shared", "-fPIC", "-o", "x.so", "x.c"]).Succeeded();
        work.Run(LarderBinary.Path, ["export", "-o", work.PathOf("archive")]).Succeeded();

        Dependencies = [work.Read("x.d")];
        Library = work.Read("x.so");
        Program = File.ReadAllBytes(work.Run("gcc", ["-print-prog-name=cc1"]).Succeeded().OutputText.Trim())[..4096];
        Sources = [work.Read("x.h"), work.Read("x.c"), work.Read("x.cc")];
        Archive = work.Read("archive");
        Report = work.Run("gcc", ["-v", "-E", "x.c"]).Succeeded().Error;
        DigestTables = [.. Directory.GetFiles(Path.Combine(work.Cache, "v1", "digests")).Select(static path => UsedBuckets(File.ReadAllBytes(path)))];
        StatisticsLog = File.ReadAllBytes(Path.Combine(work.Cache, "v1", "stats", "log"));
        string journal = Path.Combine(work.Cache, "v1", "journal");
        Journal = [File.ReadAllBytes(Path.Combine(journal, "notes"))];
        JournalRecords = RecordsOf(Path.Combine(journal, "notes"));
        Notes = [.. JournalRecords.Select(static record => CompileJournal.Decode(record)!)];
        Lines = RecordsOf(Path.Combine(journal, "lines"));
        Store = work.Cache;
        foreach ((EntryKind kind, string extension) in Extensions)
        {
            _entries[kind] =
            [
                .. Directory.GetFiles(Path.Combine(work.Cache, "v1"), "*." + extension, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                    .Select(static path => (KeyOf(path), File.ReadAllBytes(path))),
            ];
        }
    }

    internal IReadOnlyList<byte[]> Journal { get; }

    internal IReadOnlyList<byte[]> JournalRecords { get; }

    internal IReadOnlyList<byte[]> Notes { get; }

    internal IReadOnlyList<byte[]> Lines { get; }

    internal IReadOnlyList<byte[]> Dependencies { get; }

    internal IReadOnlyList<byte[]> Sources { get; }

    internal IReadOnlyList<byte[]> DigestTables { get; }

    internal byte[] StatisticsLog { get; }

    internal byte[] Library { get; }

    internal byte[] Program { get; }

    internal byte[] Archive { get; }

    internal byte[] Report { get; }

    /// <summary>Where they stood: paths in the entries begin so.</summary>
    internal string Store { get; }

    /// <summary>The files of a kind.</summary>
    internal IReadOnlyList<byte[]> Files(EntryKind kind) => [.. _entries[kind].Select(static entry => entry.File)];

    /// <summary>What is in their envelopes.</summary>
    internal IReadOnlyList<byte[]> Payloads(EntryKind kind) =>
    [
        .. _entries[kind].Select(entry =>
        {
            Assert.True(EntryEnvelope.TryDecode(entry.File, kind, entry.Key, out ReadOnlyMemory<byte> payload));
            return payload.ToArray();
        }),
    ];

    /// <summary>The table is sparse, and mostly holes.</summary>
    private static List<byte[]> RecordsOf(string log)
    {
        List<ReadOnlyMemory<byte>> records = [];
        AppendLog.Decode(File.ReadAllBytes(log), records);
        return [.. records.Select(static record => record.ToArray())];
    }

    private static byte[] UsedBuckets(byte[] table) => [.. table.Chunk(4096).Where(static bucket => bucket.AsSpan().ContainsAnyExcept((byte)0)).Take(16).SelectMany(static bucket => bucket)];

    private static Digest KeyOf(string path)
    {
        Assert.True(Digest.TryParse(Encoding.ASCII.GetBytes(Path.GetFileNameWithoutExtension(path)), out Digest key));
        return key;
    }
}
