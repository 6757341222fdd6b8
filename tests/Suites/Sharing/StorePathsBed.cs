using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>
/// A dependency under two hashes in a Nix store of the test's own, mounted over /nix for the compiles alone. What larder serves there is held
/// against the bare compiler.
/// </summary>
public abstract class StorePathsBed : IDisposable
{
    private protected const string First = "0a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r";
    private protected const string Second = "zyxwvsrqpnmlkjihgfdcba9876543210";

    private protected Workspace Work { get; } = new();

    protected StorePathsBed()
    {
        // Another mount namespace is no daemon's.
        Work.Variables["LARDER_NO_DAEMON"] = "1";
        KnownCompilers.Bring(Work);
        foreach (string hash in new[] { First, Second })
        {
            Header(hash, "dep", "value.h", "#define VALUE 7\nstatic inline int value(void) { return VALUE; }\n");
            Header(hash, "late", "late.h", "#define LATE 1\n");
        }

        Work.Write("x.c", "#include <value.h>\nint x(void) { return value(); }\n");
    }

    public static TheoryData<string> Compilers => ["gcc", "clang", "g++", "clang++"];

    public void Dispose()
    {
        Work.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected string Text(string name) => System.Text.Encoding.UTF8.GetString(Work.Read(name));

    private protected void Header(string hash, string package, string name, string text) =>
        Work.Write($"../nix/store/{hash}-{package}/include/{name}", text);

    private protected void Link(string hash, string package, string name, string target)
    {
        string path = Path.Combine(Place(hash, package), "include", name);
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    /// <summary>As Nix leaves what it has registered.</summary>
    private protected void Register(string hash, string package) =>
        Work.Shell($"chmod -R a-w {Place(hash, package)} && find {Place(hash, package)} -exec touch -h -d @1 {{}} +").Succeeded();

    private protected static string[] Command(string compiler, string hash, params string[] options) =>
    [
        compiler, "-O1", "-x", compiler.EndsWith("++", StringComparison.Ordinal) ? "c++" : "c", "-c", "x.c", "-o", "x.o", .. options,
        "-isystem", $"/nix/store/{hash}-dep/include", "-isystem", $"/nix/store/{hash}-dep/include", "-idirafter", $"/nix/store/{hash}-late/include",
    ];

    /// <summary>Compiles x.c bare and through larder, in the same place, with the store of the test; everything has to be equal.</summary>
    private protected void Build(string compiler, string hash, int? hits, params string[] options) =>
        Same(hits, Command(compiler, hash, options));

    /// <summary>The same with any command that writes x.o, and perhaps x.d.</summary>
    private protected void Same(int? hits, params string[] command)
    {
        ProcessResult bare = InStore(command).Succeeded();
        byte[] wanted = Work.Read("x.o");
        byte[] dependencies = Work.Exists("x.d") ? Work.Read("x.d") : [];
        Work.Delete("x.o");
        Work.Delete("x.d");

        long before = Hits();
        ProcessResult served = InStore([LarderBinary.Path, .. command]).Succeeded();
        Assert.Equal(wanted, Work.Read("x.o"));
        Assert.Equal(dependencies, Work.Exists("x.d") ? Work.Read("x.d") : []);
        Assert.Equal(bare.Output, served.Output);
        Assert.Equal(bare.Error, served.Error);
        if (hits is { } expected)
            Assert.Equal(expected, Hits() - before);
    }

    private string Place(string hash, string package) => Path.Combine(Work.Root, "nix", "store", $"{hash}-{package}");

    private protected long Hits() => Work.Counters().GetValueOrDefault("direct_hit") + Work.Counters().GetValueOrDefault("preprocessed_hit");

    private protected ProcessResult InStore(string[] command)
    {
        Workspace.Settle();
        return Work.Run(
            "unshare", ["--mount", "sh", "-c", "mkdir -p /nix && mount --bind \"$0\" /nix && exec \"$@\"",
                Path.Combine(Work.Root, "nix"), .. command]);
    }
}
