using Larder.Caching;
using Larder.Caching.Explaining;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Explaining;

/// <summary>
/// Compares what two compiles were looked up by. What follows from something else that differs is left out: with another compiler, or another
/// <c>-I</c>, headers are looked for elsewhere as well.
/// </summary>
internal sealed class PartsComparison(ToolchainParts toolchains, ChangedLines lines)
{
    private static readonly string[] s_searchOptions = ["-I", "-isystem", "-iquote", "-idirafter", "-B", "--sysroot", "-isysroot", "-nostdinc", "-specs", "--gcc-toolchain", "-stdlib", "-m32", "-target", "--target"];

    private static readonly string[] s_searchVariables = ["CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH", "GCC_EXEC_PREFIX", "COMPILER_PATH"];

    /// <param name="before">The earlier compile.</param>
    /// <param name="after">The later one.</param>
    /// <param name="isTrial">That one hasn't been run.</param>
    internal List<Cause> Compare(CompileNote before, CompileNote after, bool isTrial)
    {
        // What was stored for others too is found by a key in which some paths count otherwise.
        bool isNeutral = before.StoredUnder != default && before.StoredUnder != before.ManifestKey && before.NeutralParts.Count > 0 && after.NeutralParts.Count > 0;
        List<KeyEntry> old = isNeutral ? before.NeutralParts : before.Parts;
        List<KeyEntry> now = isNeutral ? after.NeutralParts : after.Parts;
        List<Cause> causes = [];
        if (!Values(old, "format").SequenceEqual(Values(now, "format"), StringComparer.Ordinal))
            causes.Add(new Cause(CauseKind.Version, "another version of larder made the entries that are there"));
        AddSingle(causes, CauseKind.Setting, "namespace", "the setting `namespace` is", old, now);
        AddSingle(causes, CauseKind.Stage, "language", "the language is", old, now);
        AddCompiler(causes, before, after, old, now);
        AddSingle(causes, CauseKind.Stage, "stage", "the compile goes up to", old, now);
        causes.AddRange(OptionComparison.Compare(old, now));
        if (causes.Count == 0 && !Values(old, "word").Concat(Values(old, "driver")).SequenceEqual(Values(now, "word").Concat(Values(now, "driver")), StringComparer.Ordinal))
            causes.Add(new Cause(CauseKind.Option, $"the words of the command line are others, and the object holds them: `{string.Join(' ', Values(now, "word"))}` were `{string.Join(' ', Values(old, "word"))}`"));
        AddEnvironment(causes, old, now);
        AddSingle(causes, CauseKind.Directory, "working-directory", "the working directory, which reaches the output, is", old, now);
        AddSingle(causes, CauseKind.OutputName, "output", "the output, whose name counts, is", old, now);
        AddSource(causes, old, now);
        AddFiles(causes, old, now, "extra-file", CauseKind.OptionFile, "which `extra_files` names,");
        AddFiles(causes, old, now, "option-file", CauseKind.OptionFile, "which an option names,");
        bool wasText = Values(old, "input").Count > 0;
        bool isText = Values(now, "input").Count > 0;
        if (wasText && isText)
            AddRead(causes, Files(old, "input"), Files(now, "input"));
        else if (wasText ? after.Inputs != default || isTrial : isText && before.Inputs != default)
            causes.Add(new Cause(CauseKind.Setting, isText ? "compiles are looked up by the preprocessor's text now (`preprocessor_mode`, or a file whose inputs only the preprocessor can tell)" : "compiles are looked up by the files that they read now, not by the preprocessor's text"));
        if (causes.Count == 0 && !Values(old, "expansion").SequenceEqual(Values(now, "expansion"), StringComparer.Ordinal))
            causes.Add(new Cause(CauseKind.Wrapper, $"the wrapper `{ByteText.Show(after.Compiler)}` runs another command now"));
        if (causes.Count == 0 && !Values(old, "neutral").Concat(Values(old, "up")).SequenceEqual(Values(now, "neutral").Concat(Values(now, "up")), StringComparer.Ordinal))
            causes.Add(new Cause(CauseKind.Setting, "paths count otherwise: `base_dirs` or `neutral_store_paths` was changed"));
        AddSearchPath(causes, old, now);
        return causes;
    }

    private static List<string> Values(List<KeyEntry> entries, string label) =>
        [.. entries.Where(entry => ByteText.Decode(entry.Label) == label).Select(static entry => entry.ShownValue)];

    private static void AddSingle(List<Cause> causes, CauseKind kind, string label, string what, List<KeyEntry> old, List<KeyEntry> now)
    {
        string was = string.Join(' ', Values(old, label));
        string value = string.Join(' ', Values(now, label));
        if (was != value)
            causes.Add(new Cause(kind, $"{what} {Quoted(value)}, was {Quoted(was)}") { Was = was, Now = value });
    }

    private static string Quoted(string text) => text.Length == 0 ? "none" : $"`{text}`";

    private void AddCompiler(List<Cause> causes, CompileNote before, CompileNote after, List<KeyEntry> old, List<KeyEntry> now)
    {
        // Each language has programs of its own.
        bool follows = causes.Exists(static cause => cause.Kind == CauseKind.Stage)
            && before.Compiler.AsSpan().SequenceEqual(after.Compiler) && before.Version.AsSpan().SequenceEqual(after.Version);
        if (!follows && !Values(old, "compiler").SequenceEqual(Values(now, "compiler"), StringComparer.Ordinal))
            causes.Add(toolchains.Compare(before, after, Values(old, "compiler"), Values(now, "compiler")));
    }

    private static void AddEnvironment(List<Cause> causes, List<KeyEntry> old, List<KeyEntry> now)
    {
        Dictionary<string, string> was = Variables(old);
        Dictionary<string, string> value = Variables(now);

        // What colours are made of counts only where there are any.
        bool wasColoured = was.Keys.Any(IsOfColours);
        bool isColoured = value.Keys.Any(IsOfColours);
        if (wasColoured != isColoured)
        {
            causes.Add(new Cause(CauseKind.Colours, isColoured ? "diagnostics go to a terminal now, in colours" : "diagnostics no longer go to a terminal, in colours"));
            foreach (string name in was.Keys.Concat(value.Keys).Where(IsOfColours).ToArray())
                _ = was.Remove(name) | value.Remove(name);
        }

        foreach (string name in was.Keys.Union(value.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            bool had = was.TryGetValue(name, out string? before);
            bool has = value.TryGetValue(name, out string? after);
            if (had && has && before != after)
                causes.Add(new Cause(CauseKind.Environment, $"the variable `{name}` is `{after}`, was `{before}`") { Was = before!, Now = after! });
            else if (had != has)
                causes.Add(new Cause(CauseKind.Environment, has ? $"the variable `{name}` is set now, to `{after}`" : $"the variable `{name}` is no longer set; it was `{before}`") { Was = before ?? string.Empty, Now = after ?? string.Empty });
        }
    }

    private static bool IsOfColours(string variable) => EnvironmentVariables.Has(EnvironmentVariables.Colours, ByteText.Encode(variable));

    private static Dictionary<string, string> Variables(List<KeyEntry> entries)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (string word in Values(entries, "environment"))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                variables[word[..equals]] = word[(equals + 1)..];
        }

        return variables;
    }

    private void AddSource(List<Cause> causes, List<KeyEntry> old, List<KeyEntry> now)
    {
        KeyEntry? was = old.Find(static entry => entry.Label.AsSpan().SequenceEqual("source"u8));
        KeyEntry? source = now.Find(static entry => entry.Label.AsSpan().SequenceEqual("source"u8));
        if (was is not { Content: { } before } || source is not { Content: { } after })
            return;
        if (before != after)
        {
            (string place, int line) = lines.Between(source.Value, in before, in after);
            causes.Add(new Cause(CauseKind.Source, $"`{ByteText.Show(source.Value)}` changed{place}") { File = ByteText.Decode(source.Value), Line = line });
        }

        if (!was.Value.AsSpan().SequenceEqual(source.Value))
            causes.Add(new Cause(CauseKind.SourceName, $"the source is named `{ByteText.Show(source.Value)}`, was `{ByteText.Show(was.Value)}`") { Was = ByteText.Decode(was.Value), Now = ByteText.Decode(source.Value) });
    }

    /// <summary>A name can hold what a terminal would obey.</summary>
    private static string Shown(string path) => ByteText.Show(ByteText.Encode(path));

    private void AddFiles(List<Cause> causes, List<KeyEntry> old, List<KeyEntry> now, string label, CauseKind kind, string role)
    {
        Dictionary<string, Digest> before = Files(old, label);
        Dictionary<string, Digest> after = Files(now, label);
        foreach ((string path, Digest content) in after)
        {
            if (before.TryGetValue(path, out Digest was))
            {
                (string place, int line) = was == content ? (string.Empty, 0) : lines.Between(ByteText.Encode(path), in was, in content);
                if (was != content)
                    causes.Add(new Cause(kind, $"`{Shown(path)}`, {role} changed{place}") { File = path, Line = line });
            }
            else if (!causes.Exists(cause => cause.Now.EndsWith(path, StringComparison.Ordinal)))
            {
                // Else an option that is new, or has another value, names it.
                causes.Add(new Cause(kind, $"`{Shown(path)}`, {role} has appeared") { File = path });
            }
        }

        foreach (string path in before.Keys.Where(path => !after.ContainsKey(path) && !causes.Exists(cause => cause.Was.EndsWith(path, StringComparison.Ordinal))))
            causes.Add(new Cause(kind, $"`{Shown(path)}`, {role} is gone") { File = path });
    }

    /// <summary>What the preprocessor read. Where a text changed, what comes or goes follows from it.</summary>
    private void AddRead(List<Cause> causes, Dictionary<string, Digest> before, Dictionary<string, Digest> after)
    {
        int known = causes.Count;
        foreach ((string path, Digest content) in after)
        {
            if (!before.TryGetValue(path, out Digest was) || was == content || causes.Exists(cause => cause.File == path))
                continue;
            (string place, int line) = lines.Between(ByteText.Encode(path), in was, in content);
            causes.Add(new Cause(CauseKind.File, $"`{Shown(path)}` changed{place}") { File = path, Line = line });
        }

        if (causes.Count > known)
            return;
        string[] gone = [.. before.Keys.Where(path => !after.ContainsKey(path))];
        foreach (string path in after.Keys.Where(path => !before.ContainsKey(path)))
        {
            if (Array.Find(gone, other => other[(other.LastIndexOf('/') + 1)..] == path[(path.LastIndexOf('/') + 1)..]) is { } shadowed)
                causes.Add(new Cause(CauseKind.Shadowed, $"`{Shown(path)}` is read in place of `{Shown(shadowed)}`") { File = path, Was = shadowed, Now = path });
        }
    }

    private static Dictionary<string, Digest> Files(List<KeyEntry> entries, string label)
    {
        Dictionary<string, Digest> files = new(StringComparer.Ordinal);
        foreach (KeyEntry entry in entries)
        {
            if (entry.Content is { } content && ByteText.Decode(entry.Label) == label)
                files[ByteText.Decode(entry.Value)] = content;
        }

        return files;
    }

    /// <summary>Only where nothing that was named moves the search path as a matter of course.</summary>
    private static void AddSearchPath(List<Cause> causes, List<KeyEntry> old, List<KeyEntry> now)
    {
        bool follows = causes.Exists(static cause => cause.Kind is CauseKind.Compiler or CauseKind.Stage or CauseKind.Wrapper or CauseKind.Directory or CauseKind.SourceName
            || (cause.Kind == CauseKind.Environment && s_searchVariables.Any(name => cause.Text.Contains($"`{name}`", StringComparison.Ordinal)))
            || (cause.Kind is CauseKind.Option or CauseKind.OptionOrder && s_searchOptions.Any(option => cause.Was.StartsWith(option, StringComparison.Ordinal) || cause.Now.StartsWith(option, StringComparison.Ordinal))));
        if (follows)
            return;
        List<string> before = [.. Values(old, "quote-directory"), .. Values(old, "angle-directory")];
        List<string> after = [.. Values(now, "quote-directory"), .. Values(now, "angle-directory")];
        foreach (string added in after.Except(before, StringComparer.Ordinal))
            causes.Add(new Cause(CauseKind.SearchPath, $"headers are now also looked for in `{added}`") { Now = added });
        foreach (string gone in before.Except(after, StringComparer.Ordinal))
            causes.Add(new Cause(CauseKind.SearchPath, $"headers are no longer looked for in `{gone}`") { Was = gone });
        if (!causes.Exists(static cause => cause.Kind == CauseKind.SearchPath) && !before.SequenceEqual(after, StringComparer.Ordinal))
            causes.Add(new Cause(CauseKind.SearchPath, "headers are looked for in the same directories in another order"));
    }
}
