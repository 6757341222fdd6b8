using Larder.Caching.Drivers;
using Larder.Caching.Inputs;
using Larder.Caching.Running;
using Larder.Caching.Settings;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Toolchains;

/// <summary>
/// Asks a driver who it is: has it compile an empty file with <c>-v</c> under the options of the compile that can change the
/// answer, and follows up every program and library that it names.
/// </summary>
internal sealed class ToolchainProbe(Invocation invocation, FileDigester digester)
{
    private readonly ToolchainInputs _inputs = new(digester);
    private readonly KeyRecord _identity = KeyRecord.For("compiler"u8, 1);
    private GccPlaces? _places;

    /// <summary>What the answer depends on; valid once <see cref="Run"/> has succeeded.</summary>
    internal InputSetBuilder Inputs => _inputs.Set;

    /// <summary>Null where the driver doesn't answer as gcc or clang do, or names what can't be read.</summary>
    internal Toolchain? Run(Compilation compilation)
    {
        byte[] language = SourceLanguages.Name(compilation.Language).ToArray();
        List<byte[]> words = [invocation.Arguments[0], .. compilation.ProbeArguments()];
        byte[][] empty =
            ["-c"u8.ToArray(), "-x"u8.ToArray(), language, "/dev/null"u8.ToArray(), "-o"u8.ToArray(), "/dev/null"u8.ToArray()];
        ProcessEnvironment environment = invocation.Environment.With("LC_ALL=C"u8.ToArray(), "LARDER_DISABLE=1"u8.ToArray());
        List<byte[]> leftovers = Leftovers();
        CapturedRun? run = CapturedRun.Of(invocation.Compiler, [.. words, "-v"u8.ToArray(), .. empty], environment);
        foreach (byte[] leftover in leftovers)
            FileSystem.Unlink(leftover);
        if (run is not { Exit.Succeeded: true })
            return null;
        ProbeReport report = ProbeReport.Parse(run.Error);
        if (report.Family is not { } family || report.Commands.Count == 0 || report.HasUnknownSearchEntry)
            return null;

        // Specs can make any command of any other, and look at any variable: what a wrapper script is asked, the driver is asked then.
        bool isWrapped = compilation.UsesSpecs || IsWrapped(family, report);
        if (SearchesBesideIncluders(report) || (isWrapped && TakesHiddenMacros(report)))
            return null;
        if (compilation.SplitDwarf && family == CompilerFamily.Gcc && !AskForSplitting(report, words, empty, environment))
            return null;
        if (family == CompilerFamily.Gcc && (_places = GccPlaces.Ask(invocation.Compiler, words, environment)) is null)
            return null;

        _identity.Add("family"u8, (long)family);
        _identity.Add("version"u8, report.Version);
        byte[]? driver = FileSystem.RealPath(invocation.Compiler);
        if (driver is null || !AddProgram("driver"u8, invocation.Compiler, environment) || !AddPrograms(report, environment))
            return null;
        _inputs.Set.Add(invocation.Compiler, InputKind.RealPath, Digest.Of(driver));
        AddConfiguration(report, driver, compilation);
        AddSearchPath(report);
        if (compilation.NativeTarget)
            AddTarget(report);
        return new Toolchain
        {
            Family = family,
            Identity = invocation.Settings.CompilerCheck == CompilerCheck.Text
                ? Digest.Of(invocation.Settings.CompilerCheckText)
                : _identity.Finish(),
            QuoteDirectories = [.. report.QuoteDirectories],
            AngleDirectories = [.. report.AngleDirectories],
            Version = report.Version.Length <= ToolchainEntry.MaxVersion ? report.Version : [],
            AssemblerIsGnu = report.AssemblerIsGnu,
            IsWrapped = isWrapped,
            HidesMacros = isWrapped && DefinesHiddenMacros(report),
        };
    }

    /// <summary>
    /// The files that the probe's compile leaves in the working directory where a script, specs or a configuration file add options for
    /// side files, less those that stand there already.
    /// </summary>
    private static List<byte[]> Leftovers()
    {
        List<byte[]> names = [];
        foreach (byte[] suffix in (ReadOnlySpan<byte[]>)
            [
                "d"u8.ToArray(), "gcno"u8.ToArray(), "dwo"u8.ToArray(), "su"u8.ToArray(), "ci"u8.ToArray(), "i"u8.ToArray(), "ii"u8.ToArray(),
                "mi"u8.ToArray(), "mii"u8.ToArray(), "s"u8.ToArray(), "bc"u8.ToArray(), "tmp.bc"u8.ToArray(), "opt.yaml"u8.ToArray(),
                "c.opt-record.json.gz"u8.ToArray(), "json"u8.ToArray(), "stats"u8.ToArray(),
            ])
            names.Add(ByteString.Concat("null."u8, suffix));
        names.RemoveAll(static name => FileSystem.LinkStat(name, out _) == Errno.None);
        return names;
    }

    /// <summary>
    /// Under -gsplit-dwarf gcc also runs objcopy. It is only asked for that, since objcopy fails on the probe's /dev/null.
    /// </summary>
    private bool AskForSplitting(ProbeReport report, List<byte[]> words, byte[][] empty, ProcessEnvironment environment)
    {
        CapturedRun? run = CapturedRun.Of(
            invocation.Compiler, [.. words, "-gsplit-dwarf"u8.ToArray(), "-###"u8.ToArray(), .. empty], environment);
        if (run is not { Exit.Succeeded: true })
            return false;
        ProbeReport answer = ProbeReport.Parse(run.Error);
        report.Commands.AddRange(answer.Commands);
        return answer.Commands.Count > 0;
    }

    /// <summary>With Microsoft's search rules a quoted include is also looked for beside every file that leads to it.</summary>
    private static bool SearchesBesideIncluders(ProbeReport report) =>
        report.Commands.Exists(static command => Array.Exists(command, static word => word.AsSpan().SequenceEqual("-fms-compatibility"u8)));

    /// <summary>
    /// The options of the compile that define macros are not in the probe: what is there comes from a wrapper, and can name a
    /// header. (g++ itself adds -D_GNU_SOURCE, clang the one below.)
    /// </summary>
    private static bool DefinesHiddenMacros(ProbeReport report)
    {
        foreach (byte[][] command in report.Commands)
        {
            for (int i = 1; i < command.Length; i++)
            {
                ReadOnlySpan<byte> word = command[i];
                if (word.SequenceEqual("-include"u8)
                    || (word.StartsWith("-D"u8) && (word.Length == 2 || word.IndexOf((byte)'=') >= 0)
                        && !word.SequenceEqual("-D__GCC_HAVE_DWARF2_CFI_ASM=1"u8)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>-imacros leaves no trace in preprocessed text, which is what hidden macros are otherwise known by.</summary>
    private static bool TakesHiddenMacros(ProbeReport report) =>
        report.Commands.Exists(static command => Array.Exists(command, static word => word.AsSpan().SequenceEqual("-imacros"u8)));

    /// <summary>gcc tells the name it was called by, clang the image that it is: another one than ours means a wrapper.</summary>
    private bool IsWrapped(CompilerFamily family, ProbeReport report)
    {
        // clang's own ways to put words in behind the command line count as a wrapper.
        if (ElfImage.Read(invocation.Compiler) is null
            || (family == CompilerFamily.Clang
                && (report.ConfigurationFiles.Count > 0 || invocation.Environment.Get("CCC_OVERRIDE_OPTIONS"u8) is not null)))
            return true;
        if (family == CompilerFamily.Gcc)
            return report.CollectGcc is null || !report.CollectGcc.AsSpan().SequenceEqual(invocation.Arguments[0]);
        byte[]? real = FileSystem.RealPath(report.Commands[0][0]);
        return real is null || !real.AsSpan().SequenceEqual(FileSystem.RealPath(invocation.Compiler));
    }

    private bool AddPrograms(ProbeReport report, ProcessEnvironment environment)
    {
        foreach (byte[][] command in report.Commands)
        {
            byte[] name = command[0];
            ReadOnlySpan<byte> role = ByteString.FileName(name);
            byte[]? path = name.AsSpan().IndexOf((byte)'/') >= 0 ? name : FindOnPath(name, environment);
            if (path is null || !AddProgram(role, path, environment))
                return false;
            _places?.AddEarlierPrograms(_inputs, role, name);
        }

        return true;
    }

    private byte[]? FindOnPath(ReadOnlySpan<byte> name, ProcessEnvironment environment)
    {
        ReadOnlySpan<byte> rest = environment.Get("PATH"u8) ?? "/bin:/usr/bin"u8;
        while (true)
        {
            int colon = rest.IndexOf((byte)':');
            ReadOnlySpan<byte> directory = colon < 0 ? rest : rest[..colon];
            if (directory.IsEmpty)
                directory = "."u8;
            byte[] candidate = ByteString.JoinPath(directory, name);
            if (FileSystem.Stat(candidate, out FileStatus status) == Errno.None)
            {
                if (status.IsRegular && FileSystem.IsExecutable(candidate))
                    return candidate;
            }
            else
            {
                _inputs.AddAbsent(directory, name);
            }

            if (colon < 0)
                return null;
            rest = rest[(colon + 1)..];
        }
    }

    private bool AddProgram(ReadOnlySpan<byte> role, byte[] path, ProcessEnvironment environment)
    {
        if (!AddFile(role, path))
            return false;
        if (ElfImage.Read(path) is not { } image)
            return true;
        if (LoadedLibraries.Of(path, image, environment) is not { } libraries)
            return false;
        foreach (byte[] library in libraries)
        {
            if (!AddFile("library"u8, library))
                return false;
        }

        return true;
    }

    private bool AddFile(ReadOnlySpan<byte> role, byte[] path)
    {
        if (digester.Digest(path, out Digest digest, out FileStatus status) != Errno.None)
            return false;
        if (!_inputs.Set.Contains(path, InputKind.Content))
        {
            _inputs.Set.Add(path, InputKind.Content, in digest);
            if (invocation.Settings.CompilerCheck == CompilerCheck.Mtime)
            {
                _identity.Add("size"u8, status.Size);
                _identity.Add("mtime"u8, status.Modified.TotalNanoseconds);
            }
            else
            {
                _identity.AddFile(role, ByteString.FileName(path), in digest);
            }
        }

        return true;
    }

    private void AddConfiguration(ProbeReport report, byte[] driver, Compilation compilation)
    {
        _inputs.AddOptional("/etc/ld.so.cache"u8.ToArray());
        _inputs.AddOptional("/etc/ld.so.preload"u8.ToArray());
        foreach (byte[] file in report.ConfigurationFiles)
            AddFile("configuration"u8, file);
        foreach (byte[][] command in report.Commands)
        {
            foreach (byte[] word in command)
            {
                // clang adds the sanitizers' own lists of exceptions by itself.
                if (word.AsSpan().StartsWith("-fsanitize-system-"u8) && word.AsSpan().IndexOf((byte)'=') is > 0 and int equals)
                    AddFile("sanitizer-list"u8, word[(equals + 1)..]);
            }
        }

        if (_places is not null)
            _places.AddPrefixes(_inputs, compilation);
        else
            new ClangPlaces(_inputs, invocation.Compiler, driver, report).Add(compilation);
    }

    private void AddSearchPath(ProbeReport report)
    {
        foreach (byte[] directory in report.MissingDirectories)
            _inputs.AddAbsent(directory, "."u8);
        foreach (byte[] directory in report.QuoteDirectories)
            _inputs.Set.Add(directory, InputKind.DirectoryPresent, default);
        InputKind kind = AreDistinct(report.AngleDirectories) ? InputKind.DistinctDirectory : InputKind.DirectoryPresent;
        foreach (byte[] directory in report.AngleDirectories)
            _inputs.Set.Add(directory, kind, default);
        if (report.DuplicateDirectories.Count == 0)
            return;
        foreach (byte[] directory in (byte[][])[.. report.DuplicateDirectories, .. report.QuoteDirectories, .. report.AngleDirectories, .. GivenPaths(report)])
        {
            if (FileSystem.RealPath(directory) is { } real)
                _inputs.Set.Add(directory, InputKind.RealPath, Digest.Of(real));
        }
    }

    /// <summary>
    /// All that could be a directory in the compiler's own command line: clang reports a duplicate, and what it duplicates, by the name that it met first,
    /// and so doesn't tell which of them is a link.
    /// </summary>
    private static List<byte[]> GivenPaths(ProbeReport report)
    {
        List<byte[]> paths = [];
        foreach (byte[][] command in report.Commands)
        {
            foreach (byte[] word in command.AsSpan(1))
            {
                byte[] path = word.AsSpan().StartsWith("-I"u8) ? word[2..] : word;
                if (path.Length > 0 && FileSystem.Stat(path, out FileStatus status) == Errno.None && status.IsDirectory)
                    paths.Add(path);
            }
        }

        return paths;
    }

    private static bool AreDistinct(List<byte[]> directories)
    {
        HashSet<(ulong Device, ulong Inode)> known = [];
        foreach (byte[] directory in directories)
        {
            if (FileSystem.Stat(directory, out FileStatus status) != Errno.None || !known.Add((status.Device, status.Inode)))
                return false;
        }

        return true;
    }

    /// <summary>What "native" stands for here: the target options on the compiler's own command line.</summary>
    private void AddTarget(ProbeReport report)
    {
        foreach (byte[][] command in report.Commands)
        {
            for (int i = 1; i < command.Length; i++)
            {
                ReadOnlySpan<byte> word = command[i];
                bool takesNext = word.StartsWith("-target-"u8) || word.SequenceEqual("-tune-cpu"u8) || word.SequenceEqual("--param"u8);
                if (takesNext && i + 1 < command.Length)
                    _identity.Add("target"u8, ByteString.Concat(word, " "u8, command[++i]));
                else if (word.StartsWith("-m"u8) || word.StartsWith("--param="u8))
                    _identity.Add("target"u8, word);
            }
        }
    }
}
