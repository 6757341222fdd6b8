using Larder.Caching.Inputs;
using Larder.Caching.Neutral;
using Larder.Caching.Settings;
using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching;

/// <summary>
/// The key under which the manifest of a compile is found: everything that can reach its outputs and is known before anything
/// runs. What is only known from the files that the compile reads is the manifest's business.
/// </summary>
internal static class ManifestKey
{
    /// <summary>Raised whenever the meaning of a key changes, so that old entries are never found again.</summary>
    private const int Version = 4;

    /// <summary>
    /// With <c>isSeen</c>, the digest is of what is seen of the source, and so are those in the manifest.
    /// False where a file that counts can't be read, a wrapper doesn't say what it runs, or the working directory counts and has no path.
    /// </summary>
    internal static bool TryCompute(
        Invocation invocation,
        Compilation compilation,
        Toolchain toolchain,
        KeyedEnvironment environment,
        StreamCondition streams,
        in Digest source,
        FileDigester digester,
        OptionFiles optionFiles,
        NeutralPaths? neutral,
        out Digest result,
        bool isSeen = false,
        KeyRecord? record = null)
    {
        CacheSettings settings = invocation.Settings;
        KeyRecord key = record ?? KeyRecord.For("manifest"u8, Version);
        key.Add("format"u8, Manifest.FormatVersion);
        key.Add("namespace"u8, settings.Namespace);
        key.Add("compiler"u8, toolchain.Identity);
        key.Add("neutral"u8, neutral?.Kind ?? 0);
        neutral?.AddTo(key);
        foreach (byte[] directory in toolchain.QuoteDirectories)
            key.Add("quote-directory"u8, neutral is null ? directory : neutral.Spell(directory));
        foreach (byte[] directory in toolchain.AngleDirectories)
            key.Add("angle-directory"u8, neutral is null ? directory : neutral.Spell(directory));

        CommandLineKey commandLine = new(key, settings.IgnoreOptions, neutral, StableSeed.Applies(invocation, compilation) ? compilation.RandomSeed : null);
        compilation.WriteKeyParts(ref commandLine);
        commandLine.Finish();
        if (compilation.RecordsCommandLine)
            AddWords(key, invocation, compilation);
        result = default;
        if (toolchain.IsWrapped)
        {
            // A script may say something else each time: what it said when it was asked is what the compile is looked up by.
            toolchain.Expansion ??= WrapperExpansion.TryDigest(invocation, compilation, toolchain, out Digest said) ? said : null;
            if (toolchain.Expansion is not { } expansion)
                return false;
            key.Add("expansion"u8, in expansion);

            // What the script adds may bring the directory into the output (-g).
            key.Add("working-directory"u8, invocation.WorkingDirectory);
        }

        environment.AddOutputs(key);
        if ((settings.Sloppiness & Sloppiness.Locale) == 0)
            environment.AddLocale(key);
        if (streams == StreamCondition.Coloured)
            environment.AddColours(key);
        if (compilation.WorkingDirectoryMatters && (settings.HashDirectory || compilation.Stage == CompileStage.PrecompiledHeader || compilation.Modules is not null))
        {
            if (invocation.WorkingDirectory.Length == 0)
                return false;
            key.Add("working-directory"u8, neutral is null ? invocation.WorkingDirectory : neutral.Spell(invocation.WorkingDirectory));
        }

        key.AddFile(isSeen ? "seen-source"u8 : "source"u8, neutral is null ? compilation.Source : neutral.Spell(compilation.Source), in source);

        foreach (byte[] file in settings.ExtraFiles)
        {
            if (digester.Digest(file, out Digest digest, out _) != Errno.None)
                return false;
            key.AddFile("extra-file"u8, file, in digest);
        }

        optionFiles.AddTo(key);
        result = key.Finish();
        return true;
    }

    /// <summary>A key that keeps what it is made of; to be handed to <see cref="TryCompute"/>.</summary>
    internal static KeyRecord Record() => KeyRecord.For("manifest"u8, Version, recording: true);

    /// <summary>
    /// What a precompiled header is to its users: all that it was made of, but not when that was modified, and whatever the compiler said.
    /// </summary>
    internal static Digest OfPrecompiled(in Digest manifest, InputSetBuilder inputs)
    {
        KeyRecord key = KeyRecord.For("precompiled"u8, Version);
        key.Add("manifest"u8, manifest);
        inputs.AddTo(key, withTimes: false);
        return key.Finish();
    }

    /// <summary>The object holds the command line word for word, the driver's name included.</summary>
    private static void AddWords(KeyRecord key, Invocation invocation, Compilation compilation)
    {
        key.Add("driver"u8, invocation.Compiler);
        key.Add("word"u8, invocation.Arguments[0]);
        foreach (byte[] word in compilation.Arguments)
            key.Add("word"u8, word);
    }

    private static void Add(this KeyRecord key, ReadOnlySpan<byte> label, in Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        digest.CopyTo(bytes);
        key.Add(label, bytes);
    }

    /// <summary>Takes the canonical command line into the key, less what the user has us ignore.</summary>
    private struct CommandLineKey(KeyRecord key, byte[][] ignored, NeutralPaths? neutral, byte[]? replacedSeed) : IKeyPartSink
    {
        private bool _skipping;
        private bool _isSeed;

        /// <summary>An option that is ignored if its value is so: "-DNAME*" is about more than "-D".</summary>
        private byte[]? _held;

        public void Add(KeyPartKind kind, ReadOnlySpan<byte> bytes)
        {
            if (_held is { } held)
            {
                _held = null;
                _skipping = kind == KeyPartKind.Value && IsIgnored([.. held, .. bytes]);
                if (!_skipping)
                    key.Add(Label(KeyPartKind.Option), held);
            }

            if (kind != KeyPartKind.Value)
                (_skipping, _isSeed) = (kind is KeyPartKind.Option or KeyPartKind.Unknown && IsIgnored(bytes), bytes.SequenceEqual("-frandom-seed="u8));
            if (kind == KeyPartKind.Option && !_skipping && MayBeIgnored(bytes))
            {
                _held = bytes.ToArray();
                return;
            }

            if (_isSeed && kind == KeyPartKind.Value && bytes.SequenceEqual(replacedSeed))
                key.Add(Label(kind), StableSeed.Placeholder);
            else if (!_skipping)
                key.Add(Label(kind), kind is (KeyPartKind.Value or KeyPartKind.Output) && neutral is not null ? neutral.Spell(bytes) : bytes);
        }

        /// <summary>Ends the command line.</summary>
        internal void Finish()
        {
            if (_held is not null)
                key.Add(Label(KeyPartKind.Option), _held);
            _held = null;
        }

        private readonly bool MayBeIgnored(ReadOnlySpan<byte> option)
        {
            foreach (byte[] pattern in ignored)
            {
                if (pattern.AsSpan().StartsWith(option))
                    return true;
            }

            return false;
        }

        private readonly bool IsIgnored(ReadOnlySpan<byte> option)
        {
            foreach (byte[] pattern in ignored)
            {
                if (pattern is [.., (byte)'*'] ? option.StartsWith(pattern.AsSpan(0, pattern.Length - 1)) : option.SequenceEqual(pattern))
                    return true;
            }

            return false;
        }

        private static ReadOnlySpan<byte> Label(KeyPartKind kind) => kind switch
        {
            KeyPartKind.Language => "language"u8,
            KeyPartKind.Stage => "stage"u8,
            KeyPartKind.Option => "option"u8,
            KeyPartKind.Value => "value"u8,
            KeyPartKind.Unknown => "unknown-option"u8,
            _ => "output"u8,
        };
    }
}
