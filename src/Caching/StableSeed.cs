using System.Text;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>
/// The setting <c>stable_seed</c>: nixpkgs' compiler wrapper gives gcc <c>-frandom-seed=</c> with the beginning of the hash in $out, which is
/// another one in every derivation. Where it shows in the object (with -g in DW_AT_producer, with -flto, with coverage), nothing is
/// ever found again. With this setting such a seed, and no other, is replaced by one that is made of the compile's key: then a compile and a
/// hit are the same bytes, but not those that the bare compiler would have written where the seed shows.
/// </summary>
internal static class StableSeed
{
    /// <summary>What stands for it in the key; with a byte that no argument has, so that no seed of the user's is the same.</summary>
    internal static ReadOnlySpan<byte> Placeholder => "\0stable"u8;

    /// <summary>Fewer characters are no beginning of a hash that anybody would choose.</summary>
    private const int Shortest = 8;

    /// <summary>The digits of a key. $out's whole name can be longer.</summary>
    private const int Longest = 2 * Digest.Size;

    private static ReadOnlySpan<byte> Option => "-frandom-seed="u8;

    /// <summary>Whether the compile has a seed that is replaced.</summary>
    internal static bool Applies(Invocation invocation, Compilation compilation) =>
        invocation.Settings.StableSeed && compilation is { SeedMatters: true, RecordsCommandLine: false, RandomSeed: { Length: >= Shortest and <= Longest } seed }
        && (IsBeginning(seed, invocation.Environment.Get("NIX_OUTPATH_USED_AS_RANDOM_SEED"u8)) || IsBeginning(seed, invocation.Environment.Get("out"u8)));

    /// <summary>The command line to run: the caller's, or one with another seed.</summary>
    /// <param name="invocation">What was asked.</param>
    /// <param name="compilation">The same, read.</param>
    /// <param name="key">What the seed is made of.</param>
    internal static byte[][] Words(Invocation invocation, Compilation compilation, in Digest key)
    {
        if (!Applies(invocation, compilation))
            return invocation.Arguments;
        byte[] seed = Encoding.ASCII.GetBytes(key.ToString()[..compilation.RandomSeed!.Length]);
        List<byte[]> words = [invocation.Arguments[0]];
        foreach (byte[] word in compilation.Arguments)
        {
            bool isSeed = word.AsSpan().StartsWith(Option) && word.AsSpan(Option.Length).SequenceEqual(compilation.RandomSeed);
            words.Add(isSeed ? ByteString.Concat(Option, seed) : word);
        }

        return [.. words];
    }

    /// <summary>/nix/store/HASH-name, and the seed is how HASH begins.</summary>
    private static bool IsBeginning(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> path) => ByteString.FileName(path).StartsWith(seed);
}
