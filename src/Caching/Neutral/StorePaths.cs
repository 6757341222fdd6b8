using Larder.Caching.Inputs;
using Larder.Caching.Running;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Neutral;

/// <summary>
/// The setting <c>neutral_store_paths</c>: in Nix a dependency that was built again lies elsewhere (/nix/store/HASH-name), though its headers may be
/// what they were. Hashes of the store paths in which a compile searches count by their order instead, and the headers found there by
/// their content; everything that has such a hash in another place (a macro, an unknown option, a variable) keeps it.
/// </summary>
/// <remarks>
/// <para>
/// A path's text can get into an object by debug information, sanitizers, coverage and link-time optimization (then this doesn't apply), by
/// <c>__FILE__</c> and its kin (where a file mentions one, the preprocessor's text must not have the hash, nor the
/// built-in functions that give a file's name), or by a way that nobody thought of: every output is searched for the hashes. A file that
/// mentions one could include by it, so it ends the sharing too. Objects are never rewritten.
/// </para>
/// <para>
/// A dependency file is nothing but paths, and a hash is as long as any other: it is kept with neutral hashes, and expanded for each caller
/// to what the compiler would have written, line breaks included.
/// </para>
/// Neutral spelling: the 32 characters of the hash are replaced by 30 times 'u', which no hash has (Nix's base 32 leaves out e, o, t and u), and a
/// number of two digits.
/// </remarks>
internal sealed class StorePaths : NeutralPaths
{
    /// <summary>Two digits; more than any compile has in practice.</summary>
    private const int Most = 100;

    private const int HashLength = NixStore.HashLength;
    private const int FillLength = HashLength - 2;

    private readonly List<byte[]> _hashes;
    private bool _isMentioned;

    private StorePaths(List<byte[]> hashes) => _hashes = hashes;

    internal override long Kind => 2;

    private static ReadOnlySpan<byte> Store => NixStore.Prefix;

    /// <summary>Nix's base 32.</summary>
    private static ReadOnlySpan<byte> Digits => "0123456789abcdfghijklmnpqrsvwxyz"u8;

    private static ReadOnlySpan<byte> Fill => "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuu"u8;

    /// <summary>Null where no store path is searched in, or a path's text can reach what is written.</summary>
    internal static StorePaths? For(Invocation invocation, Compilation compilation, KeyedEnvironment environment)
    {
        List<byte[]>? searched = Searched(compilation);
        if (searched is null || !invocation.Settings.NeutralStorePaths || MayRecordPaths(compilation))
            return null;
        foreach (byte[] word in compilation.Arguments)
        {
            if (word.AsSpan().IndexOf(Fill) >= 0)
                return null;
        }

        foreach (byte[] word in Unsearched(compilation))
            RemoveThoseIn(word, searched);
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (!argument.IsSearchDirectory)
                continue;
            if (argument.Name.EndsWith("-prefix-map="u8) && EndsWithinHash(argument.Value))
                return null;
            RemoveThoseIn(WithoutHashes(argument.Value), searched);
        }

        foreach (byte[] word in environment.Keyed)
            RemoveThoseIn(word, searched);
        RemoveThoseIn(compilation.Source, searched);
        RemoveThoseIn(invocation.WorkingDirectory, searched);
        return searched.Count is > 0 and <= Most ? new StorePaths(searched) : null;
    }

    internal override byte[] Spell(ReadOnlySpan<byte> path)
    {
        byte[] spelled = path.ToArray();
        SpellIn(spelled);
        return spelled;
    }

    internal override void Notice(ReadOnlySpan<byte> content) =>
        _isMentioned = _isMentioned || Occurs(content) || (LineJoints.Has(content) && Occurs(LineJoints.Remove(content)));

    internal override InputSetBuilder? TrySpell(InputSetBuilder inputs, CompileEvidence evidence)
    {
        FinishedCompile finished = evidence.Finished;
        if (_isMentioned || Occurs(finished.Diagnostics) || Occurs(finished.Output) || (evidence.AsksAssembler && Occurs(finished.Assembled))
            || evidence.MayNameFile(Occurs, isWorthProgram: false))
            return null;
        InputSetBuilder spelled = inputs.WithPaths(Spell);

        // Below a directory above the store (where a store path is missing altogether) names have the hash, and are not spelled.
        return spelled.HasAbsent(Occurs) ? null : spelled;
    }

    internal override ResultBuilder? TrySpell(ResultBuilder result)
    {
        ResultBuilder spelled = new() { Metadata = result.Metadata };
        foreach ((ResultMemberKind kind, ReadOnlyMemory<byte> bytes) in result.Members)
        {
            bool isSpelled = Expands(kind);
            if (isSpelled ? bytes.Span.IndexOf(Fill) >= 0 : Occurs(bytes.Span))
                return null;
            spelled.Add(kind, isSpelled ? Spell(bytes.Span) : bytes);
        }

        return spelled;
    }

    /// <summary>
    /// Null where one of this caller's own paths stands there as it is: what was found by its whole path there may be renamed here
    /// (-fmacro-prefix-map).
    /// </summary>
    internal override ReadOnlyMemory<byte>? Expand(ReadOnlyMemory<byte> manifest)
    {
        if (_hashes.Exists(hash => manifest.Span.IndexOf(ByteString.Concat(Store, hash)) >= 0))
            return null;
        byte[] expanded = manifest.ToArray();
        Span<byte> rest = expanded;
        while (Next(ref rest) is { IsEmpty: false } hash)
        {
            if (hash.StartsWith(Fill) && Number(hash[FillLength..]) is { } number && number < _hashes.Count)
                _hashes[number].CopyTo(hash);
        }

        return expanded;
    }

    internal override bool Expands(ResultMemberKind kind) => kind == ResultMemberKind.Dependency;

    internal override ReadOnlyMemory<byte>? ExpandOutput(ReadOnlyMemory<byte> stored) => Expand(stored);

    /// <summary>The hashes of the store paths in which the options have the compiler search, each once, in order; null where there are none.</summary>
    private static List<byte[]>? Searched(Compilation compilation)
    {
        List<byte[]>? hashes = null;
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (!argument.IsSearchDirectory || argument.Value.IndexOf(Store) < 0)
                continue;
            hashes ??= [];
            Span<byte> rest = argument.Value.ToArray();
            while (Next(ref rest) is { IsEmpty: false } hash)
            {
                // What others have made neutral (nixpkgs renames to eeee…) stays what it is.
                if (hash.IndexOfAnyExcept(Digits) < 0 && IndexIn(hashes, hash) < 0)
                    hashes.Add(hash.ToArray());
            }
        }

        return hashes;
    }

    /// <summary>The words that are no directories to search: a hash in one of them can get anywhere.</summary>
    private static IEnumerable<byte[]> Unsearched(Compilation compilation)
    {
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (argument.IsSearchDirectory || argument.IsForLinkerOnly(compilation.Family))
                continue;
            for (int i = 0; i < argument.Count; i++)
                yield return compilation.Arguments[argument.First + i];
        }
    }

    private static bool MayRecordPaths(Compilation compilation) =>
        compilation.DebugInfo || compilation.WorkingDirectoryMatters || compilation.RecordsCommandLine || compilation.LinkTime
        || compilation.Coverage || compilation.SplitDwarf || compilation.UnknownOption is not null || compilation.PrintsHeaders;

    /// <summary>A prefix that ends in the middle of a hash leaves the rest of it to be seen, which nothing would find.</summary>
    private static bool EndsWithinHash(ReadOnlySpan<byte> value)
    {
        for (int at; (at = value.IndexOf(Store)) >= 0;)
        {
            value = value[(at + Store.Length)..];
            bool isWhole = value.Length > HashLength && value[HashLength] == (byte)'-';
            if (!isWhole && !value.IsEmpty && value[0] != (byte)'=')
                return true;
        }

        return false;
    }

    /// <summary>What of a value is not spelled: a hash that is found there is told by more than its number.</summary>
    private static byte[] WithoutHashes(ReadOnlySpan<byte> value)
    {
        byte[] blank = value.ToArray();
        Span<byte> rest = blank;
        while (Next(ref rest) is { IsEmpty: false } hash)
            hash.Clear();
        return blank;
    }

    private static void RemoveThoseIn(ReadOnlySpan<byte> text, List<byte[]> hashes)
    {
        for (int i = hashes.Count - 1; i >= 0; i--)
        {
            if (text.IndexOf(hashes[i]) >= 0)
                hashes.RemoveAt(i);
        }
    }

    /// <summary>The hash of the next store path in a text, and the text behind it; empty at the end.</summary>
    private static Span<byte> Next(ref Span<byte> text)
    {
        while (true)
        {
            int at = text.IndexOf(Store);
            if (at < 0 || text.Length - at - Store.Length <= HashLength)
                return default;
            text = text[(at + Store.Length)..];
            if (text[HashLength] != (byte)'-')
                continue;
            Span<byte> hash = text[..HashLength];
            text = text[HashLength..];
            return hash;
        }
    }

    private static int IndexIn(List<byte[]> hashes, ReadOnlySpan<byte> hash)
    {
        for (int i = 0; i < hashes.Count; i++)
        {
            if (hash.SequenceEqual(hashes[i]))
                return i;
        }

        return -1;
    }

    private static int? Number(ReadOnlySpan<byte> digits) =>
        digits is [>= (byte)'0' and <= (byte)'9', >= (byte)'0' and <= (byte)'9'] ? ((digits[0] - '0') * 10) + digits[1] - '0' : null;

    private void SpellIn(Span<byte> text)
    {
        while (Next(ref text) is { IsEmpty: false } hash)
        {
            int number = IndexIn(_hashes, hash);
            if (number < 0)
                continue;
            Fill.CopyTo(hash);
            hash[FillLength] = (byte)('0' + (number / 10));
            hash[FillLength + 1] = (byte)('0' + (number % 10));
        }
    }

    /// <summary>Whether a text has one of the hashes, or what could be taken for a neutral one.</summary>
    private bool Occurs(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf(Fill) >= 0)
            return true;
        foreach (byte[] hash in _hashes)
        {
            if (text.IndexOf(hash) >= 0)
                return true;
        }

        return false;
    }
}
