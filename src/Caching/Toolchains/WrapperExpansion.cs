using Larder.Caching.Running;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Toolchains;

/// <summary>
/// What a wrapper script makes of a command line. A script may read anything, so it is asked each time what it would run
/// (<c>-###</c>, which gcc and clang answer without doing it), and the answer enters the key.
/// </summary>
internal static class WrapperExpansion
{
    /// <summary>The digest of the commands that would run. False where the wrapper doesn't answer.</summary>
    internal static bool TryDigest(Invocation invocation, out Digest digest)
    {
        digest = default;
        byte[][] words = [.. invocation.Arguments, "-###"u8.ToArray()];
        ProcessEnvironment environment = invocation.Environment.With("LC_ALL=C"u8.ToArray(), "LARDER_DISABLE=1"u8.ToArray());
        CapturedRun? run = CapturedRun.Of(invocation.Compiler, words, environment);
        if (run is not { Exit.Succeeded: true })
            return false;
        ProbeReport report = ProbeReport.Parse(run.Error);
        if (report.Commands.Count == 0)
            return false;

        KeyRecord key = KeyRecord.For("expansion"u8, 1);
        foreach (byte[][] command in report.Commands)
        {
            key.Add("words"u8, command.Length);
            foreach (byte[] word in command)
                key.Add("word"u8, IsTemporary(word) ? "temporary file"u8 : word);
        }

        digest = key.Finish();
        return true;
    }

    /// <summary>
    /// The drivers' names for their own files: gcc's are "cc", six random characters and a suffix (libiberty,
    /// make-temp-file.c), clang's a name, "-", at least six hexadecimal digits and a suffix (LLVM, createTemporaryFile).
    /// </summary>
    private static bool IsTemporary(ReadOnlySpan<byte> word)
    {
        ReadOnlySpan<byte> name = ByteString.FileName(word);
        if (word is not [(byte)'/', ..] || !(name.EndsWith(".s"u8) || name.EndsWith(".o"u8)))
            return false;
        ReadOnlySpan<byte> stem = name[..^2];
        if (stem.Length == 8 && stem.StartsWith("cc"u8))
            return true;
        ReadOnlySpan<byte> random = stem[(stem.LastIndexOf((byte)'-') + 1)..];
        return random.Length is >= 6 and <= 8 && random.Length < stem.Length
            && random.IndexOfAnyExcept("0123456789abcdef"u8) < 0;
    }
}
