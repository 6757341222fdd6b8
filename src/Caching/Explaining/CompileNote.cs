using Larder.Storage;

namespace Larder.Caching.Explaining;

/// <summary>
/// What is noted of one request that was not a hit: what was asked, what it was looked up by, and how it ended. Written by <see cref="CompileNoteFormat"/>;
/// read by those who explain misses and report on builds.
/// </summary>
public sealed class CompileNote
{
    private List<byte[]>? _arguments;
    private List<KeyEntry>? _parts;
    private List<KeyEntry>? _neutralParts;

    /// <summary>Reads the rest of a note whose lists were left where they are, for there are tens of thousands of notes; null where it has them.</summary>
    internal Func<CompileNote?>? Rest { get; set; }

    /// <summary>It was looked up: there is something that it was looked up by.</summary>
    public bool IsLookedUp { get; set; }

    /// <summary>The request's id, as it stands in the log and in the daemon's.</summary>
    public byte[] Id { get; set; } = [];

    /// <summary>When it ended, in milliseconds since the epoch.</summary>
    public long Ended { get; set; }

    /// <summary>How long the compiler took, in nanoseconds; 0 where it didn't run under our eyes.</summary>
    public long Took { get; set; }

    /// <summary>The build: <see cref="BuildSession"/>, as the statistics have it; 0 where nothing is known of it.</summary>
    public ulong Session { get; set; }

    /// <summary>The same for people; empty where nobody knows.</summary>
    public byte[] BuildText { get; set; } = [];

    /// <summary>How it ended.</summary>
    public Counter Reason { get; set; }

    /// <summary>What the reason is about; empty for nothing.</summary>
    public byte[] Detail { get; set; } = [];

    /// <summary>What the look-up met.</summary>
    public MissCause Cause { get; set; }

    /// <summary>The first file that differed from the newest known state; empty where there is none.</summary>
    public byte[] Changed { get; set; } = [];

    /// <summary>The compiler's path.</summary>
    public byte[] Compiler { get; set; } = [];

    /// <summary>What the compiler says of its version.</summary>
    public byte[] Version { get; set; } = [];

    /// <summary>Under which key the store has the toolchain; zero where it hasn't.</summary>
    public Digest Toolchain { get; set; }

    /// <summary>The working directory; relative paths count from there.</summary>
    public byte[] Directory { get; set; } = [];

    /// <summary>The source, as spelled; empty where the command is no compile.</summary>
    public byte[] Source { get; set; } = [];

    /// <summary>The output, as spelled; empty where there is none.</summary>
    public byte[] Output { get; set; } = [];

    /// <summary>The namespace.</summary>
    public byte[] Namespace { get; set; } = [];

    /// <summary>argv, with the words of response files in their places where they were read.</summary>
    public List<byte[]> Arguments
    {
        get
        {
            Load();
            return _arguments ??= [];
        }
    }

    /// <summary>The key in which every path is as spelled; zero where it was not computed.</summary>
    public Digest ManifestKey { get; set; }

    /// <summary>The key that the result can be found under; zero where nothing was stored.</summary>
    public Digest StoredUnder { get; set; }

    /// <summary>The result's key; zero where nothing was stored.</summary>
    public Digest Result { get; set; }

    /// <summary>
    /// The digest of the inputs under which the manifest has the result: two states of the files may have one result between them. Zero where nothing was stored
    /// in a manifest.
    /// </summary>
    public Digest Inputs { get; set; }

    /// <summary>What <see cref="ManifestKey"/> is made of; in preprocessor mode, behind it, the files that the text is made of.</summary>
    public List<KeyEntry> Parts
    {
        get
        {
            Load();
            return _parts ??= [];
        }
    }

    /// <summary>What the key is made of in which paths count otherwise than they are spelled; empty where there is none.</summary>
    public List<KeyEntry> NeutralParts
    {
        get
        {
            Load();
            return _neutralParts ??= [];
        }
    }

    /// <summary>The compiler's exit status.</summary>
    public int ExitStatus { get; set; }

    /// <summary>What was stored, in bytes before compression.</summary>
    public long Bytes { get; set; }

    /// <summary>When it began, in milliseconds since the epoch, as far as the compiler's time tells.</summary>
    public long Began => Ended - (Took / 1_000_000);

    private void Load()
    {
        if (Rest is not { } rest)
            return;
        Rest = null;
        if (rest() is not { } whole)
            return;
        (_arguments, _parts, _neutralParts) = (whole.Arguments, whole.Parts, whole.NeutralParts);
    }

    /// <summary>A path of the request's, from the root.</summary>
    public byte[] Absolute(ReadOnlySpan<byte> path) =>
        path is [(byte)'/', ..] || Directory.Length == 0 ? path.ToArray() : Posix.ByteString.JoinPath(Directory, path.StartsWith("./"u8) ? path[2..] : path);
}
